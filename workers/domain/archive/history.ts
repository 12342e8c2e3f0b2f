/** Jobs and attempts that come in with an import: all of them over, so that nothing is paid for again. */
import type { ErrorBody } from "../../contracts/errors.ts";
import { isTerminal } from "../../contracts/job.ts";
import type { ManifestAttempt, ManifestJob } from "../../contracts/manifest.ts";
import { billedOf } from "../jobs.ts";
import type { Order } from "../orders.ts";
import type { Attempt, JobRecord } from "../state.ts";

const WAS_RUNNING: ErrorBody = {
  code: "canceled",
  message: "This was running when the project was exported. Start it again if you want it.",
};

/** `job` has its new ids already. What may have been billed follows from its attempts, as ever. */
export function endedJob(
  { scenes, ...job }: Omit<ManifestJob, "order">,
  order: Order | null,
  attempts: readonly Attempt[],
  exportedAt: number,
): JobRecord {
  const isOver = isTerminal(job.status);
  return {
    ...job,
    ...(isOver ? {} : { status: "canceled", error: WAS_RUNNING }),
    phase: null,
    progress: null,
    doing: null,
    endedAt: job.endedAt ?? exportedAt,
    billed: billedOf(attempts),
    order,
    scenes,
    goneModels: [],
    transientFailures: 0,
    capacityFailures: 0,
    inputFailures: 0,
    serviceWaits: 0,
    restarts: 0,
    queueDeadlineAt: job.deadlineAt,
    hasLastLook: false,
    fault: null,
  };
}

/** `row` has its new ids already. `nonce` and `assetId` are new and name nothing anywhere. */
export function endedAttempt(
  row: ManifestAttempt,
  kind: ManifestJob["kind"],
  unused: { nonce: string; assetId: string },
  exportedAt: number,
): Attempt {
  const { status, billed, endedAt, ...known } = row;
  const isLive = status === "submitting" || status === "running";
  return {
    ...known,
    ...unused,
    status: isLive ? "canceled" : status,
    billed: isLive ? (kind === "film" ? "no" : "perhaps") : billed,
    endedAt: endedAt ?? exportedAt,
    origin: "",
    hasWebhook: false,
    input: "{}",
    polls: 0,
    listings: 0,
    outputUrl: null,
    uploadId: null,
    renditions: [],
    parts: null,
    stored: null,
    waits: 0,
    rereads: 0,
    late: null,
    movedAt: null,
  };
}
