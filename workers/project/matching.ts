/**
 * Finding the prediction of an attempt whose create answer was lost, in the provider's list. Pure.
 *
 * By the nonce where the list tells the webhook, or where an earlier look had claimed the prediction.
 * Else by what was sent: of this project's attempts that wait for an answer (its calls) and the
 * predictions that nobody holds, those with the same model and exactly equal input, where a prediction
 * is of a call only if it was made while that call can have been open. Nothing is taken before it is so
 * old that every call that may have made it has been answered or lost. Then:
 *
 * 1. As many predictions as calls: both in order of time, one to one.
 * 2. All calls still wanted: each takes the first that it can have made, in order of time. What is equal
 *    for the model is equal for the person, so any such pairing will do; a call left over made none.
 * 3. All canceled or given up, and not more predictions than calls: likewise, since all are to stop.
 * 4. Else a call that can have made only one prediction, which no other call can have made, made it.
 *    Of the rest, where there are fewer predictions than calls, those that have ended go to the calls that
 *    are wanted: nothing is left to stop, and paid work is used. Whatever is still not told apart stays
 *    undecided, since guessing might stop what is wanted or use what a person canceled. It is looked at
 *    again: a webhook, an end, or the deadline decides.
 */
import type { Durations } from "../domain/durations.ts";
import type { Attempt } from "../domain/state.ts";
import { type Prediction, TERMINAL } from "../models/index.ts";

export type Search = {
  /** Everything that the provider lists. */
  predictions: readonly Prediction[];
  /** Every attempt of the project. */
  attempts: readonly Attempt[];
  /** Whether the work of an attempt is still waited for. */
  isWanted(attempt: Attempt): boolean;
  /** The nonces that claimed predictions, here or in another project, by the predictions' ids. */
  claims: Readonly<Record<string, string>>;
  now: number;
  times: Pick<Durations, "createTimeout" | "absentAfter">;
};

export type Match =
  /** `isSure` when the prediction itself says so, or was claimed before. */
  | { kind: "found"; prediction: Prediction; isSure: boolean }
  | { kind: "absent" }
  | { kind: "undecided" };

/** How far the provider's clock and ours may be apart. */
export const SKEW_MS = 60_000;

/** Predictions that may be the attempt's, by what was sent; whose they are is for claims to say. */
export function likely(attempt: Attempt, predictions: readonly Prediction[]): Prediction[] {
  const input = canonical(JSON.parse(attempt.input));
  return predictions.filter(
    (each) =>
      nonceOf(each.webhook) === null &&
      each.model === attempt.model &&
      canonical(each.input) === input,
  );
}

/** The attempt's prediction. One that is found must still be claimed before it is adopted. */
export function match(attempt: Attempt, search: Search): Match {
  const { predictions, claims } = search;
  const own = predictions.find(
    (each) => nonceOf(each.webhook) === attempt.nonce || claims[each.id] === attempt.nonce,
  );
  if (own !== undefined) return { kind: "found", prediction: own, isSure: true };
  const calls = callsLike(attempt, search);
  const held = new Set(search.attempts.map(({ predictionId }) => predictionId));
  const free = likely(attempt, predictions)
    .filter(({ id }) => !held.has(id) && claims[id] === undefined)
    .filter((each) => calls.some((call) => canHaveMade(call, each, search)))
    .sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || compare(a.id, b.id));
  const found = decide(calls, free, search).get(attempt.id);
  if (found === undefined) return { kind: "absent" };
  if (found === "undecided") return { kind: "undecided" };
  return isOldEnough(attempt, found, search)
    ? { kind: "found", prediction: found, isSure: false }
    : { kind: "undecided" };
}

type Pairs = Map<string, Prediction | "undecided">;

/** The prediction of each call by its id; a call without an entry made none. */
function decide(calls: Attempt[], free: Prediction[], search: Search): Pairs {
  const fits = (call: Attempt, each: Prediction) => canHaveMade(call, each, search);
  if (calls.length === free.length) {
    const pairs = calls.map((call, at) => [call, free[at]] as const);
    if (pairs.every(([call, each]) => each !== undefined && fits(call, each))) {
      return new Map(pairs.flatMap(([{ id }, each]) => (each === undefined ? [] : [[id, each]])));
    }
  }
  const wanted = calls.filter((call) => search.isWanted(call));
  if (wanted.length === calls.length) return inOrder(calls, free, fits);
  if (wanted.length === 0 && free.length <= calls.length) return inOrder(calls, free, fits);
  const pairs = sure(calls, free, fits);
  const taken = new Set(pairs.values());
  const rest = calls.filter(({ id }) => !pairs.has(id));
  const left = free.filter((each) => !taken.has(each));
  if (left.length < rest.length) {
    const ended = left.filter(({ status }) => TERMINAL.includes(status));
    const waiting = rest.filter((call) => wanted.includes(call));
    for (const [id, each] of inOrder(waiting, ended, fits)) {
      pairs.set(id, each);
      taken.add(each);
    }
  }
  for (const call of rest) {
    const isOpen = left.some((each) => !taken.has(each) && fits(call, each));
    if (!pairs.has(call.id) && isOpen) pairs.set(call.id, "undecided");
  }
  return pairs;
}

type Fits = (call: Attempt, prediction: Prediction) => boolean;

function inOrder(calls: Attempt[], free: Prediction[], fits: Fits): Pairs {
  const pairs: Pairs = new Map();
  const left = [...free];
  for (const call of calls) {
    const first = left.find((each) => fits(call, each));
    if (first === undefined) continue;
    left.splice(left.indexOf(first), 1);
    pairs.set(call.id, first);
  }
  return pairs;
}

/** Calls and predictions that can only be each other's. */
function sure(calls: Attempt[], free: Prediction[], fits: Fits): Pairs {
  const pairs: Pairs = new Map();
  for (const call of calls) {
    const [only, ...more] = free.filter((each) => fits(call, each));
    if (only === undefined || more.length > 0) continue;
    if (calls.filter((other) => fits(other, only)).length === 1) pairs.set(call.id, only);
  }
  return pairs;
}

/** The attempts that wait for the answer to an equal call, this one among them, in order of time. */
function callsLike(attempt: Attempt, { attempts }: Search): Attempt[] {
  const input = canonical(JSON.parse(attempt.input));
  return attempts
    .filter(
      (each) =>
        each.status === "submitting" &&
        each.predictionId === null &&
        each.model === attempt.model &&
        canonical(JSON.parse(each.input)) === input,
    )
    .sort((a, b) => a.startedAt - b.startedAt || compare(a.id, b.id));
}

function canHaveMade(
  { startedAt }: Attempt,
  { createdAt }: Prediction,
  { times }: Search,
): boolean {
  if (createdAt === null) return true;
  return createdAt >= startedAt - SKEW_MS && createdAt <= startedAt + times.createTimeout + SKEW_MS;
}

/** Whoever made it, here or in another project, has had its answer and claimed it, or never will. */
function isOldEnough(
  { startedAt }: Attempt,
  { createdAt }: Prediction,
  { now, times }: Search,
): boolean {
  return now - Math.max(startedAt, createdAt ?? startedAt) >= times.absentAfter;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function nonceOf(webhook: string | null): string | null {
  return webhook === null ? null : (URL.parse(webhook)?.searchParams.get("nonce") ?? null);
}

/** JSON with sorted keys, so that equal inputs are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
  return `{${entries.join(",")}}`;
}
