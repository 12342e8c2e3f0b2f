/**
 * How fast predictions may be created on one Replicate account, for all projects together: a token
 * bucket that a refusal makes slower and that recovers by itself. Pure; times are epoch milliseconds.
 */
import * as z from "zod/mini";

/** The documented limit for creating predictions (Replicate's rate-limit page): 600 a minute. */
const USUAL_PER_MINUTE = 600;
const USUAL_BURST = 30;
/** The lowest that the documentation names, for accounts of little credit. */
const LEAST_PER_MINUTE = 6;
/** An accepted create raises a pace that was only guessed by so much; a refusal halves it. */
const STEP_PER_MINUTE = 10;
/**
 * Creates leave here evenly and arrive unevenly, and one that arrives a moment early is refused. So a
 * told limit is used to this share.
 */
const USED_SHARE = 0.97;
/** A told limit is believed this long after the last refusal, then the usual one is tried again. */
export const RELAX_AFTER_MS = 5 * 60_000;
/** The first create at the usual pace goes alone: its answer says whether the limit still holds. */
const TRIAL_MS = 2_000;
/** Adding up fractions of tokens must not cost a slot a second asking. */
const ROUNDING = 1e-6;

export const Pace = z.object({
  perMinute: z.number(),
  burst: z.number(),
  tokens: z.number(),
  /** When `tokens` was true. In the future: none is added before that. */
  countedAt: z.number(),
  /** Nothing is created before this. */
  blockedUntil: z.number(),
  refusedAt: z.nullable(z.number()),
  /** A refusal named the limit; otherwise it is a guess. */
  isNamed: z._default(z.boolean(), false),
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
    isNamed: false,
  };
}

/** The pace as it is now: tokens added, and a limit that was told long ago no longer believed. */
export function paceNow(pace: Pace, now: number): Pace {
  return refill(relax(pace, now), now);
}

/**
 * When there is a slot for who has `ahead` others before it: `now`, or later. Each of those before is
 * taken to use the first slot it can. `pace` is that of now.
 */
export function slotAt(pace: Pace, ahead: number, now: number): number {
  const missing = ahead + 1 - pace.tokens;
  const counted = Math.max(now, pace.countedAt);
  const at = missing <= ROUNDING ? now : counted + Math.ceil((missing / pace.perMinute) * 60_000);
  return Math.max(at, pace.blockedUntil);
}

/** `pace` is that of now, and has a slot. */
export function useSlot(pace: Pace): Pace {
  return { ...pace, tokens: Math.max(0, pace.tokens - 1) };
}

/**
 * The provider refused a create: everybody waits as long as it said. A limit that its answer names
 * is taken over; without one the pace is halved, and then rises again with what is accepted.
 */
export function slowDown(
  pace: Pace,
  told: { retryAfterMs: number; perMinute: number | null; burst: number | null },
  now: number,
): Pace {
  const current = paceNow(pace, now);
  const named = told.perMinute === null ? null : told.perMinute * USED_SHARE;
  const burst = Math.max(1, told.burst ?? Math.min(current.burst, 5));
  return {
    perMinute: Math.max(1, named ?? Math.max(LEAST_PER_MINUTE, current.perMinute / 2)),
    burst,
    // One create may follow the wait at once; the rest go at the told pace.
    tokens: 1,
    countedAt: now + told.retryAfterMs,
    blockedUntil: Math.max(current.blockedUntil, now + told.retryAfterMs),
    refusedAt: now,
    isNamed: named !== null || current.isNamed,
  };
}

/** A create was accepted at this pace. `pace` is that of now. */
export function speedUp(pace: Pace): Pace {
  if (pace.refusedAt === null || pace.isNamed) return pace;
  return { ...pace, perMinute: Math.min(USUAL_PER_MINUTE, pace.perMinute + STEP_PER_MINUTE) };
}

/** Nothing is tried before `waitMs` have passed. */
export function pause(pace: Pace, waitMs: number, now: number): Pace {
  return { ...pace, blockedUntil: Math.max(pace.blockedUntil, now + waitMs) };
}

function relax(pace: Pace, now: number): Pace {
  if (pace.refusedAt === null || now - pace.refusedAt < RELAX_AFTER_MS) return pace;
  return {
    ...usualPace(now + TRIAL_MS),
    tokens: Math.min(1, refill(pace, now).tokens),
    blockedUntil: pace.blockedUntil,
  };
}

function refill(pace: Pace, now: number): Pace {
  if (now <= pace.countedAt) return pace;
  const gained = ((now - pace.countedAt) / 60_000) * pace.perMinute;
  return { ...pace, tokens: Math.min(pace.burst, pace.tokens + gained), countedAt: now };
}
