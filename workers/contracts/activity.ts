/**
 * Everything that was tried in a project: each job with its attempts, in the order in which they were
 * asked for, and what they cost. Amounts are estimates in US dollars, times epoch milliseconds.
 */
import * as z from "zod/mini";
import { Billed, Job, JobKind } from "./job.ts";

/** One try of a job. */
export const ActivityAttempt = z.object({
  number: z.int(),
  model: z.string(),
  /** `canceling` was told to stop and has not ended; `lost` was never found again. */
  status: z.enum(["submitting", "running", "canceling", "succeeded", "failed", "canceled", "lost"]),
  /** What the provider calls it; null while that is not known. */
  predictionId: z.nullable(z.string()),
  isSimulated: z.boolean(),
  estimateUsd: z.number(),
  billed: Billed,
  startedAt: z.int(),
  endedAt: z.nullable(z.int()),
});
export type ActivityAttempt = z.infer<typeof ActivityAttempt>;

export const ActivityEntry = z.object({
  job: Job,
  /** What the job makes: a portrait's place in the grid, a scene and its take, or a film's number. */
  option: z.nullable(z.int()),
  sceneNumber: z.nullable(z.int()),
  take: z.nullable(z.int()),
  filmNumber: z.nullable(z.int()),
  /** Of all attempts that were or may have been billed. */
  spentUsd: z.number(),
  attempts: z.array(ActivityAttempt),
});
export type ActivityEntry = z.infer<typeof ActivityEntry>;

export const ActivityTotal = z.object({
  kind: JobKind,
  jobs: z.int(),
  succeeded: z.int(),
  failed: z.int(),
  canceled: z.int(),
  attempts: z.int(),
  spentUsd: z.number(),
  /** The part of it that may have been billed. */
  perhapsUsd: z.number(),
});
export type ActivityTotal = z.infer<typeof ActivityTotal>;

export const Activity = z.object({
  projectId: z.uuid(),
  entries: z.array(ActivityEntry),
  /** Of every kind, whichever kinds the entries are of. */
  totals: z.array(ActivityTotal),
  spentUsd: z.number(),
});
export type Activity = z.infer<typeof Activity>;
