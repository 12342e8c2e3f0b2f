/** Looking after predictions that exist, or may: poll, find again, cancel. */
import { isTerminal } from "../../contracts/job.ts";
import type { Listing } from "../../domain/attempts.ts";
import type { Attempt, JobRecord } from "../../domain/state.ts";
import type { Prediction } from "../../models/index.ts";
import { likely, type Match, match, SKEW_MS } from "../matching.ts";
import { observation } from "../observation.ts";
import { findAttempt, type Ports, type Task } from "../ports.ts";
import { cancelFilm, pollFilm } from "./film.ts";

/** A cancel that can't be delivered is given up after this many tries: `Cancel-After` bounds it. */
const MOST_CANCEL_TRIES = 6;

export async function poll(ports: Ports, task: Task, attemptId: string): Promise<void> {
  const found = findAttempt(ports, attemptId);
  if (found === null) return;
  const [attempt, job] = found;
  if (job.kind === "film") return pollFilm(ports, task, attempt);
  if (attempt.predictionId === null) return;
  if (attempt.isSimulated && !ports.config.isOffline) {
    task.settle({ type: "models_changed", jobId: job.id });
    return;
  }
  if (ports.replicate === null || attempt.isSimulated !== ports.config.isOffline) {
    task.settle({ type: "polled", attemptId, observation: null });
    return;
  }
  const answer = await ports.replicate.get(attempt.predictionId);
  task.settle({
    type: "polled",
    attemptId,
    // A fresh id may be unknown for a moment: not found is no news, the deadline decides.
    observation: answer.kind === "found" ? observation(answer.prediction, job.kind) : null,
  });
}

export async function reconcile(ports: Ports, task: Task, attemptId: string): Promise<void> {
  const found = findAttempt(ports, attemptId);
  if (found?.[0].status !== "submitting") return;
  const [attempt, job] = found;
  if (attempt.isSimulated && !ports.config.isOffline) {
    task.settle({ type: "models_changed", jobId: job.id });
    return;
  }
  if (ports.replicate === null || attempt.isSimulated !== ports.config.isOffline) {
    task.settle({ type: "listed", attemptId, listing: { kind: "unavailable" } });
    return;
  }
  const list = await ports.replicate.list({ since: attempt.startedAt - SKEW_MS });
  if (!list.ok) {
    task.settle({ type: "listed", attemptId, listing: { kind: "unavailable" } });
    return;
  }
  const seen = await claimed(ports, attempt, list.predictions);
  const listing: Listing =
    seen.kind === "found"
      ? { kind: "found", observation: observation(seen.prediction, job.kind) }
      : seen;
  task.settle({ type: "listed", attemptId, listing });
}

/** What the list says, with the prediction that was found claimed for this attempt. */
async function claimed(
  ports: Ports,
  attempt: Attempt,
  predictions: readonly Prediction[],
): Promise<Match> {
  const ids = likely(attempt, predictions).map(({ id }) => id);
  const claims = await ports.account.claimants(ids);
  for (;;) {
    // Read after every wait: an answer may have come meanwhile.
    const { attempts, jobs } = ports.state();
    const found = match(attempt, {
      predictions,
      attempts: [...attempts.values()],
      isWanted: ({ jobId }) => !isTerminal(jobs.get(jobId)?.status ?? "canceled"),
      claims,
      now: ports.now(),
      times: ports.times,
    });
    if (found.kind !== "found") return found;
    const { id } = found.prediction;
    if ((await ports.account.claim(id, attempt.nonce)) || found.isSure) return found;
    // Another project was quicker.
    claims[id] = "";
  }
}

/** Throws when the cancel could not be delivered, so that the outbox tries again. */
export async function cancel(
  ports: Ports,
  task: Task,
  attemptId: string,
  tries: number,
): Promise<void> {
  const found = findAttempt(ports, attemptId);
  if (found === null) return;
  const [attempt, job] = found;
  if (job.kind === "film") return cancelFilm(ports, attempt, tries);
  if (tries < MOST_CANCEL_TRIES) await cancelPrediction(ports, task, attempt, job);
}

async function cancelPrediction(
  ports: Ports,
  task: Task,
  attempt: Attempt,
  job: JobRecord,
): Promise<void> {
  if (attempt.predictionId === null || ports.replicate === null) return;
  if (attempt.isSimulated !== ports.config.isOffline) return;
  const answer = await ports.replicate.cancel(attempt.predictionId);
  if (answer.kind === "missing") return;
  if (answer.kind === "found") {
    const seen = observation(answer.prediction, job.kind);
    task.settle({ type: "observed", attemptId: attempt.id, observation: seen });
    return;
  }
  throw new Error(`The cancel of a ${job.kind} prediction was not answered: ${answer.kind}`);
}
