/** What clients may know of a model: its name, abilities and estimated price. */
import * as z from "zod/mini";

export const AspectRatio = z.enum(["16:9", "9:16", "1:1"]);
export type AspectRatio = z.infer<typeof AspectRatio>;

export const Resolution = z.enum(["720p", "1080p"]);
export type Resolution = z.infer<typeof Resolution>;

export const ImageFormat = z.enum(["png", "jpg", "webp"]);
export type ImageFormat = z.infer<typeof ImageFormat>;

/**
 * Something asked for that the model can't do, and what was done instead. `used: null` means that
 * it was left out. Shown to the person before and after the job, never applied silently.
 */
export const Substitution = z.object({
  field: z.string(),
  asked: z.nullable(z.string()),
  used: z.nullable(z.string()),
  reason: z.string(),
});
export type Substitution = z.infer<typeof Substitution>;

/** A catalogue entry as clients see it. Prices are estimates in US dollars per `unit`. */
export const ModelInfo = z.object({
  slug: z.string(),
  kind: z.enum(["image", "video", "text"]),
  label: z.string(),
  isDefault: z.boolean(),
  price: z.object({
    unit: z.enum(["image", "second", "run"]),
    usd: z.number(),
    isEstimate: z.boolean(),
  }),
  /** Lengths in seconds that a video model makes; empty for the other kinds. */
  lengthsS: z.array(z.number()),
  aspectRatios: z.array(z.string()),
  takesReference: z.boolean(),
  /** With a character and at this ratio the model shoots only this length, whatever was asked. */
  referenceShot: z.nullable(z.object({ aspectRatio: z.string(), lengthS: z.number() })),
  hasAudio: z.boolean(),
});
export type ModelInfo = z.infer<typeof ModelInfo>;
