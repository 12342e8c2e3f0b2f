/**
 * Everything the Worker says to its operator, as one closed set of events: one JSON line each. The
 * only file that uses `console`. Ids come from the caller; `ms` is a length in milliseconds. Never in
 * a line: tokens, signatures, or, outside of debug events, what a person wrote.
 */
import type { ErrorCode } from "../contracts/errors.ts";
import type { JobKind, JobStatus } from "../contracts/job.ts";

/** Fields that were left to the flavor or to us, and the flavor. */
type Asked = { requestId: string; defaults: string[]; flavor: string };
type Sender = "replicate" | "stitcher";
type Routed = { requestId: string; method: string };
type OfJob = { project: string; job: string };
type OfAsset = { project: string; asset: string };
type Refused = { code: ErrorCode; message?: string | undefined; detail?: string | undefined };
/** Any thrown thing; the line holds its name and message. */
type Failed = { cause: unknown };

/** `level` is "info" unless said, and "error" for an event with a cause. */
export type LogEvent = { level?: "info" | "warn" | "error" } & (
  | { event: "settings_refused"; message: string }
  /** `route` is the pattern, such as /api/projects/:id, not the address. */
  | ({ event: "request_handled"; route: string; status: number; ms: number } & Routed)
  | ({ event: "request_failed"; path: string } & Routed & Failed)
  | ({ event: "webhook_accepted"; requestId: string; sender: Sender } & OfJob)
  | ({ event: "webhook_refused"; requestId: string; sender: Sender } & Refused)
  | ({ event: "webhook_failed"; requestId: string; sender: Sender } & Failed)
  | ({ event: "job_changed"; kind: JobKind; status: JobStatus; code: ErrorCode | null } & OfJob)
  | ({ event: "effect_failed"; project: string; effect: string } & Failed)
  | ({ event: "alarm_failed"; project: string; retryCount: number } & Failed)
  | ({ event: "wakeup_failed"; project: string; wakeup: string } & Failed)
  /** `row` is an id, or a key of the outbox or the wakeups. */
  | { event: "row_unreadable"; project: string; table: string; row: string }
  | ({ event: "project_unreadable" } & Failed)
  | ({ event: "ingest_done"; bytes: number; ms: number } & OfAsset)
  | ({ event: "ingest_refused"; ms: number } & OfAsset & Refused)
  /** `code` is null when the service did what was asked. */
  | { event: "stitch_called"; route: string; code: ErrorCode | null; ms: number }
  /** Its download was given up, or a file of it could not be read. */
  | ({ event: "export_stopped"; requestId: string; project: string } & Failed)
  | { event: "stitch_container_stopped"; instance: string; exitCode: number; reason: string }
  | ({ event: "stitch_container_failed"; instance: string } & Failed)
  /** `status` is null when no answer came. */
  | { event: "provider_called"; method: string; route: string; status: number | null; ms: number }
  | ({ event: "internal_error"; where: string } & Failed)
  /** Only with MV_DEBUG_MODE. `prompt` is what the model gets, whole: what people wrote is in it. */
  | ({ event: "mv_images_requested"; count: number; prompt: string } & Asked)
  | ({ event: "mv_scenes_requested"; count: number } & Asked)
  | ({ event: "mv_video_requested"; prompt: string; reference: string | null } & Asked)
  /** `made` and `ids` are those of the pictures that came. */
  | { event: "mv_images_made"; requestId: string; count: number; made: number; ids: string[] }
  | {
      event: "mv_stitch_requested";
      requestId: string;
      videoIds: string[];
      missing: number;
      storage: "direct" | "presigned";
    }
  | ({ event: "mv_stitch_progress"; doing: string; progress: number } & OfJob)
  | ({ event: "mv_stitch_started"; videoIds: string[] } & OfJob)
  | ({ event: "mv_stitch_ended"; status: string; ms: number } & OfJob)
  | ({ event: "mv_stitch_cleaned_up"; parts: number } & OfJob)
);

const FIELD_CHARS = 300;
/** The longest prompt that we send; only debug events have one. */
const PROMPT_CHARS = 10_000;

/** Writes one line. Strings are cut to 300 characters, and URLs in them lose their query. */
export function log(event: LogEvent): void {
  const level = event.level ?? ("cause" in event ? "error" : "info");
  const fields = "cause" in event ? { ...event, cause: causeOf(event.cause) } : event;
  console.log(
    JSON.stringify({ level, ...fields }, (key, value: unknown) =>
      bounded(value, key === "prompt" ? PROMPT_CHARS : FIELD_CHARS),
    ),
  );
}

/** Cuts the query off every URL and path in a text: signatures and tokens travel in queries. */
export function stripQueries(text: string): string {
  return text.replace(/((?:https?:\/)?\/[^\s"'<>?]*)\?[^\s"'<>]*/g, "$1?…");
}

/** Own fields of an error may hold anything, and a wrapped one names what lies below it. */
function causeOf(thrown: unknown): { name: string; message: string } {
  if (!(thrown instanceof Error)) return { name: typeof thrown, message: String(thrown) };
  const below = thrown.cause instanceof Error ? ` (${thrown.cause.message})` : "";
  return { name: thrown.name, message: thrown.message + below };
}

function bounded(value: unknown, chars: number): unknown {
  if (typeof value !== "string") return value;
  const safe = stripQueries(value);
  return safe.length > chars ? `${safe.slice(0, chars)}…` : safe;
}
