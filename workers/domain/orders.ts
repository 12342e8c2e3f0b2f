/**
 * Orders: what a job was asked for, frozen when it was asked. Every attempt of a job asks for exactly
 * this, whatever is edited, chosen or set meanwhile. Sizes are pixels, lengths seconds.
 */
import * as z from "zod/mini";
import { FilmOptions, FitMode, RenditionKind, Transition } from "../contracts/film-options.ts";
import { ImageFormat } from "../contracts/models.ts";

/** A picture of the character, in this project or another of the same workspace. */
export const Reference = z.object({ assetId: z.uuid(), contentType: z.string() });
export type Reference = z.infer<typeof Reference>;

export const PortraitOrder = z.object({
  kind: z.literal("character"),
  prompt: z.string(),
  negativePrompt: z.nullable(z.string()),
  aspectRatio: z.string(),
  format: ImageFormat,
  seed: z.nullable(z.int()),
  safetyFilterLevel: z.nullable(z.string()),
  personGeneration: z.nullable(z.string()),
  /** A picture to stay close to, where the model takes one. */
  reference: z._default(z.nullable(Reference), null),
});
export type PortraitOrder = z.infer<typeof PortraitOrder>;

/** One scene between the others, as the film read when this was asked. */
export const Rewrite = z.object({
  sceneId: z.uuid(),
  /** The words that are to be replaced; newer ones are never overwritten. */
  version: z.int(),
  description: z.string(),
  /** What is to be different; empty where nobody said. */
  wish: z.string(),
  /** Starts of the descriptions before and after it, in film order. */
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type Rewrite = z.infer<typeof Rewrite>;

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
  /** Where only one scene of a film is written anew. */
  rewrite: z._default(z.nullable(Rewrite), null),
});
export type ScriptOrder = z.infer<typeof ScriptOrder>;

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
  /** How much of it is used, from `inS`; null is all. */
  lengthS: z.nullable(z.number()),
  inS: z._default(z.number(), 0),
  /** Instead of a clip that there is not: a picture with words. `assetId` is then not read. */
  still: z._default(
    z.nullable(z.object({ picture: z.nullable(Reference), text: z.string(), lengthS: z.number() })),
    null,
  ),
});
export type FilmInput = z.infer<typeof FilmInput>;

export const FilmOrder = z.object({
  kind: z.literal("film"),
  inputs: z.array(FilmInput),
  /** Null takes the format that most inputs have. */
  output: z.nullable(z.object({ width: z.int(), height: z.int(), fps: z.nullable(z.number()) })),
  /** Between inputs i and i + 1; shorter lists end in cuts. */
  joins: z._default(z.array(Transition), []),
  keep: z._default(z.enum(["film", "clips"]), "film"),
  fit: z._default(FitMode, "pad"),
  normalizeAudio: z._default(z.boolean(), false),
  suppressClipAudio: z._default(z.boolean(), false),
  music: z._default(
    z.nullable(
      z.object({
        assetId: z.uuid(),
        contentType: z.string(),
        startS: z.number(),
        play: z.enum(["cut", "loop"]),
        fadeInS: z.number(),
        fadeOutS: z.number(),
        gainDb: z.number(),
        duck: z.boolean(),
      }),
    ),
    null,
  ),
  /** What an input that can't be read does: ends the film's job, or is left out and named. */
  unreadable: z._default(z.enum(["refuse", "leave_out"]), "refuse"),
  renditions: z._default(z.array(RenditionKind), []),
  /** What a person asked for, to cut the same film again of other takes; null for a program's order. */
  options: z._default(z.nullable(FilmOptions), null),
});
export type FilmOrder = z.infer<typeof FilmOrder>;

export const Order = z.discriminatedUnion("kind", [
  PortraitOrder,
  ScriptOrder,
  ClipOrder,
  FilmOrder,
]);
export type Order = z.infer<typeof Order>;
