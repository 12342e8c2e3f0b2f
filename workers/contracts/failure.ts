/** Why work at the provider failed, in the classes that decide what follows and what a person can do. */
import * as z from "zod/mini";

/** Each with what follows by itself, before a person is asked. */
export const FailureKind = z.enum([
  /** The provider's machinery broke: the same call is tried again, soon. */
  "transient",
  /** No room at the moment: tried again later; another model may have some. */
  "capacity",
  /** Refused for its content: never sent again unchanged. */
  "moderation",
  /** The model can't work with this input. */
  "input",
  /** The model could not download our picture: a new address is signed, then once more. */
  "input_unreachable",
  /** Set up wrongly on our side, or a model that is no longer offered. */
  "configuration",
  /** Stopped at the provider, and not by us. */
  "canceled",
  "unknown",
]);
export type FailureKind = z.infer<typeof FailureKind>;

/** What of the content was refused, where the provider tells: of what was sent, or of what it made. */
export const RefusedPart = z.enum(["text", "image", "sound"]);
export type RefusedPart = z.infer<typeof RefusedPart>;

export const Failure = z.object({
  kind: FailureKind,
  /** Only of `moderation`. */
  refused: z.nullable(RefusedPart),
});
export type Failure = z.infer<typeof Failure>;
