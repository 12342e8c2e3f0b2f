/**
 * Results that come when their job has ended already: it was given up at its deadline, or a person
 * canceled it while the model was finishing. They are paid for, so each is saved and checked like any
 * other and kept as a take or a portrait. The job stays as it ended, and says what became of it.
 *
 * The take is chosen for its scene when the scene has none and nobody canceled the work. What the
 * provider had completed before it could be stopped is kept, and not chosen; what it stopped is nothing.
 */
import { isTerminal } from "../contracts/job.ts";
import type { ErrorBody } from "../contracts/errors.ts";
import { tellEnded } from "./jobs.ts";
import { filesOf, pruneLater } from "./leftovers.ts";
import { nextOption, nextTake } from "./making.ts";
import type { Attempt, Draft, JobRecord, Late } from "./state.ts";

/** Begins, or goes on, to save the output of an attempt for its own sake. */
export function keepLate(draft: Draft, attempt: Attempt, job: JobRecord): void {
  if (attempt.late !== null || !isWorthKeeping(draft, job)) return;
  const { times } = draft.context;
  const isStored = attempt.stored !== null;
  moveLate(draft, attempt, {
    stage: isStored ? "checking" : "saving",
    deadlineAt: draft.now + (isStored ? times.checkDeadline : times.ingestDeadline),
  });
  draft.effect({ kind: isStored ? "check" : "ingest", attemptId: attempt.id });
}

function isWorthKeeping(draft: Draft, job: JobRecord): boolean {
  if (draft.project.deletedAt !== null || job.error?.code === "models_changed") return false;
  // The person has the file, and nothing was paid for it.
  if (draft.get("clips", job.targetId ?? "")?.own != null) return false;
  return job.kind === "character" || job.kind === "clip";
}

export function moveLate(draft: Draft, attempt: Attempt, late: Late): void {
  draft.put("attempts", { ...attempt, late });
  draft.wake({ kind: "late", attemptId: attempt.id }, late.deadlineAt);
}

export function loseLate(draft: Draft, attempt: Attempt, error: ErrorBody): void {
  end(draft, attempt, "lost");
  tellEnded(draft, attempt.jobId, `It arrived late and could not be kept: ${error.message}`);
}

/** The file is an asset now: it becomes a take of its scene, or a portrait to choose from. */
export function keepAsset(draft: Draft, attempt: Attempt, job: JobRecord, assetId: string): void {
  end(draft, attempt, "kept");
  const what =
    job.kind === "clip" ? keepTake(draft, job, assetId) : keepPortrait(draft, job, assetId);
  const how =
    job.status === "canceled"
      ? "The model had finished before it could be stopped. This was paid for, so it was"
      : "It arrived late and was";
  tellEnded(draft, job.id, `${how} kept as ${what}.`);
}

/** In the place that the job made for it, unless the job is still to fill that place, or has. */
function keepTake(draft: Draft, job: JobRecord, assetId: string): string {
  const own = draft.get("clips", job.targetId ?? "");
  if (own === undefined) return "a file of the project";
  const isOwn = own.assetId === null && isTerminal(job.status);
  const place = isOwn
    ? own
    : { ...own, id: draft.context.newId(), take: nextTake(draft, own.sceneId), inS: 0, outS: null };
  const clip = draft.put("clips", { ...place, assetId });
  const scene = draft.get("scenes", clip.sceneId);
  if (scene?.selectedClipId === null && job.status !== "canceled") {
    draft.put("scenes", { ...scene, selectedClipId: clip.id });
  }
  return `take ${clip.take}`;
}

function keepPortrait(draft: Draft, job: JobRecord, assetId: string): string {
  const own = draft.get("characterReferences", job.targetId ?? "");
  if (own === undefined) return "a file of the project";
  const isOwn = own.assetId === null && isTerminal(job.status);
  const place = isOwn ? own : { ...own, id: draft.context.newId(), option: nextOption(draft) };
  return `portrait ${draft.put("characterReferences", { ...place, assetId }).option}`;
}

function end(draft: Draft, attempt: Attempt, stage: "kept" | "lost"): void {
  const { id: attemptId, late } = attempt;
  draft.put("attempts", { ...attempt, late: { stage, deadlineAt: late?.deadlineAt ?? draft.now } });
  draft.unwake({ kind: "late", attemptId });
  for (const assetId of filesOf(draft.state, attempt)) pruneLater(draft, assetId);
}
