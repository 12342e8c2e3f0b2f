/** Moving one job inside a draft: the table of job-machine.ts plus what goes with each move. */
import type { ErrorBody } from "../contracts/errors.ts";
import type { Failure } from "../contracts/failure.ts";
import { type Billed, isTerminal, type Job } from "../contracts/job.ts";
import type { Planned } from "./context.ts";
import { move, type Move } from "./job-machine.ts";
import { pruneLeftovers, pruneParts } from "./leftovers.ts";
import type { Order } from "./orders.ts";
import type { Attempt, Draft, JobRecord, ProjectState } from "./state.ts";

type Known = Pick<Planned, "estimateUsd" | "substitutions"> & { model: string | null };

export function addJob(
  draft: Draft,
  order: Order,
  targetId: string | null,
  planned: Known,
  retryOf: string | null = null,
): JobRecord {
  const job = putJob(draft, { kind: order.kind, order, targetId, planned, retryOf });
  draft.effect({ kind: "submit", jobId: job.id });
  draft.wake({ kind: "deadline", jobId: job.id }, job.deadlineAt);
  return job;
}

/** The row alone: nothing is begun for it. */
export function putJob(
  draft: Draft,
  of: Pick<JobRecord, "kind" | "order" | "targetId"> & {
    planned: Known;
    retryOf?: string | null;
  },
): JobRecord {
  const { kind, order, targetId, planned, retryOf = null } = of;
  const deadlineAt = draft.now + draft.context.times.queueDeadline;
  return draft.put("jobs", {
    id: draft.context.newId(),
    kind,
    status: "queued",
    phase: null,
    progress: null,
    doing: null,
    targetId,
    model: planned.model,
    attemptCount: 0,
    estimateUsd: planned.estimateUsd,
    billed: "no",
    substitutions: planned.substitutions,
    warnings: [],
    error: null,
    failure: null,
    isSimulated: draft.context.provider.isSimulated,
    retryOf,
    createdAt: draft.now,
    startedAt: null,
    endedAt: null,
    deadlineAt,
    order,
    scenes: null,
    goneModels: [],
    transientFailures: 0,
    capacityFailures: 0,
    inputFailures: 0,
    serviceWaits: 0,
    restarts: 0,
    queueDeadlineAt: deadlineAt,
    hasLastLook: false,
    fault: null,
  });
}

/** Applies a move with its changes; null when the machine ignores it, and then nothing changes. */
export function moveJob(
  draft: Draft,
  jobId: string,
  by: Move,
  patch: Partial<JobRecord> = {},
): JobRecord | null {
  const job = draft.get("jobs", jobId);
  if (job === undefined) return null;
  const status = move(job.status, by);
  if (status === null) return null;
  const next = draft.put("jobs", {
    ...job,
    phase: null,
    progress: null,
    doing: null,
    ...patch,
    status,
  });
  if (isTerminal(status)) {
    draft.put("jobs", { ...next, phase: null, endedAt: draft.now });
    draft.unwake({ kind: "deadline", jobId });
    if (status !== "succeeded") pruneLeftovers(draft, jobId);
    if (job.kind === "film") pruneParts(draft);
  }
  return draft.get("jobs", jobId) ?? null;
}

/** Changes what a job shows without moving it; one that has ended is left alone. */
export function noteJob(draft: Draft, jobId: string, patch: Partial<JobRecord>): void {
  const job = draft.get("jobs", jobId);
  if (job === undefined || isTerminal(job.status)) return;
  const next = { ...job, ...patch };
  if (JSON.stringify(next) !== JSON.stringify(job)) draft.put("jobs", next);
}

/** Says of a job that has ended what became of it since. */
export function tellEnded(draft: Draft, jobId: string, words: string): void {
  const job = draft.get("jobs", jobId);
  if (job === undefined || job.warnings.includes(words)) return;
  draft.put("jobs", { ...job, warnings: [...job.warnings, words] });
}

/** `failure` is the provider's part in it. */
export function failJob(
  draft: Draft,
  jobId: string,
  error: ErrorBody,
  failure: Failure | null = null,
): void {
  moveJob(draft, jobId, "fail", { error, failure });
}

export function setDeadline(draft: Draft, jobId: string, dueAt: number): void {
  noteJob(draft, jobId, { deadlineAt: dueAt });
  draft.wake({ kind: "deadline", jobId }, dueAt);
}

