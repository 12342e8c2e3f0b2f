/** From a queued job to a prediction: begin, the create call's answer, finding a lost answer, polls. */
import type { ErrorBody } from "../contracts/errors.ts";
import type { Failure } from "../contracts/failure.ts";
import { isTerminal, type JobPhase } from "../contracts/job.ts";
import type { Observation } from "./context.ts";
import {
  bill,
  endAttempt,
  failJob,
  isLive,
  moveJob,
  noteJob,
  putBack,
  requeueJob,
  setDeadline,
  tellEnded,
} from "./jobs.ts";
import { failed, isOver, observe } from "./observe.ts";
import { pollDelay } from "./retry-policy.ts";
import type { Attempt, Draft } from "./state.ts";

export type Begin = {
  type: "begin";
  jobId: string;
  attemptId: string;
  nonce: string;
  assetId: string;
  uploadId: string | null;
  renditions: Attempt["renditions"];
  model: string;
  input: string;
  estimateUsd: number;
  hasWebhook: boolean;
};

/** Writes the attempt and its nonce before the call that may cost money. */
export function begin(draft: Draft, command: Begin): void {
  const job = draft.get("jobs", command.jobId);
  if (job === undefined) return;
  const { times, provider } = draft.context;
  const moved = moveJob(draft, job.id, "begin", {
    attemptCount: job.attemptCount + 1,
    startedAt: job.startedAt ?? draft.now,
    model: job.kind === "film" ? null : command.model,
    estimateUsd: command.estimateUsd,
    progress: null,
    hasLastLook: false,
  });
  if (moved === null) return;
  draft.put("attempts", {
    id: command.attemptId,
    jobId: job.id,
    number: job.attemptCount + 1,
    nonce: command.nonce,
    model: command.model,
    origin: provider.origin,
    isSimulated: provider.isSimulated,
    status: "submitting",
    predictionId: null,
    hasWebhook: command.hasWebhook,
    input: command.input,
    estimateUsd: command.estimateUsd,
    billed: "no",
    polls: 0,
    listings: 0,
    outputUrl: null,
    assetId: command.assetId,
    uploadId: command.uploadId,
    renditions: command.renditions,
    parts: null,
    stored: null,
    waits: 0,
    rereads: 0,
    late: null,
    movedAt: null,
    startedAt: draft.now,
    endedAt: null,
  });
  setDeadline(draft, job.id, draft.now + times.attemptDeadline[job.kind]);
  // Fires only if the call's answer is never recorded: the process died, or the answer was lost.
  if (job.kind === "film") draft.effect({ kind: "start_film", attemptId: command.attemptId });
  else
    draft.wake(
      { kind: "reconcile", attemptId: command.attemptId },
      draft.now + times.createTimeout + times.listAgain,
    );
}

/** Nothing was created: the job waits its turn. */
export function paced(
  draft: Draft,
  jobId: string,
  waitMs: number,
  phase: "waiting_for_pace" | "waiting_for_credit" | "waiting_for_token" | null,
): void {
  const job = draft.get("jobs", jobId);
  if (job?.status !== "queued") return;
  noteJob(draft, jobId, { phase });
  if (phase !== null) sayToAll(draft, phase);
  draft.effect({ kind: "submit", jobId }, draft.now + waitMs);
}

/** The account keeps all waiting for one reason: what one job is told holds for the others. */
function sayToAll(draft: Draft, phase: JobPhase): void {
  const isOfAccount = (each: JobPhase | null) =>
    each === "waiting_for_pace" || each === "waiting_for_credit";
  if (!isOfAccount(phase)) return;
  for (const job of draft.list("jobs")) {
    if (job.status === "queued" && isOfAccount(job.phase)) noteJob(draft, job.id, { phase });
  }
}

export type CreateAnswer =
  | { kind: "accepted"; observation: Observation }
  | { kind: "throttled"; waitMs: number }
  | { kind: "credit"; waitMs: number }
  | { kind: "gone"; error: ErrorBody }
  | { kind: "rejected"; error: ErrorBody; failure?: Failure }
  | { kind: "unknown"; error: ErrorBody };

export function createAnswered(draft: Draft, attemptId: string, answer: CreateAnswer): void {
  const attempt = draft.get("attempts", attemptId);
  if (attempt === undefined || !isLive(attempt)) return;
  if (answer.kind === "accepted") {
    observe(draft, attemptId, answer.observation);
    return;
  }
  // A webhook has already bound the attempt: the answer, whatever it says, is behind the times.
  if (attempt.predictionId !== null) return;
  switch (answer.kind) {
    case "throttled":
    case "credit": {
      const phase = answer.kind === "credit" ? "waiting_for_credit" : "waiting_for_pace";
      unmade(draft, attempt);
      putBack(draft, attempt.jobId, answer.waitMs, { phase });
      sayToAll(draft, phase);
      return;
    }
    case "gone":
      gone(draft, attempt, answer.error);
      return;
    case "rejected":
      endAttempt(draft, attempt, "failed", "no");
      failJob(draft, attempt.jobId, answer.error, answer.failure);
      return;
    case "unknown":
      bill(draft, attempt, "perhaps");
      noteJob(draft, attempt.jobId, { phase: "checking_with_provider" });
      draft.wake({ kind: "reconcile", attemptId }, draft.now + draft.context.times.listAgain);
      return;
    default:
      answer satisfies never;
  }
}

