/** Telling the container to stop work that nobody waits for any more. */
import type { Ports } from "../ports.ts";

/** With the outbox's back-off nearly an hour, which is as long as a film may take at all. */
export const MOST_STOP_TRIES = 18;

/** A job of the container, and the instance that has it. */
export type Work = { workId: string; instance: string };

/**
 * Stopped, ended or unknown there is all the same. `tries` counts those before this one. Throws when
 * the container can't be reached, so that the outbox tries again.
 */
export async function stopWork(ports: Ports, work: Work, tries: number): Promise<void> {
  const answer = await ports.stitcher.cancel(work.workId, work.instance);
  if (answer.ok || answer.error.code !== "stitch_unavailable") return;
  if (tries + 1 < MOST_STOP_TRIES) throw new Error("The container could not be told to stop.");
}
