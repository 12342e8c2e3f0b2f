/** A job: one unit of work, tried in one or more attempts. Times are epoch milliseconds. */
import * as z from "zod/mini";
import { ErrorBody } from "./errors.ts";
import { Failure } from "./failure.ts";
import { Substitution } from "./models.ts";

export const JobKind = z.enum(["character", "script", "clip", "film"]);
export type JobKind = z.infer<typeof JobKind>;

export const JOB_STATUSES = [
  "queued",
  "submitting",
  "running",
  "ingesting",
  "succeeded",
  "failed",
  "canceled",
] as const;
export const JobStatus = z.enum(JOB_STATUSES);
export type JobStatus = z.infer<typeof JobStatus>;

/** A job in one of these never moves again. */
export function isTerminal(status: JobStatus): boolean {
  return status === "succeeded" || status === "failed" || status === "canceled";
}

/** What a job is waiting for or doing inside its status; null when the status says it all. */
export const JobPhase = z.enum([
  "waiting_for_pace",
  "waiting_for_credit",
  "waiting_for_token",
  "waiting_for_settings",
  /** An attempt failed, and another one follows after a while. */
  "waiting_to_retry",
  "checking_with_provider",
  "waiting_for_machine",
  "rendering",
  "saving",
  "waiting_for_checker",
]);
export type JobPhase = z.infer<typeof JobPhase>;

/** Whether the provider charged: `perhaps` when its answer was lost and could not be found again. */
export const Billed = z.enum(["no", "yes", "perhaps"]);
export type Billed = z.infer<typeof Billed>;

export const Job = z.object({
  id: z.uuid(),
  kind: JobKind,
  status: JobStatus,
  phase: z.nullable(JobPhase),
  /** 0 to 1 where the provider or the container tells it, else null: never invented. */
  progress: z.nullable(z.number()),
  /** What is being done, in words, where that is known. */
  doing: z._default(z.nullable(z.string()), null),
  /** The character reference, clip or film this job makes, or the scene it writes anew; null for a whole script. */
  targetId: z.nullable(z.uuid()),
  model: z.nullable(z.string()),
  attemptCount: z.int(),
  /** Estimated price of one attempt, in US dollars; 0 for work of our own. */
  estimateUsd: z.number(),
  billed: Billed,
  substitutions: z.array(Substitution),
  /** Sentences worth reading although the job goes on. */
  warnings: z.array(z.string()),
  error: z.nullable(ErrorBody),
  /** Of a job that the provider failed; null where it ended for another reason. */
  failure: z._default(z.nullable(Failure), null),
  isSimulated: z.boolean(),
  retryOf: z.nullable(z.uuid()),
  createdAt: z.int(),
  startedAt: z.nullable(z.int()),
  endedAt: z.nullable(z.int()),
  deadlineAt: z.int(),
});
export type Job = z.infer<typeof Job>;
