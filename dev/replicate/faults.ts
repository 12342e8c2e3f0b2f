/**
 * Faults that can be ordered, for a model or for the next so many predictions (admin API), or in a
 * prompt: `[[emu:fail=E005]]`, `[[emu:fail=E005@video]]` or `@owner/name` for one kind or model only,
 * `[[emu:fail=PA*2]]` for the first two predictions that carry exactly this marker.
 */
import type { ModelKind } from "./models/model.ts";
import type { Input, Json } from "./prediction.ts";
import type { Database } from "./store.ts";

/** Texts that end a prediction as `failed`, as they were seen in stored predictions and issues. */
export const FAILURE_TEXTS = {
  PA: "Prediction interrupted; please retry (code: PA)",
  E9828: "Director: unexpected error handling prediction (E9828)",
  E6716: "Director: timed out while starting the prediction (E6716)",
  E003: "Service is currently unavailable due to high demand. Please try again later. (E003)",
  E004: "Service is temporarily unavailable. Please try again later. (E004)",
  E005: "The input or output was flagged as sensitive. Please try again with different inputs. (E005)",
  NSFW: "NSFW content detected. Try running it again, or try a different prompt.",
  OOM: "CUDA out of memory. Tried to allocate 2.50 GiB (E1001)",
} as const;

export type FailureFault = keyof typeof FAILURE_TEXTS;

/** What each fault does, as the admin page shows it. */
export const FAULTS = {
  PA: "fails as interrupted",
  E9828: "fails in the director",
  E6716: "fails at its start",
  E003: "fails for high demand",
  E004: "fails as unavailable",
  E005: "fails as sensitive",
  NSFW: "fails as not safe for work",
  OOM: "fails for want of memory",
  "http-500": "create answers 500 with an HTML page, nothing is made",
  "http-502": "create answers 502 with an HTML page, nothing is made",
  "http-429": "create answers 429 once, nothing is made",
  gone: "create answers 404, nothing is made",
  "version-gone": "create answers 422 for the version, nothing is made",
  "drop-after-create": "the connection is cut after the prediction was made",
  "slow-response": "create answers late",
  "stuck-starting": "never leaves starting",
  "stuck-processing": "never leaves processing",
  "cancel-ignored": "a cancel is answered and does nothing",
  "webhook-lost": "no webhook is sent",
  "webhook-duplicate": "each webhook is sent twice",
  "webhook-reordered": "the last webhook comes first",
  "webhook-wrong-signature": "webhooks are signed with another key",
  "webhook-stale": "webhooks are signed with a time ten minutes ago",
  "output-expired": "the output answers 404 at once",
  "output-truncated": "the output is half a file",
  "output-cut": "the download of the output breaks off half way",
  "output-zero": "the output has no bytes",
  "output-empty": "succeeds without an output",
  "output-wrong-type": "the output is an HTML page",
  "output-array": "a list where one value is due, one value where a list is due",
  "text-garbage": "the text is noise",
  "text-prose": "the text is prose where JSON was asked for",
  "error-empty": "succeeds with an empty error text",
} as const;

export type Fault = keyof typeof FAULTS;

export const FAULT_NAMES = Object.keys(FAULTS) as [Fault, ...Fault[]];

export function isFault(name: string): name is Fault {
  return Object.hasOwn(FAULTS, name);
}

export function failureText(faults: readonly string[], predictionId: string): string | null {
  const code = faults.find((fault): fault is FailureFault => Object.hasOwn(FAILURE_TEXTS, fault));
  if (code === undefined) return null;
  // The moderation text ends in an id of its own.
  return code === "E005"
    ? `${FAILURE_TEXTS.E005} (${predictionId.slice(0, 10)})`
    : FAILURE_TEXTS[code];
}

const MARKER = /\[\[emu:fail=([\w-]+)(?:@([\w./-]+))?(?:\*(\d+))?\]\]/g;

/** The text without its markers, so that they do not show in pictures and scenes. */
export function withoutMarkers(text: string): string {
  return text.replace(MARKER, "").replace(/ {2,}/g, " ").trim();
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") return value.startsWith("data:") ? [] : [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(textsIn);
}

export type FaultRule = {
  seq: number;
  model: string | null;
  fault: Fault;
  /** Predictions it still applies to; null until it is cleared. */
  remaining: number | null;
};

export type FaultBook = ReturnType<typeof createFaultBook>;

export function createFaultBook(database: Database) {
  const rules = (): FaultRule[] =>
    database
      .prepare("SELECT seq, model, fault, remaining FROM faults ORDER BY seq")
      .all()
      .map((row) => ({
        seq: Number(row["seq"]),
        model: row["model"] === null ? null : String(row["model"]),
        fault: String(row["fault"]) as Fault,
        remaining: row["remaining"] === null ? null : Number(row["remaining"]),
      }));

  const countMarker = (marker: string): number => {
    database
      .prepare(
        "INSERT INTO marker_uses VALUES (?, 1) ON CONFLICT (marker) DO UPDATE SET uses = uses + 1",
      )
      .run(marker);
    const row = database.prepare("SELECT uses FROM marker_uses WHERE marker = ?").get(marker);
    return Number(row?.["uses"] ?? 1);
  };

  return {
    rules,
    add(rule: { model: string | null; fault: Fault; remaining: number | null }): void {
      database
        .prepare("INSERT INTO faults (model, fault, remaining) VALUES (?, ?, ?)")
        .run(rule.model, rule.fault, rule.remaining);
    },
    clear(): void {
      database.exec("DELETE FROM faults");
    },
    /** The faults of one new prediction. Uses up a count of every rule and marker that applies. */
    take(model: { slug: string; kind: ModelKind }, input: Input): Fault[] {
      const taken = new Set<Fault>();
      for (const rule of rules()) {
        if (rule.model !== null && rule.model !== model.slug) continue;
        taken.add(rule.fault);
        if (rule.remaining === null) continue;
        if (rule.remaining > 1) {
          database
            .prepare("UPDATE faults SET remaining = remaining - 1 WHERE seq = ?")
            .run(rule.seq);
        } else {
          database.prepare("DELETE FROM faults WHERE seq = ?").run(rule.seq);
        }
      }
      for (const match of textsIn(input).flatMap((text) => [...text.matchAll(MARKER)])) {
        const [marker, name, target, limit] = match;
        if (name === undefined || !isFault(name)) continue;
        if (target !== undefined && target !== model.kind && target !== model.slug) continue;
        if (limit !== undefined && countMarker(marker) > Number(limit)) continue;
        taken.add(name);
      }
      return [...taken];
    },
  };
}
