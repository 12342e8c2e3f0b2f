/** What a finished job says of how long such work takes. */
import type { Measured } from "../account/usual-table.ts";
import { lengthClass } from "../contracts/usual-times.ts";
import type { JobRecord, ProjectState } from "../domain/state.ts";

/** Null for one that says nothing: it did not succeed at the first try, or nothing was made for it. */
export function measuredOf(state: ProjectState, job: JobRecord): Measured | null {
  const { kind, model, status, order, startedAt, endedAt } = job;
  if (status !== "succeeded" || job.attemptCount !== 1) return null;
  if (order === null || startedAt === null || endedAt === null) return null;
  const lengthS = madeLengthS(state, job);
  if (lengthS === null) return null;
  return {
    kind,
    model,
    lengthS: lengthClass(kind, lengthS),
    seconds: Math.max(0, endedAt - startedAt) / 1000,
  };
}

/** Seconds that were shot or cut; 0 for what has no length. Null for a film that nobody could look at. */
function madeLengthS({ clips, films, assets }: ProjectState, job: JobRecord): number | null {
  const targetId = job.targetId ?? "";
  if (job.order?.kind === "clip") return clips.get(targetId)?.shotLengthS ?? job.order.lengthS;
  if (job.kind !== "film") return 0;
  const { durationMs = null } = assets.get(films.get(targetId)?.assetId ?? "") ?? {};
  return durationMs === null ? null : durationMs / 1000;
}

/** Of the jobs that a change was about. `before` is how they stood before it. */
export function newlyMeasured(
  state: ProjectState,
  changed: readonly Pick<JobRecord, "id">[],
  before: ProjectState["jobs"],
): Measured[] {
  return changed.flatMap(({ id }) => {
    const job = state.jobs.get(id);
    const hasMoved = job !== undefined && before.get(id)?.status !== job.status;
    const measured = hasMoved ? measuredOf(state, job) : null;
    return measured === null ? [] : [measured];
  });
}
