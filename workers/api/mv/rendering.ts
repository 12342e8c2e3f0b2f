/** What the renderers of the four kinds of call share. */
import type { Job } from "../../contracts/job.ts";
import type { CommandState, JobOutcome } from "../../project/outcomes.ts";
import type { RawCall } from "../route.ts";
import type { StoredCall } from "./calls.ts";
import { type MvRefusal, refusalOf, type Work } from "./errors.ts";

/** `body` is in camelCase still; keys become snake_case when it is sent. */
export type Rendered = { ok: true; body: unknown } | { ok: false; refusal: MvRefusal };

export type Renderer = (
  call: RawCall,
  stored: StoredCall,
  state: CommandState,
  options: { includeBase64: boolean },
) => Promise<Rendered>;

/** ISO 8601 with Z, in whole seconds. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}

export function seconds(fromMs: number | null, toMs: number | null): number {
  return fromMs === null || toMs === null ? 0 : Math.round((toMs - fromMs) / 10) / 100;
}

/** What was done otherwise than asked, in sentences. */
export function notesOf(job: Job): string[] {
  return [...job.substitutions.map(({ reason }) => reason), ...job.warnings];
}

export function unique(texts: string[]): string[] {
  return [...new Set(texts)];
}

/** Why nothing came of a job. */
export function failureOf({ job }: JobOutcome, work: Work, at: number): MvRefusal {
  const error = job.error ?? {
    code: "internal" as const,
    message: "The work ended without a reason. Try again.",
  };
  const refusal = refusalOf(error, work);
  const context = work === "video" ? { backend_used: "replicate" } : {};
  return {
    ...refusal,
    more: { ...refusal.more, ...context, billed: job.billed, timestamp: timestamp(at) },
  };
}
