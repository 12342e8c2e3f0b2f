/** The time, once a second, for elapsed timecodes. */
import { useSyncExternalStore } from "react";

let now = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(tick, 1000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
      now = 0;
    }
  };
}

const still = () => () => {};

/**
 * Epoch milliseconds, moving on once a second in the browser while `isTicking`.
 * @param servedAt the server's time of this render, so that the first paint agrees with it
 */
export function useNow(servedAt: number, isTicking: boolean): number {
  return useSyncExternalStore(
    isTicking ? subscribe : still,
    () => (now === 0 ? servedAt : now),
    () => servedAt,
  );
}