/** The provider refused before making anything, so this was no try: neither counted nor kept. */
function unmade(draft: Draft, attempt: Attempt): void {
  endAttempt(draft, attempt, "lost", "no");
  draft.remove("attempts", attempt.id);
  const job = draft.get("jobs", attempt.jobId);
  if (job !== undefined)
    noteJob(draft, job.id, { attemptCount: Math.max(0, job.attemptCount - 1) });
}

const FAMILY = { character: "image", script: "text", clip: "video" } as const;

/** A model that no longer exists falls to the catalogue's next where we chose it ourselves. */
function gone(draft: Draft, attempt: Attempt, error: ErrorBody): void {
  const job = draft.get("jobs", attempt.jobId);
  endAttempt(draft, attempt, "failed", "no");
  if (job === undefined || job.kind === "film") return;
  const goneModels = [...job.goneModels, attempt.model];
  const next = draft.context.planner.nextModel(FAMILY[job.kind], attempt.model, goneModels);
  if (next === null) {
    failJob(draft, job.id, error, { kind: "configuration", refused: null });
    return;
  }
  const said = {
    field: "model",
    asked: attempt.model,
    used: next,
    reason: `${attempt.model} is no longer offered, so ${next} is used.`,
  };
  requeueJob(draft, job.id, 0, {
    goneModels,
    model: next,
    substitutions: [...job.substitutions, said],
  });
}

/** Says of everything that is not over what it waits for. */
export function held(draft: Draft): void {
  for (const job of draft.list("jobs")) noteJob(draft, job.id, { phase: "waiting_for_settings" });
}

/** Attempts whose create call was cut off with the process are looked for now, not at their wakeup. */
export function recover(draft: Draft): void {
  for (const job of draft.list("jobs")) {
    if (job.phase === "waiting_for_settings") noteJob(draft, job.id, { phase: null });
  }
  for (const attempt of draft.list("attempts")) {
    if (attempt.status !== "submitting" || attempt.predictionId !== null) continue;
    if (attempt.uploadId !== null) continue;
    draft.wake({ kind: "reconcile", attemptId: attempt.id }, draft.now);
    noteJob(draft, attempt.jobId, { phase: "checking_with_provider" });
  }
}

/** What a listing of the provider's predictions said about an attempt without an id. */
export type Listing =
  | { kind: "found"; observation: Observation }
  | { kind: "absent" }
  /** The list can't be had. */
  | { kind: "unavailable" }
  /** It may be one that is listed, and that can't be told yet. */
  | { kind: "undecided" };

/**
 * Absence is believed only after two listings, the last late enough for the prediction to show.
 * Until then, and while the list does not tell, the attempt stays as it is; its deadline ends it.
 */
export function listed(draft: Draft, attemptId: string, listing: Listing): void {
  const attempt = draft.get("attempts", attemptId);
  if (attempt?.status !== "submitting") return;
  const { times } = draft.context;
  const job = draft.get("jobs", attempt.jobId);
  const hasEnded = job === undefined || isTerminal(job.status);
  const again = () => {
    const wait = hasEnded ? times.pollMax : times.listAgain;
    draft.wake({ kind: "reconcile", attemptId }, draft.now + wait);
  };
  if (listing.kind === "found") {
    observe(draft, attemptId, listing.observation);
    // Another attempt was bound to it while it was being claimed for this one.
    if (draft.get("attempts", attemptId)?.status === "submitting") again();
    return;
  }
  if (listing.kind !== "absent") {
    // A job that has ended waits for nothing more; its lost call is looked for a while, not for ever.
    const isHopeless = draft.now - attempt.startedAt > 2 * times.attemptDeadline.clip;
    if (hasEnded && isHopeless) endAttempt(draft, attempt, "canceled", "perhaps");
    else again();
    return;
  }
  const listings = attempt.listings + 1;
  draft.put("attempts", { ...attempt, listings });
  const isLate = draft.now - attempt.startedAt >= times.absentAfter;
  if (listings < 2 || !isLate) {
    again();
    return;
  }
  if (hasEnded) {
    endAttempt(draft, { ...attempt, listings }, "lost", "no");
    if (job?.error?.code === "perhaps_billed") {
      tellEnded(draft, job.id, "The provider never received it after all, so nothing was billed.");
    }
    return;
  }
  const lost: ErrorBody = {
    code: "provider_unavailable",
    message: "The provider never received the request. Try again in a minute.",
  };
  failed(draft, { ...attempt, listings }, job, { kind: "transient", error: lost }, "no");
}

/** A poll was answered, or not. */
export function polled(draft: Draft, attemptId: string, seen: Observation | null): void {
  const before = draft.get("attempts", attemptId);
  if (before === undefined || !isLive(before)) return;
  const attempt = draft.put("attempts", { ...before, polls: before.polls + 1 });
  const { times, random } = draft.context;
  const job = draft.get("jobs", attempt.jobId);
  const isHopeless = draft.now - attempt.startedAt > 2 * times.attemptDeadline.clip;
  const isNoEnd = seen === null || !isOver(seen);
  if (isNoEnd && isHopeless && (job === undefined || isTerminal(job.status))) {
    endAttempt(draft, attempt, "canceled", attempt.isSimulated ? "no" : "perhaps");
    return;
  }
  draft.wake(
    { kind: "poll", attemptId },
    draft.now + pollDelay(attempt.hasWebhook, attempt.polls, times, random()),
  );
  if (seen !== null) observe(draft, attemptId, seen);
  const after = draft.get("attempts", attemptId);
  // It goes on although it was told to stop: the provider may not have heard it.
  if (attempt.status === "canceling" && after?.status === "canceling") {
    draft.effect({ kind: "cancel", attemptId });
  }
}
