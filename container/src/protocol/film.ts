/**
 * What a film is made of: clips, the joins between them, sound, format and renditions. Times are seconds
 * on a clip's own clock, from its first frame, unless said otherwise.
 */
import * as z from "zod";
import { Upload } from "./upload.ts";

/** How a picture of another ratio fills the film: with bars, cut off, or on its own blur. */
const Fit = z.enum(["pad", "crop", "blur"]);
export type FitMode = z.infer<typeof Fit>;

/** The point that cropping keeps in view, as shares of width and height from the top left. */
const Focus = z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) });
export type Focus = z.infer<typeof Focus>;

const sides = z.int().min(16).max(4096).multipleOf(2);
const gain = z.number().min(-60).max(24);
const fade = z.number().min(0).max(30).default(0);

/** What stands in for a clip that is missing or can't be read. */
const Still = z.object({
  /** A picture; null is black. */
  picture_url: z.url().nullable(),
  text: z.string().max(500).default(""),
  length_s: z.number().positive().max(600),
});
export type Still = z.infer<typeof Still>;

/**
 * One clip of a film: its frames from `in_s` up to, and without, `out_s`. `length_s` is the length from
 * `in_s` and another way to say `out_s`; the earlier end holds. Null: to the clip's end.
 */
const ClipInput = z
  .object({
    id: z.uuid(),
    /** Null for a clip that there is not; see `missing`. */
    url: z.url().nullable(),
    length_s: z.number().positive().max(36_000).nullable(),
    in_s: z.number().min(0).max(36_000).default(0),
    out_s: z.number().positive().max(36_000).nullable().default(null),
    /** Null: as the film. */
    fit: Fit.nullable().default(null),
    focus: Focus.nullable().default(null),
    still: Still.nullable().default(null),
  })
  .refine(({ in_s, out_s }) => out_s === null || out_s > in_s, {
    path: ["out_s"],
    error: "must come after in_s",
  });
export type ClipInput = z.input<typeof ClipInput>;
export type ClipOrder = z.output<typeof ClipInput>;

/** How one clip gives way to the next. `length_s` counts for all but `cut`. */
const Join = z.object({
  kind: z.enum(["cut", "crossfade", "dip_black", "dip_white", "wipe", "slide"]),
  length_s: z.number().min(0.1).max(2).default(0.5),
  /** Where a wipe or slide goes to. */
  direction: z.enum(["left", "right", "up", "down"]).default("left"),
});
export type Join = z.output<typeof Join>;

const Music = z.object({
  url: z.url(),
  /** Where in the song the film begins. */
  start_s: z.number().min(0).max(36_000).default(0),
  /** `cut`: the song ends where it ends, or with the film; `loop`: it starts over until the film ends. */
  play: z.enum(["cut", "loop"]).default("cut"),
  fade_in_s: fade,
  fade_out_s: fade,
  /** Decibels. */
  gain_db: gain.default(0),
  /** Lowers the song while the clips' own sound is heard. */
  duck: z.boolean().default(false),
});
export type Music = z.output<typeof Music>;

const Sound = z.object({
  /** Null leaves loudness alone. */
  normalize: z
    .object({
      target_lufs: z.number().min(-40).max(-5).default(-14),
      peak_dbtp: z.number().min(-9).max(0).default(-1),
    })
    .nullable()
    .default(null),
  /** Brings every clip to one loudness before they are joined. */
  level_clips: z.boolean().default(false),
  /** Decibels for all of the clips' own sound. */
  clips_gain_db: gain.default(0),
  /** Leaves the clips' own sound out. */
  suppress_clips: z.boolean().default(false),
  music: Music.nullable().default(null),
});
export type SoundOrder = z.output<typeof Sound>;

const rendition = { name: z.string().regex(/^[a-z0-9_-]{1,40}$/), upload: Upload };
const frame = { fit: Fit.default("crop"), focus: Focus.nullable().default(null) };

/** A further file of the same film. `at_s` and `start_s` are seconds of the film. */
const Rendition = z.discriminatedUnion("kind", [
  /** The film in another ratio, its shorter side as the film's. */
  z.object({
    ...rendition,
    ...frame,
    kind: z.literal("ratio"),
    ratio: z.enum(["16:9", "9:16", "1:1"]),
  }),
  /** 480 pixels on the shorter side, quick to make and small. */
  z.object({ ...rendition, kind: z.literal("draft") }),
  z.object({ ...rendition, kind: z.literal("audio") }),
  z.object({
    ...rendition,
    kind: z.literal("preview"),
    format: z.enum(["gif", "webp"]),
    start_s: z.number().min(0).max(36_000).default(0),
    length_s: z.number().positive().max(20).default(3),
    width: z.int().min(16).max(1280).multipleOf(2).default(320),
  }),
  z.object({
    ...rendition,
    kind: z.literal("poster"),
    at_s: z.number().min(0).max(36_000).default(0),
  }),
]);
export type Rendition = z.output<typeof Rendition>;

/** The fields of a film's request. */
export const film = {
  clips: z.array(ClipInput).min(1).max(200),
  /** Between clip i and clip i + 1; empty: every join is a cut. */
  joins: z.array(Join).max(199).default([]),
  /**
   * Where a join overlaps two clips: `film` keeps the film as long as its cuts would make it and takes
   * the overlap from material beyond `in_s` and `out_s`; `clips` shows each clip's whole length, so the
   * film gets shorter by each overlap.
   */
  keep: z.enum(["film", "clips"]).default("film"),
  /** Format of the film; null takes the format most of its clips have. */
  output: z
    .object({ width: sides, height: sides, fps: z.number().min(1).max(120).nullable() })
    .nullable(),
  fit: Fit.default("pad"),
  focus: Focus.nullable().default(null),
  sound: Sound.default(() => Sound.parse({})),
  /** Clips that are missing or can't be read: an error, left out, or shown as their `still`. */
  missing: z.enum(["refuse", "leave_out", "still"]).default("refuse"),
  renditions: z.array(Rendition).max(20).default([]),
  /**
   * Where finished parts are kept between containers: `{key}` is replaced by 64 hex digits. GET gives
   * the bytes or 404, PUT takes them. Null keeps none.
   */
  parts_url: z.string().includes("{key}").nullable().default(null),
};
