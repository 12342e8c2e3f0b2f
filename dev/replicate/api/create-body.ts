/** The body and headers of a create call, read strictly. */
import * as z from "zod";
import { invalidInput, parseJson, Refusal } from "../http.ts";
import type { InvalidField } from "../models/field.ts";
import type { Input } from "../prediction.ts";
import { WEBHOOK_EVENTS } from "../prediction.ts";

const Body = z.object({
  version: z.string().optional(),
  input: z.record(z.string(), z.json()),
  webhook: z.string().optional(),
  webhook_events_filter: z.array(z.enum(WEBHOOK_EVENTS)).optional(),
});

export type CreateBody = {
  version: string | null;
  input: Input;
  webhook: string | null;
  events: (typeof WEBHOOK_EVENTS)[number][] | null;
};

/** Throws a Refusal: 400 for text that is not JSON, 422 for a field at fault. */
export function parseCreateBody(text: string): CreateBody {
  const parsed = Body.safeParse(parseJson(text));
  if (!parsed.success) throw new Refusal(invalidInput(parsed.error.issues.map(toInvalidField)));
  const { version, input, webhook, webhook_events_filter: events } = parsed.data;
  if (webhook !== undefined) checkWebhook(webhook);
  return {
    version: version ?? null,
    input,
    webhook: webhook ?? null,
    events: events ?? null,
  };
}

function toInvalidField(issue: z.core.$ZodIssue): InvalidField {
  const [name, ...rest] = issue.path.map(String);
  if (name === undefined) {
    return { type: "invalid_type", field: "(root)", description: "Invalid type. Expected: object" };
  }
  const isMissing = issue.code === "invalid_type" && rest.length === 0 && name === "input";
  return isMissing && issue.input === undefined
    ? { type: "required", field: "(root)", description: `${name} is required` }
    : { type: issue.code, field: [name, ...rest].join("."), description: issue.message };
}

/** The real service wants HTTPS; plain HTTP is taken for this machine alone. */
function checkWebhook(webhook: string): void {
  const url = URL.canParse(webhook) ? new URL(webhook) : null;
  const isLocal = url !== null && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  if (url?.protocol === "https:" || (url?.protocol === "http:" && isLocal)) return;
  throw new Refusal(
    invalidInput([
      { type: "format", field: "webhook", description: "webhook must be an HTTPS URL" },
    ]),
  );
}

/** `Prefer: wait` or `wait=n` in seconds, at most 60; 0 without one. */
export function parsePrefer(header: string | undefined): number {
  const match = /(?:^|[,;\s])wait(?:=(\d+))?(?:$|[,;\s])/.exec(header ?? "");
  if (match === null) return 0;
  return Math.min(60, Math.max(1, Number(match[1] ?? 60)));
}

/**
 * `Cancel-After`: `30`, `30s`, `5m` or `1h30m45s`, at least 5 s. Milliseconds; null without one.
 * Throws a Refusal (422) for anything else.
 */
export function parseCancelAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  const match = /^(?:(\d+)|(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)$/.exec(header.trim());
  const [, plain, hours, minutes, seconds] = match ?? [];
  const total =
    Number(plain ?? 0) +
    Number(hours ?? 0) * 3600 +
    Number(minutes ?? 0) * 60 +
    Number(seconds ?? 0);
  if (match !== null && total >= 5) return total * 1000;
  throw new Refusal(
    invalidInput([
      {
        type: "cancel_after",
        field: "Cancel-After",
        description: "Cancel-After must be a duration of at least 5 seconds, such as 30s or 1h30m",
      },
    ]),
  );
}
