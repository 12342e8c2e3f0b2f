/**
 * Rows that can't be read, as after a fault of ours or of the disk. What depended on one ends with a
 * reason, and everything else goes on: nothing waits for a row that says nothing any more.
 */
import type { ErrorBody } from "../contracts/errors.ts";
import { isTerminal, type JobKind } from "../contracts/job.ts";
import { stopAttempt } from "./ending.ts";
import { attemptsOf, currentAttempt, failJob, isLive, settleCost } from "./jobs.ts";
import { isBeingSaved } from "./leftovers.ts";
import type { Attempt, Draft, JobRecord, Table } from "./state.ts";

/** `id` is that of the row; of the outbox and the wakeups it is the key, which names what they are for. */
export type Unreadable = { table: Table | "outbox" | "wakeups"; id: string };

export function goOnWithout(draft: Draft, { table, id }: Unreadable): void {
  if (table === "jobs") replaceJob(draft, id);
  else if (table === "attempts") endUncarried(draft);
  else if (table === "outbox" || table === "wakeups") goOnWithoutCall(draft, id);
  else endJobFor(draft, id);
}

/** Its words, price and history are gone. It is over, well where what it made is here. */
function replaceJob(draft: Draft, id: string): void {
  const { kind, targetId, hasResult } = madeBy(draft, id);
  const { isSimulated } = draft.project;
  const now = draft.now;
  const attempts = attemptsOf(draft, id);
  const end = hasResult
    ? { status: "succeeded" as const, error: null }
    : { status: "failed" as const, error: UNREADABLE };
  draft.put("jobs", {
    ...{ id, kind, targetId, isSimulated, ...end },
    ...{ phase: null, progress: null, doing: null, model: null, order: null, scenes: null },
    ...{ attemptCount: attempts.length, estimateUsd: 0, billed: "no", retryOf: null },
    ...{ failure: null, fault: null },
    ...{ substitutions: [], warnings: [], goneModels: [] },
    ...{
      transientFailures: 0,
      capacityFailures: 0,
      inputFailures: 0,
      serviceWaits: 0,
      restarts: 0,
    },
    ...{ createdAt: now, startedAt: null, endedAt: now, deadlineAt: now, queueDeadlineAt: now },
    hasLastLook: false,
  });
  draft.unwake({ kind: "deadline", jobId: id });
  settleCost(draft, id);
  for (const attempt of attempts) if (isLive(attempt)) stopAttempt(draft, attempt);
}

type Made = { kind: JobKind; targetId: string | null; hasResult: boolean };

function madeBy(draft: Draft, jobId: string): Made {
  const kinds = { clips: "clip", characterReferences: "character", films: "film" } as const;
  for (const table of ["clips", "characterReferences", "films"] as const) {
    const target = draft.list(table).find((each) => each.jobId === jobId);
    if (target === undefined) continue;
    return { kind: kinds[table], targetId: target.id, hasResult: target.assetId !== null };
  }
  return { kind: "script", targetId: null, hasResult: false };
}

/** A call or a wakeup is gone. Its job ends; what went on after a job's end is taken up again. */
function goOnWithoutCall(draft: Draft, key: string): void {
  const [kind = "", id = ""] = key.split(":");
  if (kind === "publish") draft.effect({ kind });
  if (kind === "prune_parts") draft.wake({ kind }, draft.now);
  if (kind === "purge" && draft.project.deletedAt !== null) draft.wake({ kind }, draft.now);
  const attempt = draft.get("attempts", id);
  const job = draft.get("jobs", attempt?.jobId ?? id);
  if (job !== undefined && !isTerminal(job.status)) end(draft, job);
  else if (attempt !== undefined) takeUp(draft, attempt);
}

function takeUp(draft: Draft, attempt: Attempt): void {
  const attemptId = attempt.id;
  if (isLive(attempt)) {
    const kind = attempt.predictionId === null ? "reconcile" : "poll";
    draft.wake({ kind, attemptId }, draft.now);
  } else if (isBeingSaved(draft.state, attempt)) {
    draft.effect({ kind: attempt.stored === null ? "ingest" : "check", attemptId });
    draft.wake({ kind: "late", attemptId }, attempt.late?.deadlineAt ?? draft.now);
  }
}

/** The take, portrait or film that a job makes. */
function endJobFor(draft: Draft, targetId: string): void {
  for (const job of draft.list("jobs")) {
    if (job.targetId === targetId && !isTerminal(job.status)) end(draft, job);
  }
}

/** Jobs whose attempt is gone: no news of it can reach them. */
function endUncarried(draft: Draft): void {
  for (const job of draft.list("jobs")) {
    if (isTerminal(job.status) || job.status === "queued") continue;
    const attempt = currentAttempt(draft, job);
    const isCarried = job.status === "ingesting" || (attempt !== undefined && isLive(attempt));
    if (attempt === undefined || !isCarried) end(draft, job);
  }
}

function end(draft: Draft, job: JobRecord): void {
  const attempt = currentAttempt(draft, job);
  failJob(draft, job.id, UNREADABLE);
  if (attempt !== undefined && isLive(attempt)) stopAttempt(draft, attempt);
}

const UNREADABLE: ErrorBody = {
  code: "internal",
  message:
    "What was noted about this work can't be read any more, so it was ended. It may have been billed: look at your account at the provider, then start it again.",
};
