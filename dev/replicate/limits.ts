/**
 * Rate limits: 600 creates and 3000 other calls a minute (Replicate's rate-limits page), and the mode of
 * accounts with little credit, 6 creates a minute with a burst of one (observed answers). The bodies are
 * the documented one and those that public issues and logs show.
 */
import type { Clock } from "./clock.ts";

type Bucket = { perMinute: number; burst: number; tokens: number; filledAt: number };

export type Throttle = {
  /** Seconds to wait, whole and at least 1. */
  retryAfterS: number;
  body: Record<string, unknown>;
};

export type Limits = ReturnType<typeof createLimits>;

export function createLimits(clock: Clock) {
  const bucket = (perMinute: number, burst: number): Bucket => ({
    perMinute,
    burst,
    tokens: burst,
    filledAt: clock.now(),
  });
  const fresh = () => ({
    create: bucket(600, 600),
    lowCredit: bucket(6, 1),
    rest: bucket(3000, 3000),
  });
  let buckets = fresh();

  /** Takes one token; the seconds until there is one when there is none. */
  const take = (from: Bucket): number | null => {
    const now = clock.now();
    const earned = ((now - from.filledAt) / 60_000) * from.perMinute;
    from.tokens = Math.min(from.burst, from.tokens + Math.max(0, earned));
    from.filledAt = now;
    if (from.tokens >= 1) {
      from.tokens -= 1;
      return null;
    }
    return Math.max(1, Math.ceil(((1 - from.tokens) / from.perMinute) * 60));
  };

  return {
    /** Null when the call may go on. */
    check(kind: "create" | "rest", options: { lowCredit: boolean }): Throttle | null {
      const isLow = kind === "create" && options.lowCredit;
      const retryAfterS = take(isLow ? buckets.lowCredit : buckets[kind]);
      if (retryAfterS === null) return null;
      return isLow ? lowCreditThrottle(retryAfterS) : plainThrottle(retryAfterS);
    },
    reset(): void {
      buckets = fresh();
    },
  };
}

export function plainThrottle(retryAfterS: number): Throttle {
  return {
    retryAfterS,
    body: { detail: `Request was throttled. Your rate limit resets in ~${retryAfterS}s.` },
  };
}

/** The plain words with the wait beside them. */
export function fieldsThrottle(retryAfterS: number): Throttle {
  const { body } = plainThrottle(retryAfterS);
  return { retryAfterS, body: { ...body, status: 429, retry_after: retryAfterS } };
}

export function lowCreditThrottle(retryAfterS: number): Throttle {
  return reducedThrottle("while you have less than $5.0 in credit", retryAfterS);
}

export function noPaymentThrottle(retryAfterS: number): Throttle {
  return reducedThrottle("until you add a payment method", retryAfterS);
}

function reducedThrottle(reason: string, retryAfterS: number): Throttle {
  return {
    retryAfterS,
    body: {
      detail:
        "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests " +
        `per minute with a burst of 1 requests ${reason}. ` +
        `Your rate limit resets in ~${retryAfterS}s.`,
      status: 429,
      retry_after: retryAfterS,
    },
  };
}
