/** How a job ends before its time: a person cancels it, its deadline passes, or the models change. */
import type { ErrorBody } from "../contracts/errors.ts";
import { isTerminal } from "../contracts/job.ts";
import { finishUnchecked } from "./ingest.ts";
import {
  attemptsOf,
  bill,
  currentAttempt,
  endAttempt,
  failJob,
  isLive,
  moveJob,
  noteJob,
  setDeadline,
} from "./jobs.ts";
import { keepLate } from "./late.ts";
import { pollDelay } from "./retry-policy.ts";
import type { Attempt, Draft, JobRecord } from "./state.ts";

export function cancelJob(draft: Draft, jobId: string, error: ErrorBody | null = null): void {
  const why = error ?? {
    code: "canceled" as const,
    message: "You canceled this.",
  };
  const before = draft.get("jobs", jobId);
  const attempt = before === undefined ? undefined : currentAttempt(draft, before);
  const job = moveJob(draft, jobId, "cancel", { error: why });
  if (job === null) return;
  // Its place in the line for create slots is given up now, not when its turn would come.
  if (before?.status === "queued") draft.effect({ kind: "submit", jobId });
  if (attempt === undefined) return;
  if (isLive(attempt)) stopAttempt(draft, attempt);
  else if (before?.status === "ingesting") keepLate(draft, attempt, job);
}

/**
 * Stops what an attempt still runs. It stays live, and is asked about, until its prediction has said how
 * it ended. One whose create answer is outstanding has no id to cancel yet: it is told as soon as it is
 * found (observe.ts).
 */
export function stopAttempt(draft: Draft, attempt: Attempt): void {
  const attemptId = attempt.id;
  if (attempt.uploadId !== null) {
    endAttempt(draft, attempt, "canceled", "no");
    draft.effect({ kind: "cancel", attemptId });
  } else if (attempt.predictionId !== null) tellToStop(draft, attempt);
}

/** The poll that follows sends it again where it was not heard. */
export function tellToStop(draft: Draft, attempt: Attempt): void {
  const { times, random } = draft.context;
  bill(draft, { ...attempt, status: "canceling", endedAt: null }, "perhaps");
  draft.effect({ kind: "cancel", attemptId: attempt.id });
  const wait = pollDelay(attempt.hasWebhook, 0, times, random());
  draft.wake({ kind: "poll", attemptId: attempt.id }, draft.now + wait);
}

export function deadlinePassed(draft: Draft, jobId: string): void {
  const job = draft.get("jobs", jobId);
  if (job === undefined || isTerminal(job.status)) return;
  if (job.deadlineAt > draft.now) {
    draft.wake({ kind: "deadline", jobId }, job.deadlineAt);
    return;
  }
  const attempt = currentAttempt(draft, job);
  if (job.status === "ingesting" && finishUnchecked(draft, attempt?.id ?? "")) return;
  if (!job.hasLastLook && attempt !== undefined && lookAgain(draft, job, attempt)) return;
  const isLost =
    job.kind !== "film" && attempt?.status === "submitting" && attempt.predictionId === null;
  failJob(draft, jobId, isLost ? PERHAPS_BILLED : reasonOf(job));
  if (attempt === undefined || !isLive(attempt)) return;
  if (isLost) bill(draft, attempt, "perhaps");
  stopAttempt(draft, attempt);
}

/**
 * The machine may have slept past the deadline while the provider finished: what was paid for is asked
 * for once more before the job ends. True when there is something to ask.
 */
function lookAgain(draft: Draft, job: JobRecord, attempt: Attempt): boolean {
  if (job.kind === "film") return false;
  const attemptId = attempt.id;
  if (job.status === "ingesting") draft.effect({ kind: "ingest", attemptId });
  else if (!isLive(attempt)) return false;
  else if (attempt.predictionId === null) draft.effect({ kind: "reconcile", attemptId });
  else draft.effect({ kind: "poll", attemptId });
  noteJob(draft, job.id, { hasLastLook: true });
  setDeadline(draft, job.id, draft.now + draft.context.times.lastLook);
  return true;
}

const PERHAPS_BILLED: ErrorBody = {
  code: "perhaps_billed",
  message:
    "The provider's answer was lost and the work could not be found again, so it may have been billed. It was not sent a second time: look at your account there, then try again if you want to.",
};

function reasonOf(job: JobRecord): ErrorBody {
  if (job.status === "ingesting") {
    return {
      code: "asset_missing",
      message: "The result could not be saved before the provider deleted it. Try again.",
    };
  }
  if (job.kind === "film") {
    return {
      code: "stitch_unavailable",
      message: "The cutting machine did not finish in time. Cut the film again.",
    };
  }
  if (job.status !== "queued") {
    return {
      code: "provider_timeout",
      message: "The model did not finish in time and was stopped. Try again.",
    };
  }
  if (job.phase === "waiting_for_credit") {
    return {
      code: "credit_exhausted",
      message: "There was no credit at the provider for a day. Add credit there, then try again.",
    };
  }
  if (job.phase === "waiting_for_token") {
    return {
      code: "models_changed",
      message: "The real models' token was missing for too long. Set it, then try again.",
    };
  }
  return {
    code: "provider_timeout",
    message: "The work waited its turn for too long. Try again.",
  };
}

/** A simulated attempt costs nothing, and the provider of now does not know it: it just ends. */
export function modelsChanged(draft: Draft, jobId: string): void {
  for (const attempt of attemptsOf(draft, jobId)) {
    if (attempt.isSimulated && isLive(attempt)) endAttempt(draft, attempt, "canceled", "no");
  }
  cancelJob(draft, jobId, MODELS_CHANGED);
}

/** Work begun with simulated models must not turn into paid work when a token appears. */
const MODELS_CHANGED: ErrorBody = {
  code: "models_changed",
  message: "This was begun with simulated models, and real ones are set now. Start it again.",
};
