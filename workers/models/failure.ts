/**
 * What a prediction's failure means. Replicate answers HTTP 200 with `status: failed` and a text in
 * `error`; the meaning is in a code like `(E005)` or `(code: PA)`, else in a phrase. A text that is
 * not known counts as not worth repeating, because every repetition may be billed.
 * Source: Replicate's error code page and texts on record in public projects.
 */
import type { ErrorBody, ErrorCode } from "../contracts/errors.ts";
import type { Failure, FailureKind, RefusedPart } from "../contracts/failure.ts";
import { providerWords } from "./provider-words.ts";
import { refusedPart } from "./refused-part.ts";

/** Told apart for people; what follows is that of a kind. */
type Cause =
  | FailureKind
  /** Too many calls, said by whoever runs the model: a kind of `capacity`. */
  | "rate_limit"
  /** A key or token that the model's side does not accept: a kind of `configuration`. */
  | "access";

const SAYS: Record<Cause, { code: ErrorCode; message: string }> = {
  transient: {
    code: "provider_unavailable",
    message:
      "The model broke off on the provider's side. Nothing is wrong with your input; try again.",
  },
  capacity: {
    code: "provider_unavailable",
    message:
      "The model is overloaded at the moment. Try again in a few minutes, or use another model.",
  },
  moderation: {
    code: "content_refused",
    message:
      "The model refused this content. Change the words or the character picture, then try again.",
  },
  input: {
    code: "provider_rejected",
    message:
      "The model can't work with this input. Change the text or the settings, then try again.",
  },
  input_unreachable: {
    code: "asset_missing",
    message: "The model could not download the character picture. Try again.",
  },
  configuration: {
    code: "provider_misconfigured",
    message: "The call was not set up correctly on our side. Tell whoever runs this Edgereel.",
  },
  rate_limit: {
    code: "rate_limited",
    message:
      "The model takes no more calls for the moment. Try again in a few minutes, or use another model.",
  },
  access: {
    code: "provider_misconfigured",
    message:
      "The model's provider did not accept the key for it. Use another model, and tell whoever runs this Edgereel.",
  },
  canceled: {
    code: "canceled",
    message: "The model's run was stopped before it finished. Start it again if you still want it.",
  },
  unknown: {
    code: "provider_rejected",
    message:
      "The model failed without a reason that Edgereel knows. Try again, or use another model.",
  },
};

/** Instead of the sentence that says only that the content was refused. */
const SAYS_REFUSED: Record<RefusedPart, string> = {
  text: "The model refused the words. Change them, then try again.",
  image:
    "The model refused a picture, the one it was given or the one it made. Change the words or choose another character picture, then try again.",
  sound:
    "The model refused the sound that it made. Try again without sound, or with other words for it.",
};

const BY_CODE: Readonly<Record<string, Cause>> = {
  PA: "transient",
  E1000: "transient",
  E6716: "transient",
  E8367: "transient",
  E8765: "transient",
  E9243: "transient",
  E9825: "transient",
  E9828: "transient",
  E003: "capacity",
  E004: "capacity",
  E005: "moderation",
  E1001: "input",
  E4875: "configuration",
};

/** In order: the first phrase that fits decides. */
const BY_PHRASE: readonly (readonly [RegExp, Cause])[] = [
  [
    /\btoo many requests\b|\brate[ -]?limit|\bquota exceeded\b|\bwas throttled\b|\bresource_exhausted\b/i,
    "rate_limit",
  ],
  [/\b[45]\d\d (?:client|server) error\b.*\bfor url\b/is, "input_unreachable"],
  [
    /\bconnection ?pool\b|\bmax retries exceeded\b|\bconnection (?:refused|timed out)\b/i,
    "input_unreachable",
  ],
  [/\b(?:failed|unable|could not|couldn't) (?:to )?(?:download|fetch)\b/i, "input_unreachable"],
  [
    /\b(?:invalid|incorrect|missing) (?:api|authentication)[ _-](?:key|token)\b|\bapi key not valid\b|\bunauthenticated\b|\bauthentication (?:error|failed)\b/i,
    "access",
  ],
  [
    /\bnsfw\b|flagged as sensitive|content (?:policy|moderation)|safety (?:filter|system)|responsible ai\b|\bviolat\w+ [^.]{0,60}\b(?:polic(?:y|ies)|guidelines)\b/i,
    "moderation",
  ],
  [
    /\bsensitive (?:information|content|words)\b|sensitivecontentdetected|\bcopyright restrictions\b|\bissue with the audio for your prompt\b|\b(?:celebrity|real person)\b/i,
    "moderation",
  ],
  [/input validation error|validation failed/i, "input"],
  [/out of memory/i, "input"],
  [/high demand|temporarily unavailable|currently unavailable|overloaded/i, "capacity"],
  [/prediction interrupted|director: unexpected error|health ?check/i, "transient"],
];

/**
 * Why a prediction in a terminal state other than `succeeded` ended so, with a sentence for people;
 * the provider's own words, without addresses, are in `detail`. Replicate reports a person's cancel
 * sometimes as E8367: look at your own record of it first.
 */
export function classifyFailure(
  errorText: string | null,
  input: { status: string },
): Failure & { error: ErrorBody } {
  if (input.status === "canceled") return failureOf("canceled", errorText);
  if (input.status === "aborted") {
    return {
      kind: "capacity",
      refused: null,
      error: {
        code: "provider_timeout",
        message:
          "No machine became free for this model in time, so it never started. Try again later, or use another model.",
      },
    };
  }
  return failureOf(causeOf(errorText ?? ""), errorText);
}

/** Why a create was refused, by the error that it was answered with. */
export function classifyRefusal({ code, detail }: ErrorBody): Failure {
  if (code === "content_refused") return { kind: "moderation", refused: refusedPart(detail ?? "") };
  const kind = code === "provider_misconfigured" ? "configuration" : "input";
  return { kind, refused: null };
}

function causeOf(text: string): Cause {
  for (const [, inBrackets, bare] of text.matchAll(/\((?:code: )?([A-Z]+\d*)\)|\b(E\d{3,4})\b/g)) {
    const cause = BY_CODE[inBrackets ?? bare ?? ""];
    if (cause !== undefined) return cause;
  }
  return BY_PHRASE.find(([phrase]) => phrase.test(text))?.[1] ?? "unknown";
}

function kindOf(cause: Cause): FailureKind {
  if (cause === "rate_limit") return "capacity";
  return cause === "access" ? "configuration" : cause;
}

function failureOf(cause: Cause, errorText: string | null): Failure & { error: ErrorBody } {
  const detail = providerWords(errorText);
  const refused = cause === "moderation" ? refusedPart(errorText ?? "") : null;
  const { code, message } = SAYS[cause];
  const error: ErrorBody = {
    code,
    message: refused === null ? message : SAYS_REFUSED[refused],
    ...(detail === undefined ? {} : { detail }),
  };
  return { kind: kindOf(cause), refused, error };
}
