/** Waiting for a condition with a deadline, in place of sleeping. */
import { setTimeout as wait } from "node:timers/promises";

/** Resolves with the first answer that is not null; rejects, naming `what`, after `withinMs`. */
export async function until<T>(
  what: string,
  withinMs: number,
  look: () => Promise<T | null> | T | null,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await wait(25);
  }
}
