/** Every fault that can be ordered, with what it does and what it costs whoever meets it. */
import type { ModelKind } from "../models/model.ts";

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

/**
 * `nothing`: the result comes all the same. `attempt`: the same call, made again, gives it. `job`: the
 * same call would fail again as far as anyone can tell, so somebody has to decide.
 */
export type Cost = "nothing" | "attempt" | "job";

type Entry = { does: string; costs: Cost };

const nothing = (does: string): Entry => ({ does, costs: "nothing" });
const attempt = (does: string): Entry => ({ does, costs: "attempt" });
const job = (does: string): Entry => ({ does, costs: "job" });

const ENTRIES = {
  PA: attempt("fails as interrupted"),
  E9828: attempt("fails in the director"),
  E6716: attempt("fails at its start"),
  E003: attempt("fails for high demand"),
  E004: attempt("fails as unavailable"),
  E005: job("fails as sensitive"),
  NSFW: job("fails as not safe for work"),
  OOM: job("fails for want of memory"),
  "http-402": attempt("create answers 402 once, nothing is made"),
  "http-429": attempt("create answers 429 with the documented words, nothing is made"),
  "http-429-fields": attempt("create answers 429 with its wait as a field, nothing is made"),
  "http-429-low-credit": attempt("create answers 429 and names 6 a minute for want of credit"),
  "http-429-no-payment": attempt("create answers 429 and names 6 a minute for want of a card"),
  "http-429-html": attempt("create answers 429 with an HTML page, nothing is made"),
  "http-500": attempt("create answers 500 with an HTML page, nothing is made"),
  "http-502": attempt("create answers 502 with an HTML page, nothing is made"),
  "http-503": attempt("create answers 503 without a body, nothing is made"),
  "drop-before-create": attempt("the connection is cut after the call was read, nothing is made"),
  "drop-after-create": nothing("the connection is cut after the prediction was made"),
  "slow-response": nothing("create answers late"),
  gone: job("create answers 404, nothing is made"),
  "version-gone": job("create answers 422 for the version, nothing is made"),
  "get-404": nothing("the first two GETs of the new id answer 404"),
  "cold-boot": nothing("stays starting for five minutes before it begins"),
  "stuck-starting": job("never leaves starting"),
  "stuck-processing": job("never leaves processing"),
  "cancel-ignored": nothing("a cancel is answered and does nothing"),
  "cancel-500": nothing("a cancel answers 500 and does nothing"),
  "webhook-lost": nothing("no webhook is sent"),
  "webhook-duplicate": nothing("each webhook is sent twice"),
  "webhook-reordered": nothing("the last webhook comes first"),
  "webhook-delayed": nothing("webhooks come later than any first look"),
  "webhook-wrong-signature": nothing("webhooks are signed with another key"),
  "webhook-stale": nothing("webhooks are signed with a time ten minutes ago"),
  "output-expired": job("the output answers 404 at once"),
  "output-removed": job("the output and its data are removed at the end, as after an hour"),
  "output-truncated": job("the output is half a file"),
  "output-cut": job("the download of the output breaks off half way"),
  "output-zero": job("the output has no bytes"),
  "output-empty": job("succeeds without an output, an empty list where a list is due"),
  "output-null": job("succeeds with an output of null"),
  "output-wrong-type": job("the output is an HTML page"),
  "output-array": nothing("a list where one value is due, one value where a list is due"),
  "text-garbage": attempt("the text is noise"),
  "text-prose": attempt("the text is prose where JSON was asked for"),
  "error-empty": nothing("succeeds with an empty error text"),
} as const satisfies Record<string, Entry>;

export type Fault = keyof typeof ENTRIES;

export const FAULTS: Readonly<Record<Fault, Entry>> = ENTRIES;

export const FAULT_NAMES = Object.keys(FAULTS) as [Fault, ...Fault[]];

export function isFault(name: string): name is Fault {
  return Object.hasOwn(FAULTS, name);
}

const OF_FILES: readonly Fault[] = [
  "output-expired",
  "output-truncated",
  "output-cut",
  "output-zero",
  "output-wrong-type",
];

/** False where a model of this kind has nothing that the fault could spoil. */
export function concerns(fault: Fault, kind: ModelKind): boolean {
  if (kind === "text") return !OF_FILES.includes(fault);
  return fault !== "text-garbage" && fault !== "text-prose";
}

/** The error of a prediction that was ordered to fail; null for one that was not. */
export function failureText(faults: readonly string[], predictionId: string): string | null {
  const code = faults.find((fault): fault is FailureFault => Object.hasOwn(FAILURE_TEXTS, fault));
  if (code === undefined) return null;
  // The moderation text ends in an id of its own.
  return code === "E005"
    ? `${FAILURE_TEXTS.E005} (${predictionId.slice(0, 10)})`
    : FAILURE_TEXTS[code];
}
