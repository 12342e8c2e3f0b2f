/** How long Replicate wants us to wait after a 429, and the pace it names. */

const DEFAULT_WAIT_MS = 10_000;
const MIN_WAIT_MS = 250;
const MAX_WAIT_MS = 10 * 60_000;

export type Throttle = {
  retryAfterMs: number;
  /** Creates a minute and creates at once that the account is reduced to, where Replicate says so. */
  perMinute: number | null;
  burst: number | null;
};

export type ThrottleAnswer = {
  /** The `Retry-After` header: seconds or an HTTP date. */
  retryAfter: string | null;
  /** `retry_after` of the body, in seconds. */
  bodySeconds: number | null;
  /** The body's words, like "Your rate limit resets in ~30s." */
  detail: string;
};

/** Observed: "Your rate limit resets in ~30s." and, older, "Expected available in 1 second." */
const WORDS = /(?:resets|expected available) in ~?\s*(\d+(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?\b/i;

/**
 * The header counts first, then the body's field, then its words, else about 10 s. `now` is epoch
 * milliseconds, `random` gives 0 to 1 and spreads callers that were told nothing.
 */
export function readThrottle(answer: ThrottleAnswer, now: number, random: () => number): Throttle {
  const words = WORDS.exec(answer.detail)?.[1];
  const askedMs =
    headerMs(answer.retryAfter, now) ??
    (answer.bodySeconds === null ? null : answer.bodySeconds * 1000) ??
    (words === undefined ? null : Number(words) * 1000);
  const waitMs = askedMs ?? DEFAULT_WAIT_MS * (0.5 + random());
  const perMinute = /(\d+)\s+requests? per minute/i.exec(answer.detail)?.[1];
  const burst = /burst of\s+(\d+)/i.exec(answer.detail)?.[1];
  return {
    retryAfterMs: Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, Math.ceil(waitMs))),
    perMinute: perMinute === undefined ? null : Number(perMinute),
    burst: burst === undefined ? null : Number(burst),
  };
}

function headerMs(header: string | null, now: number): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : null;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : at - now;
}
