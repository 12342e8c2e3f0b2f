/**
 * Files that nothing names: uploads that were never attached, outputs of work that failed or was
 * canceled. They go after a time of grace, and only if still nothing names them then.
 */
import type { Attempt, Draft, ProjectState } from "./state.ts";

/** Every asset id under which an attempt may have written: its output, and that output converted. */
export function filesOf(attempt: Attempt): string[] {
  return [attempt.assetId, convertedAssetId(attempt)];
}

/** The same for every run of one attempt, so that a crash leaves no file that nothing names. */
export function convertedAssetId(attempt: Attempt): string {
  return attempt.id;
}

/** Looks later for what the attempts of an ended job may have left. */
export function pruneLeftovers(draft: Draft, jobId: string): void {
  for (const attempt of draft.list("attempts")) {
    if (attempt.jobId !== jobId) continue;
    // Before there was an output, nothing was written.
    if (attempt.outputUrl === null && attempt.uploadId === null) continue;
    for (const assetId of filesOf(attempt)) pruneLater(draft, assetId);
  }
}

export function pruneLater(draft: Draft, assetId: string): void {
  if (draft.get("assets", assetId) !== undefined) return;
  draft.wake({ kind: "prune", assetId }, draft.now + draft.context.times.pruneAfter);
}

/** Whether a row points to the file; then it stays. */
export function isNamed(state: ProjectState, assetId: string): boolean {
  if (state.assets.has(assetId)) return true;
  return [...state.attempts.values()].some(
    (attempt) =>
      filesOf(attempt).includes(assetId) && state.jobs.get(attempt.jobId)?.status === "ingesting",
  );
}
