/** One scene's words written anew by a model: a script job of one scene, which leaves the others alone. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { isTerminal } from "../contracts/job.ts";
import type { Scene } from "../contracts/project.ts";
import type { RewriteScene } from "../contracts/scene-requests.ts";
import { addJob, tellEnded } from "./jobs.ts";
import type { Rewrite, ScriptOrder } from "./orders.ts";
import { alreadyRunning, noSuch } from "./refusals.ts";
import { changeFirst, isRefused } from "./refused.ts";
import type { Draft, JobRecord, WrittenScene } from "./state.ts";

/** As much of another scene as says what happens there, in characters. */
const NEIGHBOUR_CHARS = 300;

export function rewriteScene(
  draft: Draft,
  sceneId: string,
  { wish }: RewriteScene,
): Result<JobRecord> {
  const scene = draft.get("scenes", sceneId);
  if (scene === undefined) return noSuch("scene");
  const order = rewriteOrder(draft, scene, wish);
  const model = draft.project.settings.textModel;
  if (isRefused(draft, order, model)) return changeFirst(`scene ${scene.number}`);
  return addRewrite(draft, order, null, model);
}

/** The same wish for the scene as it reads now. Null where the scene is gone, or it was no rewrite. */
export function rewriteAgain(draft: Draft, { order }: JobRecord): ScriptOrder | null {
  const rewrite = order?.kind === "script" ? order.rewrite : null;
  const scene = draft.get("scenes", rewrite?.sceneId ?? "");
  return scene === undefined || rewrite === null ? null : rewriteOrder(draft, scene, rewrite.wish);
}

export function addRewrite(
  draft: Draft,
  order: ScriptOrder,
  retryOf: string | null,
  model: string,
): Result<JobRecord> {
  const sceneId = order.rewrite?.sceneId ?? null;
  if (isScriptAtWork(draft)) return alreadyRunning("The scenes are being written");
  const isAtWork = draft
    .list("jobs")
    .some((job) => job.kind === "script" && job.targetId === sceneId && !isTerminal(job.status));
  if (isAtWork) return alreadyRunning("This scene is being written");
  const planned = draft.context.planner.script(order, model);
  return planned.ok ? ok(addJob(draft, order, sceneId, planned.value, retryOf)) : planned;
}

/** A script of the whole film, which replaces all scenes, is in the making. */
export function isScriptAtWork(draft: Draft): boolean {
  return draft
    .list("jobs")
    .some((job) => job.kind === "script" && job.targetId === null && !isTerminal(job.status));
}

function rewriteOrder(draft: Draft, scene: Scene, wish: string): ScriptOrder {
  const { project, context } = draft;
  const others = draft.list("scenes").sort((a, b) => a.number - b.number);
  const begin = ({ description }: Scene) => description.slice(0, NEIGHBOUR_CHARS);
  const { id: sceneId, version, description, number } = scene;
  return {
    ...context.planner.scriptOrder(project),
    sceneCount: 1,
    lengthS: scene.lengthS,
    rewrite: {
      ...{ sceneId, version, description, wish },
      before: others.filter((each) => each.number < number).map(begin),
      after: others.filter((each) => each.number > number).map(begin),
    },
  };
}

/**
 * The new words, unless the scene was edited since: a person's words are never written over. Then, and
 * where the scene is out of the film, they stand beside the job, for they are paid for.
 */
export function takeRewrite(
  draft: Draft,
  job: JobRecord,
  { sceneId, version }: Rewrite,
  [written]: readonly WrittenScene[],
): void {
  const scene = draft.get("scenes", sceneId);
  if (written === undefined) return;
  if (scene?.version === version) {
    draft.put("scenes", { ...scene, ...written, version: version + 1 });
    tellEnded(draft, job.id, `It read before: ${scene.description}`);
    return;
  }
  const why =
    scene === undefined
      ? "The scene was taken out meanwhile."
      : "The scene was edited meanwhile, so your words stay.";
  tellEnded(draft, job.id, `${why} The model wrote: ${written.description}`);
}

/** Clips that are takes of a scene of the film: its words are not thrown away under them. */
export function hasTakes(draft: Draft): boolean {
  return draft.list("clips").some((clip) => draft.get("scenes", clip.sceneId) !== undefined);
}

export function clipsInTheWay(): Result<never> {
  return fail(
    "conflict",
    "The scenes already have clips, so they are not written anew. Edit a scene, or start a new project.",
  );
}
