/**
 * How fast predictions may be created on one Replicate account, for all projects together: a token
 * bucket that a refusal makes slower and that recovers by itself. Pure; times are epoch milliseconds.
 */
import * as z from "zod/mini";

/** The documented limit for creating predictions (Replicate's rate-limit page): 600 a minute. */
const USUAL_PER_MINUTE = 600;
const USUAL_BURST = 30;
/** A told limit is believed this long after the last refusal, then the usual one is tried again. */
const RELAX_AFTER_MS = 5 * 60_000;

export const Pace = z.object({
  perMinute: z.number(),
  burst: z.number(),
  tokens: z.number(),
  /** When `tokens` was true. */
  countedAt: z.number(),
  /** Nothing is created before this. */
  blockedUntil: z.number(),
  refusedAt: z.nullable(z.number()),
});
export type Pace = z.infer<typeof Pace>;

export function usualPace(now: number): Pace {
  return {
    perMinute: USUAL_PER_MINUTE,
    burst: USUAL_BURST,
    tokens: USUAL_BURST,
    countedAt: now,
    blockedUntil: 0,
    refusedAt: null,
  };
}

/** Takes a create slot, or says how long to wait before asking again. */
export function takeSlot(pace: Pace, now: number): { pace: Pace; waitMs: number } {
  const current = refill(relax(pace, now), now);
  if (now < current.blockedUntil) return { pace: current, waitMs: current.blockedUntil - now };
  if (current.tokens >= 1) {
    return { pace: { ...current, tokens: current.tokens - 1 }, waitMs: 0 };
  }
  const waitMs = Math.ceil(((1 - current.tokens) / current.perMinute) * 60_000);
  return { pace: current, waitMs };
}

/**
 * The provider refused a create: everybody waits as long as it said. A limit that its answer names
 * is taken over; without one the pace is halved.
 */
export function slowDown(
  pace: Pace,
  told: { retryAfterMs: number; perMinute: number | null; burst: number | null },
  now: number,
): Pace {
  const current = refill(relax(pace, now), now);
  const perMinute = Math.max(1, told.perMinute ?? current.perMinute / 2);
  const burst = Math.max(1, told.burst ?? Math.min(current.burst, 5));
  return {
    perMinute,
    burst,
    // One create may follow the wait at once; the rest go at the told pace.
    tokens: Math.min(1, burst),
    countedAt: Math.max(now, now + told.retryAfterMs),
    blockedUntil: Math.max(current.blockedUntil, now + told.retryAfterMs),
    refusedAt: now,
  };
}

/** Out of credit: nothing is tried before the time given. */
export function pause(pace: Pace, waitMs: number, now: number): Pace {
  return { ...pace, blockedUntil: Math.max(pace.blockedUntil, now + waitMs) };
}

function relax(pace: Pace, now: number): Pace {
  if (pace.refusedAt === null || now - pace.refusedAt < RELAX_AFTER_MS) return pace;
  return { ...usualPace(now), tokens: 1, blockedUntil: pace.blockedUntil };
}

function refill(pace: Pace, now: number): Pace {
  if (now <= pace.countedAt) return pace;
  const gained = ((now - pace.countedAt) / 60_000) * pace.perMinute;
  return { ...pace, tokens: Math.min(pace.burst, pace.tokens + gained), countedAt: now };
}
