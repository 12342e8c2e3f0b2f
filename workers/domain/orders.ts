/**
 * Orders: what a job was asked for, frozen when it was asked. Every attempt of a job asks for exactly
 * this, whatever is edited, chosen or set meanwhile. Sizes are pixels, lengths seconds.
 */
import * as z from "zod/mini";
import { ImageFormat } from "../contracts/models.ts";

export const PortraitOrder = z.object({
  kind: z.literal("character"),
  prompt: z.string(),
  negativePrompt: z.nullable(z.string()),
  aspectRatio: z.string(),
  format: ImageFormat,
  seed: z.nullable(z.int()),
  safetyFilterLevel: z.nullable(z.string()),
  personGeneration: z.nullable(z.string()),
});
export type PortraitOrder = z.infer<typeof PortraitOrder>;

export const ScriptOrder = z.object({
  kind: z.literal("script"),
  idea: z.string(),
  characterDescription: z.string(),
  sceneCount: z.int(),
  lengthS: z.number(),
  style: z.nullable(
    z.object({
      characterCharacteristics: z.string(),
      videoType: z.string(),
      videoCharacteristics: z.string(),
      cameraAngle: z.string(),
      guidance: z.string(),
    }),
  ),
});
export type ScriptOrder = z.infer<typeof ScriptOrder>;

/** A picture of the character, in this project or another of the same workspace. */
export const Reference = z.object({ assetId: z.uuid(), contentType: z.string() });
export type Reference = z.infer<typeof Reference>;

export const ClipOrder = z.object({
  kind: z.literal("clip"),
  prompt: z.string(),
  negativePrompt: z.nullable(z.string()),
  /** Seconds that the film will use. */
  lengthS: z.number(),
  aspectRatio: z.string(),
  resolution: z.string(),
  seed: z.nullable(z.int()),
  generateAudio: z.boolean(),
  reference: z.nullable(Reference),
});
export type ClipOrder = z.infer<typeof ClipOrder>;

export const FilmInput = z.object({
  /** The clip's id, or the asset's where it is no clip of this project. */
  id: z.uuid(),
  assetId: z.uuid(),
  contentType: z.string(),
  /** How much of it is used, from its start; null is all. */
  lengthS: z.nullable(z.number()),
});
export type FilmInput = z.infer<typeof FilmInput>;

export const FilmOrder = z.object({
  kind: z.literal("film"),
  inputs: z.array(FilmInput),
  /** Null takes the format that most inputs have. */
  output: z.nullable(z.object({ width: z.int(), height: z.int(), fps: z.number() })),
});
export type FilmOrder = z.infer<typeof FilmOrder>;

export const Order = z.discriminatedUnion("kind", [
  PortraitOrder,
  ScriptOrder,
  ClipOrder,
  FilmOrder,
]);
export type Order = z.infer<typeof Order>;
