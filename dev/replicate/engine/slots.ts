/** A fixed number of places: who finds none waits in line, and leaves it when aborted. */
export type Slots = { acquire(signal: AbortSignal): Promise<() => void> };

export function createSlots(count: number): Slots {
  let free = count;
  const line: (() => void)[] = [];

  const releaseOnce = () => {
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    };
  };

  return {
    acquire(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        if (free > 0) {
          free -= 1;
          return resolve(releaseOnce());
        }
        const onAbort = () => {
          line.splice(line.indexOf(enter), 1);
          reject(signal.reason as Error);
        };
        const enter = () => {
          signal.removeEventListener("abort", onAbort);
          resolve(releaseOnce());
        };
        signal.addEventListener("abort", onAbort, { once: true });
        line.push(enter);
      });
    },
  };
}
