/**
 * The emulator's one clock, in epoch milliseconds: the wall clock plus an offset that the admin API can
 * raise. Everything the emulator does by time goes through it (latency, deadlines, retention, webhook
 * retries, rate limits), so moving it forward makes all of that due at once. Only the timestamp inside
 * a webhook signature uses `wall`, because the receiver compares it with its own clock.
 */
export type Timer = { cancel(): void };

export type Clock = {
  now(): number;
  wall(): number;
  offsetMs(): number;
  /** Runs `action` once `now()` has reached `time`. */
  at(time: number, action: () => void): Timer;
  /** Moves the clock forward (never back); timers that become due run soon after. */
  advance(ms: number): void;
  setOffset(ms: number): void;
};

/** setTimeout fires at once for longer delays than this. */
const LONGEST_TIMEOUT_MS = 2_147_000_000;

export function createClock(options?: { wall?: () => number; offsetMs?: number }): Clock {
  const wall = options?.wall ?? Date.now;
  let offset = options?.offsetMs ?? 0;
  const waiting = new Set<() => void>();

  const clock: Clock = {
    now: () => wall() + offset,
    wall,
    offsetMs: () => offset,
    at(time, action) {
      let timeout: NodeJS.Timeout | undefined;
      const arm = () => {
        clearTimeout(timeout);
        const delay = Math.min(Math.max(0, time - clock.now()), LONGEST_TIMEOUT_MS);
        timeout = setTimeout(() => {
          if (clock.now() < time) return arm();
          waiting.delete(arm);
          action();
        }, delay);
      };
      waiting.add(arm);
      arm();
      return {
        cancel() {
          clearTimeout(timeout);
          waiting.delete(arm);
        },
      };
    },
    advance(ms) {
      clock.setOffset(offset + Math.max(0, ms));
    },
    setOffset(ms) {
      offset = ms;
      for (const arm of [...waiting]) arm();
    },
  };
  return clock;
}

/** Resolves after `ms` on `clock`; rejects with the signal's reason when it is aborted first. */
export function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const onAbort = () => {
      timer.cancel();
      reject(signal.reason as Error);
    };
    const timer = clock.at(clock.now() + ms, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** Never resolves; rejects when the signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
