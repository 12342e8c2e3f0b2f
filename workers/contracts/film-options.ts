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

/** How one clip gives way to the next. */
export const Transition = z.strictObject({
  kind: TransitionKind.check(
    z.describe(
      "A cut; a crossfade, wipe or slide, which show both clips at once; or a dip to black or white and back.",
    ),
  ),
  lengthS: z
    ._default(z.number().check(z.minimum(0.1), z.maximum(2)), 0.5)
    .check(z.describe("Seconds that it takes. Counts for all but cut.")),
});
export type Transition = z.infer<typeof Transition>;

/** How a picture of another ratio fills a film. */
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

const fadeS = (defaultS: number, when: string) =>
  z
    ._default(z.number().check(z.minimum(0), z.maximum(30)), defaultS)
    .check(z.describe(`Seconds over which the song ${when}; 0 is none.`));

export const FilmMusic = z.strictObject({
  songId: z.uuid().check(z.describe("A song that was uploaded to the project.")),
  startS: z
    ._default(z.number().check(z.minimum(0), z.maximum(36_000)), 0)
    .check(z.describe("Where in the song the film begins, in seconds of the song.")),
  play: z
    ._default(z.enum(["cut", "loop"]), "cut")
    .check(
      z.describe(
        "For a song shorter than the film: cut ends with it, loop starts it over until the film ends.",
      ),
    ),
  fadeInS: fadeS(0, "rises at its start"),
  fadeOutS: fadeS(2, "falls at its end"),
  gainDb: z
    ._default(z.number().check(z.minimum(-60), z.maximum(24)), 0)
    .check(z.describe("Decibels by which the song is louder; below 0 it is quieter.")),
  duck: z
    ._default(z.boolean(), true)
    .check(z.describe("Lowers the song while the clips' own sound is heard.")),
});
export type FilmMusic = z.infer<typeof FilmMusic>;

const side = z
  .int()
  .check(
    z.minimum(16),
    z.maximum(4096),
    z.multipleOf(2),
    z.describe("Pixels, an even number of them."),
  );

export const FilmFormat = z.strictObject({
  width: side,
  height: side,
  fps: z
    ._default(z.nullable(z.number().check(z.minimum(1), z.maximum(120))), null)
    .check(z.describe("Frames a second; null takes the rate that most clips have.")),
});

const options = z.strictObject({
  transitions: z
    ._default(z.array(Transition).check(z.maxLength(199)), [])
    .check(
      z.describe(
        "How clips give way to the next. One is the same at every join; several are one for each in order, at most as many as there are joins, and where the list ends come cuts.",
      ),
    ),
  keep: z
    ._default(z.enum(["film", "clips"]), "clips")
    .check(
      z.describe(
        "Where a transition shows two clips at once: clips overlaps what is used of them, so the film gets shorter by each; film keeps the film's length and takes what the clips have beyond their cuts, which is nothing where they are used whole.",
      ),
    ),
  fit: z
    ._default(FitMode, "pad")
    .check(
      z.describe(
        "How a picture of another ratio fills the film: pad with bars, crop cut off, blur on its own blur.",
      ),
    ),
  ratio: z
    ._default(z.nullable(AspectRatio), null)
    .check(
      z.describe(
        "Another ratio than most clips have, in the project's resolution; null is theirs. Not together with output.",
      ),
    ),
  output: z
    ._default(z.nullable(FilmFormat), null)
    .check(
      z.describe(
        "Pixels and frames a second; null takes the format that most clips have. Not together with ratio.",
      ),
    ),
  normalizeAudio: z
    ._default(z.boolean(), true)
    .check(
      z.describe(
        "Brings the film to -14 LUFS and at most -1 dBTP, and its clips to one loudness before.",
      ),
    ),
  suppressClipAudio: z
    ._default(z.boolean(), false)
    .check(z.describe("Leaves the clips' own sound out.")),
  music: z
    ._default(z.nullable(FilmMusic), null)
    .check(z.describe("A song under the whole film; null is none.")),
  gaps: z
    ._default(z.enum(["leave_out", "still"]), "leave_out")
    .check(
      z.describe(
        "What stands in for a scene without a clip where allow_missing is true: leave_out nothing; still its character's picture with its text, for as long as the scene.",
      ),
    ),
  renditions: z
    ._default(z.array(RenditionKind).check(z.maxLength(RENDITIONS.length)), [])
    .check(
      z.describe(
        "Further files of the same film: it in another ratio, cropped; a draft of 480 pixels on the shorter side; its sound alone; its first 3 seconds as GIF or WebP, 320 pixels wide; its first frame as poster.",
      ),
    ),
});

export const FilmOptions = options.check(
  z.refine(({ ratio, output }) => ratio === null || output === null, {
    path: ["ratio"],
    error: "Ratio and output both say the film's format. Name one of them.",
  }),
);
export type FilmOptions = z.infer<typeof FilmOptions>;

export const DEFAULT_FILM_OPTIONS: FilmOptions = z.parse(FilmOptions, {});
