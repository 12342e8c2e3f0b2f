/**
 * What the machine asks for. An effect is work for the outside, kept in the outbox until its outcome
 * is recorded; a wakeup is attention at a time. Both are rows, so a crash loses neither.
 */
import * as z from "zod/mini";

const forJob = { jobId: z.uuid() };
const forAttempt = { attemptId: z.uuid() };
const forAsset = { assetId: z.uuid() };

export const Effect = z.discriminatedUnion("kind", [
  /** Start an attempt of a job: a create slot, then the call. */
  z.object({ kind: z.literal("submit"), ...forJob }),
  /** Hand the container the manifest of a film attempt; safe to repeat. */
  z.object({ kind: z.literal("start_film"), ...forAttempt }),
  z.object({ kind: z.literal("poll"), ...forAttempt }),
  /** Look for a prediction whose create answer was lost. */
  z.object({ kind: z.literal("reconcile"), ...forAttempt }),
  z.object({ kind: z.literal("cancel"), ...forAttempt }),
  /** Save the output in R2. */
  z.object({ kind: z.literal("ingest"), ...forAttempt }),
  /** Have the container decode what was saved, and convert it where another format was asked for. */
  z.object({ kind: z.literal("check"), ...forAttempt }),
  /** Have one instance of the container stop short work whose end nobody waits for. */
  z.object({ kind: z.literal("stop"), workId: z.uuid(), instance: z.string() }),
  /** Tell the workspace what its list should show. */
  z.object({ kind: z.literal("publish") }),
  /** Remove one file if no row names it. */
  z.object({ kind: z.literal("prune"), ...forAsset }),
  /** Remove what was kept of films in the making, once none is. */
  z.object({ kind: z.literal("prune_parts") }),
  /** Remove the objects of a deleted project. */
  z.object({ kind: z.literal("purge") }),
]);
export type Effect = z.infer<typeof Effect>;

/** Equal keys are the same work: the outbox holds each once. */
export function effectKey(effect: Effect): string {
  if ("attemptId" in effect) return `${effect.kind}:${effect.attemptId}`;
  if ("assetId" in effect) return `${effect.kind}:${effect.assetId}`;
  if ("workId" in effect) return `${effect.kind}:${effect.workId}`;
  return "jobId" in effect ? `${effect.kind}:${effect.jobId}` : effect.kind;
}

export const Wakeup = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("deadline"), ...forJob }),
  z.object({ kind: z.literal("poll"), ...forAttempt }),
  z.object({ kind: z.literal("reconcile"), ...forAttempt }),
  /** Output that came after its job had ended is not waited for any longer. */
  z.object({ kind: z.literal("late"), ...forAttempt }),
  z.object({ kind: z.literal("prune"), ...forAsset }),
  z.object({ kind: z.literal("prune_parts") }),
  z.object({ kind: z.literal("purge") }),
]);
export type Wakeup = z.infer<typeof Wakeup>;

export function wakeupKey(wakeup: Wakeup): string {
  if ("attemptId" in wakeup) return `${wakeup.kind}:${wakeup.attemptId}`;
  if ("assetId" in wakeup) return `${wakeup.kind}:${wakeup.assetId}`;
  return "jobId" in wakeup ? `${wakeup.kind}:${wakeup.jobId}` : wakeup.kind;
}
