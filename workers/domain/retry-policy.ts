/** How often, and how long after, a failed attempt is followed by another. */
import type { FailureKind } from "../contracts/failure.ts";
import type { Durations } from "./durations.ts";

/** Automatic new attempts for each kind; a kind that is not named gets none. Each may cost money. */
const NEW_ATTEMPTS: Partial<Record<FailureKind, number>> = {
  transient: 2,
  capacity: 3,
  input_unreachable: 1,
};

export function mayTryAgain(kind: FailureKind, alreadyTried: number): boolean {
  return alreadyTried < (NEW_ATTEMPTS[kind] ?? 0);
}

/** Full jitter: anywhere from 0 to the exponential ceiling. `random` is in [0, 1). */
export function fullJitter(base: number, tries: number, max: number, random: number): number {
  return Math.round(Math.min(max, base * 2 ** Math.min(tries, 16)) * random);
}

/** A model without room is left alone for at least half of the time that jitter may take. */
export function retryDelay(
  kind: FailureKind,
  tries: number,
  times: Durations,
  random: number,
): number {
  return kind === "capacity"
    ? fullJitter(times.capacityBase, tries, times.backoffMax, (1 + random) / 2)
    : fullJitter(times.transientBase, tries, times.backoffMax, random);
}

/** Delay before poll number `polls` (from 0) of one attempt. */
export function pollDelay(
  hasWebhook: boolean,
  polls: number,
  times: Durations,
  random: number,
): number {
  const [low, high] = times.pollFirst;
  const delay = hasWebhook
    ? Math.min(times.pollMax, (low + (high - low) * random) * 1.5 ** polls)
    : Math.min(times.pollOnlyMax, times.pollOnlyFirst * 1.5 ** polls);
  return Math.round(delay);
}
