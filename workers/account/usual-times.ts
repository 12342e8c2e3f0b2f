/** A small moving median: what finished last counts, and one that took for ever changes nothing. */

/** How many are looked at, and how many there have to be before anything is said. */
const MOST = 15;
const LEAST = 3;

/** With one more, the oldest forgotten. In seconds. */
export function noted(seconds: readonly number[], next: number): number[] {
  return [...seconds, Math.round(next * 10) / 10].slice(-MOST);
}

/** Null while too few were measured. */
export function median(seconds: readonly number[]): number | null {
  if (seconds.length < LEAST) return null;
  const sorted = [...seconds].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
