/**
 * What follows from news of a prediction. Create answers, webhooks, polls and listings all end here,
 * so their order cannot matter: the job machine ignores whatever it has already left behind.
 */
import type { ErrorBody } from "../contracts/errors.ts";
import { isTerminal } from "../contracts/job.ts";
import type { Observation } from "./context.ts";
import { tellToStop } from "./ending.ts";
import { endAttempt, failJob, isLive, moveJob, noteJob, requeueJob, setDeadline } from "./jobs.ts";
import { keepLate } from "./late.ts";
import { mayTryAgain, pollDelay, retryDelay } from "./retry-policy.ts";
import { readLateScript, readScript } from "./script.ts";
import type { Attempt, Draft, JobRecord } from "./state.ts";

export function observe(draft: Draft, attemptId: string, seen: Observation): void {
  const known = holderOf(draft, seen.predictionId) ?? draft.get("attempts", attemptId);
  if (known === undefined) return;
  if (!isLive(known)) {
    afterTheEnd(draft, known, seen);
    return;
  }
  // The signature of a webhook does not cover its URL, so ids in it are hints: an attempt that is
  // bound to a prediction hears only of that one.
  if (known.predictionId !== null && known.predictionId !== seen.predictionId) return;
  const attempt = known.predictionId === null ? bind(draft, known, seen.predictionId) : known;
  const job = draft.get("jobs", attempt.jobId);
  if (job === undefined) return;
  if (isTerminal(job.status) || attempt.status === "canceling") {
    settle(draft, attempt, job, seen);
    return;
  }
  switch (seen.status) {
    case "starting":
    case "processing":
      noteJob(draft, job.id, {
        phase: seen.status === "starting" ? "waiting_for_machine" : "rendering",
        progress: seen.progress,
      });
      return;
    case "succeeded":
      succeeded(draft, attempt, job, seen);
      return;
    case "failed":
    case "canceled":
    case "aborted": {
      const failure = seen.failure ?? {
        kind: "unknown" as const,
        error: endedWithoutReason(seen.status),
      };
      failed(draft, attempt, job, failure, seen.hasStarted ? "perhaps" : "no");
      return;
    }
    default:
      seen.status satisfies never;
  }
}

/**
 * News of a prediction are for the attempt that holds it. Where equal calls were told apart by their
 * order alone, its webhook may name another one, and two attempts never share a prediction.
 */
function holderOf(draft: Draft, predictionId: string): Attempt | undefined {
  return draft.list("attempts").find((attempt) => attempt.predictionId === predictionId);
}

/** Ties an attempt to its prediction, once, and starts the poll that backs the webhook up. */
function bind(draft: Draft, attempt: Attempt, predictionId: string): Attempt {
  const { times, random } = draft.context;
  const bound = draft.put("attempts", {
    ...attempt,
    predictionId,
    status: "running",
  });
  moveJob(draft, attempt.jobId, "accept", { phase: "waiting_for_machine" });
  draft.unwake({ kind: "reconcile", attemptId: attempt.id });
  draft.wake(
    { kind: "poll", attemptId: attempt.id },
    draft.now + pollDelay(attempt.hasWebhook, 0, times, random()),
  );
  return bound;
}

function succeeded(draft: Draft, attempt: Attempt, job: JobRecord, seen: Observation): void {
  const output = seen.output;
  if (output === null || !output.ok) {
    endAttempt(draft, attempt, "failed", "yes");
    failJob(
      draft,
      job.id,
      output?.error ?? {
        code: "output_invalid",
        message: "The model finished without giving any output. Try again.",
      },
    );
    return;
  }
  if ("text" in output.value) {
    const ended = endAttempt(draft, attempt, "succeeded", "yes");
    readScript(draft, ended, output.value.text);
    return;
  }
  draft.put("attempts", { ...attempt, outputUrl: output.value.url });
  const saved = draft.get("attempts", attempt.id) ?? attempt;
  endAttempt(draft, saved, "succeeded", "yes");
  if (moveJob(draft, job.id, "output", { phase: "saving" }) === null) return;
  setDeadline(draft, job.id, draft.now + draft.context.times.ingestDeadline);
  draft.effect({ kind: "ingest", attemptId: attempt.id });
}

