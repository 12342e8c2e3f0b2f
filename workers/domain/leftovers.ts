/**
 * Files that nothing names: uploads that were never attached, outputs of work that failed or was
 * canceled. They go after a time of grace, and only if still nothing names them then.
 */
import { isTerminal } from "../contracts/job.ts";
import type { Attempt, Draft, ProjectState } from "./state.ts";

/** Every asset id under which an attempt may have written: its outputs, and what was made from them. */
export function filesOf({ jobs }: Pick<ProjectState, "jobs">, attempt: Attempt): string[] {
  const isClip = jobs.get(attempt.jobId)?.kind === "clip";
  const derived = isClip ? Object.values(derivedAssetIds(attempt)) : [];
  const renditions = attempt.renditions.map(({ assetId }) => assetId);
  return [attempt.assetId, convertedAssetId(attempt), ...derived, ...renditions];
}

/** The same for every run of one attempt, so that a crash leaves no file that nothing names. */
export function convertedAssetId(attempt: Attempt): string {
  return attempt.id;
}

/** Where the check of a clip puts what it derives: the same for every run of one attempt, too. */
export function derivedAssetIds(attempt: Attempt): {
  poster: string;
  strip: string;
  mezzanine: string;
} {
  const id = (index: number) => withVersion8(attempt.id, index);
  return { poster: id(0), strip: id(1), mezzanine: id(2) };
}

/** A UUID of version 8, which is free for uses of one's own; `index` is one hexadecimal digit. */
function withVersion8(uuid: string, index: number): string {
  return `${uuid.slice(0, 14)}8${index.toString(16)}${uuid.slice(16)}`;
}

/** Looks later for what the attempts of an ended job may have left. */
export function pruneLeftovers(draft: Draft, jobId: string): void {
  for (const attempt of draft.list("attempts")) {
    if (attempt.jobId !== jobId) continue;
    // Before there was an output, nothing was written.
    if (attempt.outputUrl === null && attempt.uploadId === null) continue;
    for (const assetId of filesOf(draft.state, attempt)) pruneLater(draft, assetId);
    // Parts that the container sent and nobody puts together. Other attempts are canceled as they end.
    if (attempt.uploadId !== null && attempt.status === "succeeded") {
      draft.effect({ kind: "cancel", attemptId: attempt.id });
    }
  }
}

/** What was kept of a film in the making helps the next one for a while, then it goes. */
export function pruneParts(draft: Draft): void {
  draft.wake({ kind: "prune_parts" }, draft.now + draft.context.times.pruneAfter);
}

export function isCutting(state: ProjectState): boolean {
  return [...state.jobs.values()].some((job) => job.kind === "film" && !isTerminal(job.status));
}

export function pruneLater(draft: Draft, assetId: string): void {
  if (draft.get("assets", assetId) !== undefined) return;
  draft.wake({ kind: "prune", assetId }, draft.now + draft.context.times.pruneAfter);
}

/** Whether the output of an attempt is on its way into R2, or is looked at there. */
export function isBeingSaved({ jobs }: Pick<ProjectState, "jobs">, attempt: Attempt): boolean {
  const { late } = attempt;
  if (late !== null) return late.stage === "saving" || late.stage === "checking";
  return attempt.status === "succeeded" && jobs.get(attempt.jobId)?.status === "ingesting";
}

/** Whether a row points to the file; then it stays. */
export function isNamed(state: ProjectState, assetId: string): boolean {
  if (state.assets.has(assetId)) return true;
  return [...state.attempts.values()].some(
    (attempt) => isBeingSaved(state, attempt) && filesOf(state, attempt).includes(assetId),
  );
}