/** Back to the queue for another attempt after `delayMs`, with a new time to wait there. */
export function requeueJob(
  draft: Draft,
  jobId: string,
  delayMs: number,
  patch: Partial<JobRecord> = {},
): void {
  const queueDeadlineAt = draft.now + draft.context.times.queueDeadline;
  putBack(draft, jobId, delayMs, { ...patch, queueDeadlineAt });
}

/** Back to the queue without a new time to wait: what came before was no try. */
export function putBack(
  draft: Draft,
  jobId: string,
  delayMs: number,
  patch: Partial<JobRecord> = {},
): void {
  const job = moveJob(draft, jobId, "requeue", patch);
  if (job === null) return;
  setDeadline(draft, jobId, job.queueDeadlineAt);
  draft.effect({ kind: "submit", jobId }, draft.now + delayMs);
}

/** Notes what an attempt cost or may have cost, before its end is known. */
export function bill(draft: Draft, attempt: Attempt, billed: Attempt["billed"]): Attempt {
  const next = draft.put("attempts", { ...attempt, billed });
  settleCost(draft, attempt.jobId);
  return next;
}

/** Ends an attempt and everything that was going to look after it. */
export function endAttempt(
  draft: Draft,
  attempt: Attempt,
  status: "succeeded" | "failed" | "canceled" | "lost",
  billed: Attempt["billed"],
): Attempt {
  draft.unwake({ kind: "poll", attemptId: attempt.id });
  draft.unwake({ kind: "reconcile", attemptId: attempt.id });
  const ended = draft.put("attempts", {
    ...attempt,
    status,
    billed,
    endedAt: draft.now,
  });
  settleCost(draft, attempt.jobId);
  return ended;
}

/** Something of it may still run or cost money, so it is looked after. */
export function isLive({ status }: Attempt): boolean {
  return status === "submitting" || status === "running" || status === "canceling";
}

export function attemptsOf(draft: Draft, jobId: string): Attempt[] {
  return attemptsOfState(draft.state, jobId);
}

/** In the order in which they were made. */
export function attemptsOfState(state: ProjectState, jobId: string): Attempt[] {
  return [...state.attempts.values()]
    .filter((attempt) => attempt.jobId === jobId)
    .sort((a, b) => a.number - b.number);
}

/** The attempt whose output the job is saving; else the one that was begun last. */
export function currentAttempt(draft: Draft, job: JobRecord): Attempt | undefined {
  const all = attemptsOf(draft, job.id);
  return job.status === "ingesting"
    ? all.filter(({ status, late }) => status === "succeeded" && late === null).at(-1)
    : all.at(-1);
}

/** A job's and the project's cost follow from the attempts, never from a counter. */
export function settleCost(draft: Draft, jobId: string): void {
  const job = draft.get("jobs", jobId);
  if (job !== undefined) {
    const billed = billedOf(attemptsOf(draft, jobId));
    if (billed !== job.billed) draft.put("jobs", { ...job, billed });
  }
  const spentUsd = spentOn(draft.list("attempts"));
  if (spentUsd !== draft.project.spentUsd) draft.setProject({ ...draft.project, spentUsd });
}

export function billedOf(attempts: readonly Attempt[]): Billed {
  const all = attempts.map(({ billed }) => billed);
  return all.includes("yes") ? "yes" : all.includes("perhaps") ? "perhaps" : "no";
}

/** US dollars, of all that was or may have been billed. */
export function spentOn(attempts: readonly Pick<Attempt, "billed" | "estimateUsd">[]): number {
  const spentUsd = attempts
    .filter(({ billed }) => billed !== "no")
    .reduce((sum, { estimateUsd }) => sum + estimateUsd, 0);
  return Math.round(spentUsd * 10_000) / 10_000;
}

/** Only what clients may see of a job. */
export function publicJob(record: JobRecord): Job {
  const {
    order: _order,
    scenes: _scenes,
    goneModels: _gone,
    transientFailures: _transient,
    capacityFailures: _capacity,
    inputFailures: _input,
    serviceWaits: _waits,
    restarts: _restarts,
    queueDeadlineAt: _queue,
    hasLastLook: _look,
    fault: _fault,
    ...job
  } = record;
  return job;
}
