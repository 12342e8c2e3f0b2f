/**
 * The one entry to the domain: (state, command, context) to a draft of changes. Pure: no I/O, no
 * clock, no randomness of its own. The store writes the draft in one transaction; only then does
 * anything leave the object.
 */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { doAsked } from "./asked.ts";
import type { Command } from "./commands.ts";
import type { Context } from "./context.ts";
import { advance } from "./flow.ts";
import { doImport } from "./imports.ts";
import { hear } from "./news.ts";
import { doOwnClip } from "./own-clips.ts";
import * as people from "./people.ts";
import { restore } from "./restoring.ts";
import { retry } from "./retry.ts";
import { rewriteScene } from "./rewrite.ts";
import { changeScenes } from "./scenes.ts";
import { Draft, type JobRecord, type ProjectState } from "./state.ts";
import { summaryOf } from "./summary.ts";
import { selectTake, shootTake } from "./takes.ts";
import { attachUpload, beginUpload } from "./uploads.ts";
import { varyPortrait } from "./vary.ts";

/** The rows a person's command answers with. */
export type Answer = { jobs: JobRecord[]; sceneId: string | null };

export type Decision = { draft: Draft; answer: Answer };

const PERSONAL = new Set<Command["type"]>([
  "update",
  "start",
  "retry",
  "cancel",
  "choose",
  "edit_scene",
  "add_scene",
  "remove_scene",
  "restore_scene",
  "move_scene",
  "rewrite_scene",
  "vary",
  "trim_clip",
  "select_take",
  "shoot_take",
  "own_clip",
  "publish_film",
  "draw",
  "write",
  "shoot",
  "stitch",
  "begin_upload",
  "attach_upload",
]);

export function decide(state: ProjectState, command: Command, context: Context): Result<Decision> {
  const draft = new Draft(state, context);
  const { project } = state;
  const isFirst =
    command.type === "create" || (command.type === "import" && command.step.type === "begin");
  if (!isFirst && project === null) return gone();
  if (PERSONAL.has(command.type) && project?.deletedAt != null) return gone();
  // Repeating a create is answered with what is there.
  if (isFirst && project !== null) {
    return ok({ draft, answer: { jobs: [], sceneId: null } });
  }
  const done = run(draft, command);
  if (!done.ok) return done;
  // Nothing new is begun on settings that do not say what models there are, and what comes in stays as it
  // was: only what somebody asks for later goes on from there.
  if (command.type !== "held" && command.type !== "import") advance(draft);
  touch(draft, state);
  return ok({ draft, answer: done.value });
}

const NOTHING: Answer = { jobs: [], sceneId: null };
const oneJob = (job: JobRecord): Answer => ({ jobs: [job], sceneId: null });

function run(draft: Draft, command: Command): Result<Answer> {
  switch (command.type) {
    case "create":
      return answer(people.create(draft, command.project), () => NOTHING);
    case "update":
      return answer(people.update(draft, command.input), () => NOTHING);
    case "remove":
      people.remove(draft);
      return ok(NOTHING);
    case "restore":
      return answer(restore(draft), () => NOTHING);
    case "start":
      return answer(people.startJobs(draft, command.input), (jobs) => ({
        jobs,
        sceneId: null,
      }));
    case "retry":
      return answer(retry(draft, command.jobId, command.input), oneJob);
    case "cancel":
      return answer(people.cancel(draft, command.jobId), oneJob);
    case "choose":
      return answer(people.chooseCharacter(draft, command.characterReferenceId), () => NOTHING);
    case "edit_scene":
      return answer(people.editScene(draft, command.sceneId, command.input), (scene) => ({
        jobs: [],
        sceneId: scene.id,
      }));
    case "add_scene":
    case "remove_scene":
    case "restore_scene":
    case "move_scene":
      return answer(changeScenes(draft, command), ({ id }) => ({ jobs: [], sceneId: id }));
    case "rewrite_scene":
      return answer(rewriteScene(draft, command.sceneId, command.input), oneJob);
    case "vary":
      return answer(varyPortrait(draft, command.characterReferenceId), oneJob);
    case "trim_clip":
      return answer(people.trimClip(draft, command.clipId, command.input), () => NOTHING);
    case "select_take":
      return answer(selectTake(draft, command.clipId), () => NOTHING);
    case "shoot_take":
      return answer(shootTake(draft, command.sceneId, command.input), oneJob);
    case "own_clip":
      return answer(doOwnClip(draft, command.step), () => NOTHING);
    case "publish_film":
      return answer(people.publishFilm(draft, command.filmId, command.isPublished), () => NOTHING);
    case "draw":
    case "write":
    case "shoot":
    case "stitch":
      return answer(doAsked(draft, command), (jobs) => ({ jobs, sceneId: null }));
    case "begin_upload":
      return answer(beginUpload(draft, command.assetId), () => NOTHING);
    case "attach_upload":
      return answer(attachUpload(draft, command), () => NOTHING);
    case "import":
      return answer(doImport(draft, command.step), () => NOTHING);
    default:
      hear(draft, command);
      return ok(NOTHING);
  }
}

function answer<T>(result: Result<T>, build: (value: T) => Answer): Result<Answer> {
  return result.ok ? ok(build(result.value)) : result;
}

function gone() {
  return fail("not_found", "There is no such project. It may have been deleted.");
}

/** The list of projects shows less than a project holds, so it hears only of what it shows. */
function touch(draft: Draft, before: ProjectState): void {
  if (draft.isEmpty) return;
  const rowsChanged = draft.changed.size > 0 || draft.projectChanged;
  if (!rowsChanged) return;
  draft.setProject({ ...draft.project, updatedAt: draft.now });
  const shown = (state: ProjectState) =>
    state.project === null
      ? ""
      : JSON.stringify([
          summaryOf(state, { ...state.project, updatedAt: 0 }),
          state.project.deletedAt,
        ]);
  if (shown(before) !== shown(draft.state)) draft.effect({ kind: "publish" });
}
