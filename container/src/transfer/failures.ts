/**
 * When a transfer is tried again: network errors, 408, 425, 429 and 5xx, with exponential back-off and
 * jitter, waiting at least as long as `Retry-After` asks.
 */
import { TRANSFER_TRIES } from "../config.ts";
import type { Platform } from "../platform.ts";

/** A failure that may pass. `reason` is short and holds no URL. */
export class PassingFailure extends Error {
  readonly reason: string;
  readonly retryAfterMs: number;

  constructor(reason: string, options: { retryAfterMs?: number; cause?: unknown } = {}) {
    super(reason, { cause: options.cause });
    this.name = "PassingFailure";
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

export function isPassingStatus(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** Seconds in a `Retry-After` header as milliseconds; 0 for an absent one or a date. */
export function retryAfterMs(headers: Headers): number {
  const seconds = Number(headers.get("retry-after") ?? "0");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

/**
 * Calls `attempt` until it succeeds. Only a PassingFailure is tried again, at most TRANSFER_TRIES
 * in a row; `gained()` counts bytes that are safely here, and a gain starts the count anew.
 */
export async function withRetries<T>(
  platform: Platform,
  options: { direction: "in" | "out"; signal: AbortSignal; gained?: () => number },
  attempt: () => Promise<T>,
): Promise<T> {
  const { transferBackoff, transferBackoffMax } = platform.timings;
  let failures = 0;
  for (;;) {
    const before = options.gained?.() ?? 0;
    try {
      return await attempt();
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof PassingFailure)) throw error;
      failures = (options.gained?.() ?? 0) > before ? 1 : failures + 1;
      if (failures >= TRANSFER_TRIES) throw error;
      platform.log({
        event: "transfer_retried",
        direction: options.direction,
        reason: error.reason,
        failures,
      });
      const ceiling = Math.min(transferBackoffMax, transferBackoff * 2 ** (failures - 1));
      const wait = ceiling / 2 + (platform.random() * ceiling) / 2;
      await platform.sleep(
        Math.max(wait, Math.min(error.retryAfterMs, transferBackoffMax)),
        options.signal,
      );
    }
  }
}
