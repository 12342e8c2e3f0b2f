/** What a succeeded prediction made, whatever shape the model gave it. */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import type { ModelKind } from "./catalogue/catalogue.ts";

const MAX_URL_CHARS = 4096;

/**
 * Pictures and clips: the address of the (first) file. Text: all of it in one string. Error
 * `output_invalid` where there is nothing usable; Replicate does report success with no output.
 * The address is not trusted yet: see `isOutputUrlAllowed`.
 */
export function normaliseOutput(
  kind: ModelKind,
  output: unknown,
): Result<{ url: string } | { text: string }> {
  const parts = (Array.isArray(output) ? output : [output]).filter((part) => part !== null);
  if (parts.length === 0 || parts.every((part) => part === undefined || part === ""))
    return empty();
  if (kind === "text") return textOf(parts);
  const first: unknown = parts.find((part) => part !== "");
  if (typeof first !== "string") return wrongShape(kind);
  return urlOf(kind, first);
}

function textOf(parts: unknown[]): Result<{ text: string }> {
  if (!parts.every((part) => typeof part === "string")) return wrongShape("text");
  const text = parts.join("");
  return text.trim() === "" ? empty() : ok({ text });
}

function urlOf(kind: ModelKind, value: string): Result<{ url: string }> {
  if (/^data:/i.test(value)) {
    return fail(
      "output_invalid",
      `The model sent its ${kind} inside the answer instead of as a file. Edgereel doesn't take that; use another model.`,
    );
  }
  const isUsable = value.length <= MAX_URL_CHARS && URL.canParse(value);
  const protocol = isUsable ? new URL(value).protocol : "";
  return protocol === "https:" || protocol === "http:" ? ok({ url: value }) : wrongShape(kind);
}

function empty() {
  return fail(
    "output_invalid",
    "The model said it succeeded but gave an empty output. Try again, or use another model.",
    "empty output",
  );
}

function wrongShape(kind: ModelKind) {
  const wanted =
    kind === "text" ? "text" : `the address of ${kind === "image" ? "an image" : "a video"}`;
  return fail(
    "output_invalid",
    `The model answered with something other than ${wanted}. Try again, or use another model.`,
  );
}
