/**
 * Replicate's prediction object, parsed defensively: only `id` and `status` are demanded, everything
 * else may be missing, null or of an odd type. Source: Replicate's HTTP reference and recorded
 * deliveries up to 2026-04.
 */
import * as z from "zod";

const text = z.string().nullable().catch(null);
/**
 * An empty one means "none": Replicate sends `error: ""` on success. Documented as a string; anything
 * else is kept as its JSON, because it is the only reason there is.
 */
const reason = z
  .unknown()
  .optional()
  .transform((value) => (value === undefined || value === null ? null : asWords(value)));
function asWords(value: unknown): string | null {
  const words = typeof value === "string" ? value : JSON.stringify(value);
  return words.trim() === "" ? null : words;
}
const seconds = z.number().nonnegative().nullable().catch(null);
/** ISO 8601 to epoch milliseconds. */
const time = text.transform((value) => {
  const at = value === null ? Number.NaN : Date.parse(value);
  return Number.isNaN(at) ? null : at;
});

const Raw = z.object({
  id: z.string().regex(/^[\w-]{1,64}$/),
  /** Kept as it comes: a status that we do not know yet is simply not terminal. */
  status: z.string().min(1).max(40),
  model: text,
  version: text,
  input: z.record(z.string(), z.unknown()).catch({}),
  output: z.unknown().optional(),
  error: reason,
  logs: text,
  metrics: z
    .object({ predict_time: seconds, total_time: seconds })
    .catch({ predict_time: null, total_time: null }),
  webhook: text,
  data_removed: z.boolean().catch(false),
  created_at: time,
  started_at: time,
  completed_at: time,
});

/**
 * Parses Replicate's JSON to our form: camelCase, times in epoch milliseconds, run times in seconds,
 * an absent or empty `error` and `logs` as null. `input` is {} when Replicate left it out.
 */
export const Prediction = Raw.transform((raw) => ({
  id: raw.id,
  status: raw.status,
  model: raw.model,
  version: raw.version,
  input: raw.input,
  output: raw.output ?? null,
  error: raw.error,
  logs: raw.logs === "" ? null : raw.logs,
  predictTimeS: raw.metrics.predict_time,
  totalTimeS: raw.metrics.total_time,
  webhook: raw.webhook,
  dataRemoved: raw.data_removed,
  createdAt: raw.created_at,
  startedAt: raw.started_at,
  completedAt: raw.completed_at,
}));
export type Prediction = z.output<typeof Prediction>;

/** Null when the value is not a prediction at all. */
export function parsePrediction(value: unknown): Prediction | null {
  const parsed = Prediction.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** A prediction in one of these never moves again. `aborted` is a deadline reached before the start. */
export const TERMINAL: readonly string[] = ["succeeded", "failed", "canceled", "aborted"];

/** Logs can be megabytes; the newest progress bar is at their end. */
const LOG_TAIL = 16_384;

/** The last progress bar's share, 0 to 1, as in ` 44%|####  | 7/16`; null when there is none. */
export function progressFromLogs(logs: string | null): number | null {
  if (logs === null) return null;
  const last = [...logs.slice(-LOG_TAIL).matchAll(/(\d{1,3})%\s*\|/g)].at(-1);
  return last === undefined ? null : Math.min(1, Number(last[1]) / 100);
}
