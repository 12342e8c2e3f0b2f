/**
 * The one entry to the domain: (state, command, context) to a draft of changes. Pure: no I/O, no
 * clock, no randomness of its own. The store writes the draft in one transaction; only then does
 * anything leave the object.
 */
import { type ErrorBody, fail, ok, type Result } from "../contracts/errors.ts";
import type { Project } from "../contracts/project.ts";
import type {
  EditScene,
  RetryJob,
  StartJobs,
  TrimClip,
  UpdateProject,
} from "../contracts/requests.ts";
import type { RewriteScene } from "../contracts/scene-requests.ts";
import {
  type Begin,
  begin,
  type CreateAnswer,
  createAnswered,
  held,
  listed,
  type Listing,
  paced,
  polled,
  recover,
} from "./attempts.ts";
import { type Asked, doAsked } from "./asked.ts";
import type { Context, Observation } from "./context.ts";
import type { Wakeup } from "./effects.ts";
import { deadlinePassed, modelsChanged } from "./ending.ts";
import { type FilmNews, filmNews, filmPolled, type FilmSaved, filmSaved } from "./films.ts";
import { advance } from "./flow.ts";
import {
  type Checked,
  checked,
  checkFailed,
  checkUnavailable,
  latePassed,
  saved,
  saveFailed,
} from "./ingest.ts";
import { failJob, isLive } from "./jobs.ts";
import { doImport, type ImportStep } from "./imports.ts";
import { isCutting } from "./leftovers.ts";
import { observe } from "./observe.ts";
import { doOwnClip, type OwnClipStep } from "./own-clips.ts";
import * as people from "./people.ts";
import { restore } from "./restoring.ts";
import { retry } from "./retry.ts";
import { rewriteScene } from "./rewrite.ts";
import { changeScenes, type SceneCommand } from "./scenes.ts";
import { Draft, type JobRecord, type ProjectState, type StoredOutput } from "./state.ts";
import { summaryOf } from "./summary.ts";
import { selectTake, shootTake, type TakeCommand } from "./takes.ts";
import { goOnWithout, type Unreadable } from "./unreadable.ts";
import { varyPortrait } from "./vary.ts";
import { attachUpload, beginUpload, forgetUpload, type UploadCommand } from "./uploads.ts";

/** From people and programs. */
export type PersonCommand =
  | {
      type: "create";
      project: Pick<
        Project,
        "id" | "workspaceId" | "title" | "idea" | "characterDescription" | "mode" | "settings"
      >;
    }
  | { type: "update"; input: UpdateProject }
  | { type: "remove" }
  | { type: "restore" }
  | { type: "start"; input: StartJobs }
  | { type: "retry"; jobId: string; input?: RetryJob }
  | { type: "cancel"; jobId: string }
  | { type: "choose"; characterReferenceId: string }
  | { type: "edit_scene"; sceneId: string; input: EditScene }
  | SceneCommand
  | { type: "rewrite_scene"; sceneId: string; input: RewriteScene }
  | { type: "vary"; characterReferenceId: string }
  | { type: "trim_clip"; clipId: string; input: TrimClip }
  | TakeCommand
  | { type: "own_clip"; step: OwnClipStep }
  | { type: "publish_film"; filmId: string; isPublished: boolean }
  | Asked
  | UploadCommand
  | { type: "import"; step: ImportStep };

