/** How a film is to be cut, as people and programs choose it. Lengths are seconds. */
import * as z from "zod/mini";
import { AspectRatio } from "./models.ts";

export const TransitionKind = z.enum([
  "cut",
  "crossfade",
  "dip_black",
  "dip_white",
  "wipe",
  "slide",
]);
export type TransitionKind = z.infer<typeof TransitionKind>;

/** How one clip gives way to the next; the length counts for all but `cut`. */
export const Transition = z.strictObject({
  kind: TransitionKind,
  lengthS: z._default(z.number().check(z.minimum(0.1), z.maximum(2)), 0.5),
});
export type Transition = z.infer<typeof Transition>;

/** How a picture of another ratio fills the film: with bars, cut off, or on its own blur. */
export const FitMode = z.enum(["pad", "crop", "blur"]);
export type FitMode = z.infer<typeof FitMode>;

export const RENDITIONS = [
  "16:9",
  "9:16",
  "1:1",
  "draft",
  "audio",
  "gif",
  "webp",
  "poster",
] as const;
/** A further file of the same film. */
export const RenditionKind = z.enum(RENDITIONS);
export type RenditionKind = z.infer<typeof RenditionKind>;

const fade = z._default(z.number().check(z.minimum(0), z.maximum(30)), 0);

export const FilmMusic = z.strictObject({
  /** A song of the project. */
  songId: z.uuid(),
  /** Where in the song the film begins. */
  startS: z._default(z.number().check(z.minimum(0), z.maximum(36_000)), 0),
  /** `loop` starts the song over until the film ends. */
  play: z._default(z.enum(["cut", "loop"]), "cut"),
  fadeInS: fade,
  fadeOutS: z._default(z.number().check(z.minimum(0), z.maximum(30)), 2),
  gainDb: z._default(z.number().check(z.minimum(-60), z.maximum(24)), 0),
  /** Lowers the song while the clips' own sound is heard. */
  duck: z._default(z.boolean(), true),
});
export type FilmMusic = z.infer<typeof FilmMusic>;

const side = z.int().check(z.minimum(16), z.maximum(4096), z.multipleOf(2));

const options = z.strictObject({
  /** One is the same at every join; several are one for each, and where the list ends come cuts. */
  transitions: z._default(z.array(Transition).check(z.maxLength(199)), []),
  /**
   * Where a transition shows two clips at once: `clips` overlaps what is used of them, so the film gets
   * shorter by each; `film` keeps the film's length and takes what the clips have beyond their cuts.
   */
  keep: z._default(z.enum(["film", "clips"]), "clips"),
  fit: z._default(FitMode, "pad"),
  /** Another ratio than most clips have, in the project's resolution. */
  ratio: z._default(z.nullable(AspectRatio), null),
  /** Pixels and frames a second. Null takes the format that most clips have. */
  output: z._default(
    z.nullable(
      z.strictObject({
        width: side,
        height: side,
        fps: z._default(z.nullable(z.number().check(z.minimum(1), z.maximum(120))), null),
      }),
    ),
    null,
  ),
  /** Brings the film to -14 LUFS and at most -1 dBTP, and its clips to one loudness before. */
  normalizeAudio: z._default(z.boolean(), true),
  /** Leaves the clips' own sound out. */
  suppressClipAudio: z._default(z.boolean(), false),
  music: z._default(z.nullable(FilmMusic), null),
  /** What stands in for a scene without a clip: nothing, or its character's picture with its text. */
  gaps: z._default(z.enum(["leave_out", "still"]), "leave_out"),
  renditions: z._default(z.array(RenditionKind).check(z.maxLength(RENDITIONS.length)), []),
});

export const FilmOptions = options.check(
  z.refine(({ ratio, output }) => ratio === null || output === null, {
    path: ["ratio"],
    error: "Ratio and output both say the film's format. Name one of them.",
  }),
);
export type FilmOptions = z.infer<typeof FilmOptions>;

export const DEFAULT_FILM_OPTIONS: FilmOptions = z.parse(FilmOptions, {});