/** One attempt failed: another follows where the policy allows it, else the job ends with the reason. */
export function failed(
  draft: Draft,
  attempt: Attempt,
  job: JobRecord,
  failure: NonNullable<Observation["failure"]>,
  billed: Attempt["billed"],
): void {
  endAttempt(draft, attempt, "failed", billed);
  const tried = {
    transient: job.transientFailures,
    capacity: job.capacityFailures,
    input_unreachable: job.inputFailures,
  };
  const before = failure.kind in tried ? tried[failure.kind as keyof typeof tried] : 0;
  if (!mayTryAgain(failure.kind, before)) {
    const { kind, refused = null, error } = failure;
    failJob(draft, job.id, error, { kind, refused });
    return;
  }
  const { times, random } = draft.context;
  requeueJob(draft, job.id, retryDelay(failure.kind, before, times, random()), {
    transientFailures: job.transientFailures + (failure.kind === "transient" ? 1 : 0),
    capacityFailures: job.capacityFailures + (failure.kind === "capacity" ? 1 : 0),
    inputFailures: job.inputFailures + (failure.kind === "input_unreachable" ? 1 : 0),
    phase: "waiting_to_retry",
    warnings: [...job.warnings, attemptFailed(attempt, failure.error)],
  });
}

/** The first sentence says what happened; the rest is what a person would do, and is done already. */
function attemptFailed({ number }: Attempt, { message }: ErrorBody): string {
  return `Attempt ${number} failed: ${message.split(/(?<=\.) /)[0] ?? message}`;
}

/** Nothing waits for this attempt any more: its prediction is stopped, or its end written down. */
function settle(draft: Draft, attempt: Attempt, job: JobRecord, seen: Observation): void {
  if (isOver(seen)) writeDown(draft, attempt, job, seen);
  else if (attempt.status !== "canceling") tellToStop(draft, attempt);
}

/**
 * News of an attempt that was given up. A prediction that turns up after all is stopped, and what it
 * cost becomes known.
 */
function afterTheEnd(draft: Draft, attempt: Attempt, seen: Observation): void {
  const job = draft.get("jobs", attempt.jobId);
  if (job === undefined || attempt.uploadId !== null || attempt.status === "succeeded") return;
  const { predictionId } = attempt;
  if (predictionId === null)
    settle(draft, { ...attempt, predictionId: seen.predictionId }, job, seen);
  else if (predictionId === seen.predictionId && isNews(attempt, seen)) {
    writeDown(draft, attempt, job, seen);
  }
}

/** What a prediction cost that nothing waited for; what was paid for is used. */
function writeDown(draft: Draft, attempt: Attempt, job: JobRecord, seen: Observation): void {
  if (seen.status !== "succeeded") {
    endAttempt(draft, attempt, "canceled", seen.hasStarted ? "perhaps" : "no");
    return;
  }
  const output = seen.output?.ok === true ? seen.output.value : null;
  if (output !== null && job.status === "queued") {
    // The job was about to pay for this once more.
    succeeded(draft, attempt, job, seen);
    return;
  }
  const url = output !== null && "url" in output ? output.url : null;
  const ended = endAttempt(draft, { ...attempt, outputUrl: url }, "succeeded", "yes");
  if (url !== null) keepLate(draft, ended, job);
  if (output !== null && "text" in output) readLateScript(draft, job, output.text);
}

/** What ended is only ever found to have succeeded after all, or not to have been billed. */
function isNews(attempt: Attempt, seen: Observation): boolean {
  return isOver(seen) && (seen.status === "succeeded" || attempt.billed === "perhaps");
}

/** The prediction has ended, one way or another. */
export function isOver({ status }: Observation): boolean {
  return status !== "starting" && status !== "processing";
}

function endedWithoutReason(status: "failed" | "canceled" | "aborted"): ErrorBody {
  if (status === "failed") {
    return {
      code: "provider_rejected",
      message: "The model failed without giving a reason. Try again, or choose another model.",
    };
  }
  return status === "aborted"
    ? {
        code: "provider_timeout",
        message: "No machine took the work in time, so the provider gave it up. Try again.",
      }
    : {
        code: "provider_timeout",
        message: "The work was stopped at the provider before it was done. Try again.",
      };
}