/** News from outside: outcomes of effects, webhooks, the clock. */
export type NewsCommand =
  | { type: "wake"; wakeup: Wakeup }
  /** The object starts: calls that were in flight before have no answer coming. */
  | { type: "recover" }
  /** Nothing can be done before the settings are corrected. */
  | { type: "held" }
  | { type: "unreadable"; row: Unreadable }
  | Begin
  | {
      type: "paced";
      jobId: string;
      waitMs: number;
      phase: "waiting_for_pace" | "waiting_for_credit" | "waiting_for_token" | null;
    }
  | { type: "refused"; jobId: string; error: ErrorBody }
  | { type: "models_changed"; jobId: string }
  | { type: "created"; attemptId: string; answer: CreateAnswer }
  | { type: "observed"; attemptId: string; observation: Observation }
  /** A poll was answered, or not: when to look again. */
  | { type: "polled"; attemptId: string; observation: Observation | null }
  | { type: "listed"; attemptId: string; listing: Listing }
  | { type: "film"; attemptId: string; news: FilmNews; isPoll: boolean }
  | FilmSaved
  | { type: "saved"; attemptId: string; stored: StoredOutput }
  | { type: "save_failed"; attemptId: string; error: ErrorBody }
  | { type: "checked"; attemptId: string; facts: Checked; stored: StoredOutput }
  | { type: "check_unavailable"; attemptId: string }
  | { type: "check_failed"; attemptId: string; error: ErrorBody }
  /** Short work of the container that is not waited for any longer, and may still be going on. */
  | { type: "abandoned"; workId: string; instance: string }
  | { type: "pruned"; assetId: string };

export type Command = PersonCommand | NewsCommand;

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
      return answer(retry(draft, command.jobId, command.input), (job) => ({
        jobs: [job],
        sceneId: null,
      }));
    case "cancel":
      return answer(people.cancel(draft, command.jobId), (job) => ({ jobs: [job], sceneId: null }));
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
      return answer(shootTake(draft, command.sceneId, command.input), (job) => ({
        jobs: [job],
        sceneId: null,
      }));
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

function hear(draft: Draft, command: NewsCommand): void {
  switch (command.type) {
    case "wake":
      return wake(draft, command.wakeup);
    case "recover":
      return recover(draft);
    case "held":
      return held(draft);
    case "unreadable":
      return goOnWithout(draft, command.row);
    case "begin":
      return begin(draft, command);
    case "paced":
      return paced(draft, command.jobId, command.waitMs, command.phase);
    case "refused":
      return failJob(draft, command.jobId, command.error);
    case "models_changed":
      return modelsChanged(draft, command.jobId);
    case "created":
      return createAnswered(draft, command.attemptId, command.answer);
    case "observed":
      return observe(draft, command.attemptId, command.observation);
    case "polled":
      return polled(draft, command.attemptId, command.observation);
    case "listed":
      return listed(draft, command.attemptId, command.listing);
    case "film":
      filmNews(draft, command.attemptId, command.news);
      if (command.isPoll) filmPolled(draft, command.attemptId);
      return;
    case "film_saved":
      return filmSaved(draft, command);
    case "saved":
      return saved(draft, command.attemptId, command.stored);
    case "save_failed":
      return saveFailed(draft, command.attemptId, command.error);
    case "checked":
      return checked(draft, command.attemptId, command.facts, command.stored);
    case "check_unavailable":
      return checkUnavailable(draft, command.attemptId);
    case "check_failed":
      return checkFailed(draft, command.attemptId, command.error);
    case "abandoned":
      return draft.effect({ kind: "stop", workId: command.workId, instance: command.instance });
    case "pruned":
      return forgetUpload(draft, command.assetId);
    default:
      command satisfies never;
  }
}

function wake(draft: Draft, wakeup: Wakeup): void {
  draft.unwake(wakeup);
  switch (wakeup.kind) {
    case "deadline":
      return deadlinePassed(draft, wakeup.jobId);
    case "poll":
    case "reconcile": {
      const attempt = draft.get("attempts", wakeup.attemptId);
      if (attempt === undefined || !isLive(attempt)) return;
      return draft.effect({ kind: wakeup.kind, attemptId: attempt.id });
    }
    case "late":
      return latePassed(draft, wakeup.attemptId);
    case "prune":
      return draft.effect({ kind: "prune", assetId: wakeup.assetId });
    case "prune_parts":
      // The end of that film wakes this again.
      return isCutting(draft.state) ? undefined : draft.effect({ kind: "prune_parts" });
    case "purge":
      return draft.effect({ kind: "purge" });
    default:
      wakeup satisfies never;
  }
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
