/** Adding the things that jobs make: portraits, a script, takes. Films are in cutting.ts. */
import { ok, type Result } from "../contracts/errors.ts";
import type { Clip, Scene } from "../contracts/project.ts";
import { addJob, failJob } from "./jobs.ts";
import type { ClipOrder, PortraitOrder, Reference, ScriptOrder } from "./orders.ts";
import { leavesOutSeed, seeded } from "./seeds.ts";
import { clipsInTheWay, hasTakes } from "./rewrite.ts";
import type { Draft, JobRecord } from "./state.ts";

/** One portrait, in place `option` of the grid. Another attempt at a place is a new row there. */
export function addPortrait(
  draft: Draft,
  option: number,
  order: PortraitOrder,
  retryOf: string | null = null,
  model = draft.project.settings.imageModel,
): Result<JobRecord> {
  const { context } = draft;
  const planned = context.planner.portrait(order, model);
  if (!planned.ok) return planned;
  const id = context.newId();
  const job = addJob(draft, order, id, planned.value, retryOf);
  draft.put("characterReferences", {
    id,
    option,
    jobId: job.id,
    assetId: null,
    prompt: order.prompt,
    seed: order.seed,
    createdAt: draft.now,
  });
  return ok(job);
}

export function nextOption(draft: Draft): number {
  return Math.max(0, ...draft.list("characterReferences").map((each) => each.option)) + 1;
}

/** As the project's settings say. Image i takes seed + i where a seed was given. */
export function addPortraits(draft: Draft, count: number): Result<JobRecord[]> {
  const first = nextOption(draft);
  const { seed } = draft.project.settings;
  const orders = Array.from({ length: count }, (_, index) =>
    draft.context.planner.portraitOrder(
      draft.project,
      seed === null ? null : seed + first + index - 1,
    ),
  );
  return drawPortraits(draft, orders);
}

export function drawPortraits(draft: Draft, orders: PortraitOrder[]): Result<JobRecord[]> {
  const jobs: JobRecord[] = [];
  for (const order of orders) {
    const added = addPortrait(draft, nextOption(draft), order);
    if (!added.ok) return added;
    jobs.push(added.value);
  }
  return ok(jobs);
}

export function addScript(
  draft: Draft,
  order: ScriptOrder,
  retryOf: string | null = null,
  model = draft.project.settings.textModel,
): Result<JobRecord> {
  if (hasTakes(draft)) return clipsInTheWay();
  const planned = draft.context.planner.script(order, model);
  return planned.ok ? ok(addJob(draft, order, null, planned.value, retryOf)) : planned;
}

/** The chosen portrait's file; null while none is chosen. */
export function chosenReference(draft: Draft): Reference | null {
  const { characterReferenceId } = draft.project;
  const reference = draft.get("characterReferences", characterReferenceId ?? "");
  const asset = draft.get("assets", reference?.assetId ?? "");
  return asset === undefined ? null : { assetId: asset.id, contentType: asset.contentType };
}

export function nextTake(draft: Draft, sceneId: string): number {
  const takes = draft.list("clips").filter((clip) => clip.sceneId === sceneId);
  return Math.max(0, ...takes.map(({ take }) => take)) + 1;
}

/** One more take of a scene as it reads now. */
export function addTake(draft: Draft, scene: Scene): JobRecord {
  const order = seeded(draft, takeOrder(draft, scene), draft.project.settings.videoModel);
  return addTakeOf(draft, scene, order);
}

/** What a take of a scene as it reads now asks for. */
export function takeOrder(draft: Draft, scene: Scene): ClipOrder {
  return draft.context.planner.clipOrder(draft.project, scene, chosenReference(draft));
}

/** One more take. What a model refuses ends the job at once, before anything is paid. */
export function addTakeOf(
  draft: Draft,
  scene: Scene,
  order: ClipOrder,
  retryOf: string | null = null,
  model = draft.project.settings.videoModel,
): JobRecord {
  const { context } = draft;
  const planned = context.planner.clip(order, model);
  const id = context.newId();
  const nothing = {
    model,
    estimateUsd: 0,
    substitutions: [],
  };
  const job = addJob(draft, order, id, planned.ok ? planned.value : nothing, retryOf);
  const clip: Clip = {
    id,
    sceneId: scene.id,
    take: nextTake(draft, scene.id),
    jobId: job.id,
    assetId: null,
    prompt: order.prompt,
    seed: planned.ok && !leavesOutSeed(planned.value) ? order.seed : null,
    lengthS: order.lengthS,
    shotLengthS: planned.ok ? planned.value.shotLengthS : order.lengthS,
    inS: 0,
    outS: null,
    createdAt: draft.now,
  };
  draft.put("clips", clip);
  if (!planned.ok) failJob(draft, job.id, planned.error);
  return job;
}
