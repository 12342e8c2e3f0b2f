/** Adding the things that jobs make: portraits, a script, takes, films. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { Clip, Scene } from "../contracts/project.ts";
import { addJob, failJob } from "./jobs.ts";
import type { Draft, JobRecord } from "./state.ts";

/** One portrait, in place `option` of the grid. Another attempt at a place is a new row there. */
export function addPortrait(
  draft: Draft,
  option: number,
  seed: number | null,
  retryOf: string | null = null,
): Result<JobRecord> {
  const { project, context } = draft;
  const planned = context.planner.portrait(project, project.settings.imageModel, seed);
  if (!planned.ok) return planned;
  const id = context.newId();
  const job = addJob(draft, "character", id, planned.value, retryOf);
  draft.put("characterReferences", {
    id,
    option,
    jobId: job.id,
    assetId: null,
    prompt: planned.value.prompt,
    seed,
    createdAt: draft.now,
  });
  return ok(job);
}

/** Image i takes seed + i where a seed was given. */
export function addPortraits(draft: Draft, count: number): Result<JobRecord[]> {
  const taken = draft.list("characterReferences").map((reference) => reference.option);
  const first = Math.max(0, ...taken) + 1;
  const { seed } = draft.project.settings;
  const jobs: JobRecord[] = [];
  for (let index = 0; index < count; index++) {
    const option = first + index;
    const added = addPortrait(draft, option, seed === null ? null : seed + option - 1);
    if (!added.ok) return added;
    jobs.push(added.value);
  }
  return ok(jobs);
}

export function addScript(draft: Draft, retryOf: string | null = null): Result<JobRecord> {
  const { project, context } = draft;
  if (draft.list("clips").length > 0) {
    return fail(
      "conflict",
      "The scenes already have clips, so they are not written anew. Edit a scene, or start a new project.",
    );
  }
  const planned = context.planner.script(project, project.settings.textModel);
  return planned.ok ? ok(addJob(draft, "script", null, planned.value, retryOf)) : planned;
}

/** One more take. What a model refuses ends the job at once, before anything is paid. */
export function addTake(draft: Draft, scene: Scene, retryOf: string | null = null): JobRecord {
  const { project, context } = draft;
  const planned = context.planner.clip(
    project,
    scene,
    project.settings.videoModel,
    project.characterReferenceId !== null,
  );
  const takes = draft.list("clips").filter((clip) => clip.sceneId === scene.id);
  const id = context.newId();
  const nothing = {
    model: project.settings.videoModel,
    estimateUsd: 0,
    substitutions: [],
  };
  const job = addJob(draft, "clip", id, planned.ok ? planned.value : nothing, retryOf);
  const clip: Clip = {
    id,
    sceneId: scene.id,
    take: Math.max(0, ...takes.map((take) => take.take)) + 1,
    jobId: job.id,
    assetId: null,
    prompt: planned.ok ? planned.value.prompt : scene.description,
    lengthS: scene.lengthS,
    shotLengthS: planned.ok ? planned.value.shotLengthS : scene.lengthS,
    createdAt: draft.now,
  };
  draft.put("clips", clip);
  if (!planned.ok) failJob(draft, job.id, planned.error);
  return job;
}

/** Scenes in film order with the take that would be used, and the numbers of those without one. */
export function readyScenes(draft: Draft): {
  ready: Clip[];
  missing: number[];
} {
  const ready: Clip[] = [];
  const missing: number[] = [];
  for (const scene of draft.list("scenes").sort((a, b) => a.number - b.number)) {
    const clip =
      scene.selectedClipId === null ? undefined : draft.get("clips", scene.selectedClipId);
    if (clip?.assetId != null) ready.push(clip);
    else missing.push(scene.number);
  }
  return { ready, missing };
}

export function addFilm(
  draft: Draft,
  clips: Clip[],
  missingScenes: number[],
  retryOf: string | null = null,
): JobRecord {
  const id = draft.context.newId();
  const planned = { model: null, estimateUsd: 0, substitutions: [] };
  const job = addJob(draft, "film", id, planned, retryOf);
  draft.put("films", {
    id,
    number: Math.max(0, ...draft.list("films").map((film) => film.number)) + 1,
    jobId: job.id,
    assetId: null,
    clipIds: clips.map((clip) => clip.id),
    missingScenes,
    createdAt: draft.now,
  });
  return job;
}
