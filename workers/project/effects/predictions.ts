/** Looking after predictions that exist, or may: poll, find again, cancel. */
import type { Attempt, JobRecord } from "../../domain/state.ts";
import { candidates } from "../matching.ts";
import { observation } from "../observation.ts";
import { findAttempt, type Ports, type Task } from "../ports.ts";
import { cancelFilm, pollFilm } from "./film.ts";

/** Clocks differ, and the provider's filter is by its own. */
const SKEW_MS = 60_000;
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
  const others = [...ports.state().attempts.values()].filter((other) => other.id !== attemptId);
  for (const candidate of candidates(attempt, list.predictions, others)) {
    if (!(await ports.account.claim(candidate.id, attempt.nonce))) continue;
    task.settle({
      type: "listed",
      attemptId,
      listing: { kind: "found", observation: observation(candidate, job.kind) },
    });
    return;
  }
  task.settle({ type: "listed", attemptId, listing: { kind: "absent" } });
}

/** Throws when the cancel could not be delivered, so that the outbox tries again. */
export async function cancel(
  ports: Ports,
  task: Task,
  attemptId: string,
  tries: number,
): Promise<void> {
  const found = findAttempt(ports, attemptId);
  if (found === null || tries >= MOST_CANCEL_TRIES) return;
  const [attempt, job] = found;
  if (job.kind === "film") return cancelFilm(ports, attempt);
  await cancelPrediction(ports, task, attempt, job);
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
