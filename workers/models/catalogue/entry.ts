/**
 * What the catalogue says of a model: what it takes, what it makes, what it costs. Entries are facts
 * and a mapping to the model's own input names; the rules that apply them are in `plan-*.ts`.
 *
 * Facts are from the models' input schemas as public code recorded them up to 2026-04. Schemas drift:
 * an input that a model no longer knows comes back as a rejected create, before anything is paid.
 */
import type { ImageFormat, Resolution } from "../../contracts/models.ts";

/** US dollars per `unit`, at the dearest setting. Always an estimate: nobody publishes a price API. */
export type Price = {
  unit: "image" | "second" | "run";
  usd: number;
  isEstimate: true;
  /** Where the figure comes from, and how far to trust it. */
  source: string;
};

type Common = { slug: string; label: string; price: Price };

/** What an image model is asked for once the rules were applied; null means "do not send". */
export type ImageShot = {
  prompt: string;
  aspectRatio: string | null;
  format: ImageFormat;
  seed: number | null;
  negativePrompt: string | null;
  safetyFilterLevel: string | null;
  /** A picture to stay close to. */
  referenceUrl: string | null;
};

export type ImageModel = Common & {
  kind: "image";
  aspectRatios: readonly string[];
  /** Formats the model can deliver; the first stands in for one it can't. */
  formats: readonly [ImageFormat, ...ImageFormat[]];
  takesSeed: boolean;
  takesNegativePrompt: boolean;
  /** How strictly pictures are filtered, mildest first; empty where the model has no such input. */
  safetyFilterLevels: readonly string[];
  /** Whether it takes a picture to stay close to. */
  takesReference: boolean;
  toInput(shot: ImageShot): Record<string, unknown>;
};

/** What a video model is asked for once the rules were applied; null means "do not send". */
export type VideoShot = {
  prompt: string;
  negativePrompt: string | null;
  lengthS: number;
  aspectRatio: string | null;
  resolution: string | null;
  seed: number | null;
  generateAudio: boolean | null;
  /** Pictures of the character to keep in mind while the scene is free. */
  referenceImages: readonly string[] | null;
  /** A picture that the clip begins with. */
  firstFrame: string | null;
};

/** Pictures that say how somebody looks. `only…` are combinations that the model demands. */
export type References = {
  onlyAspectRatio?: string;
  onlyLengthS?: number;
  notResolution?: Resolution;
};

/** A picture that becomes the clip's first frame. */
export type FirstFrame = {
  /** The model's own name of the input. */
  input: "image" | "start_image" | "first_frame_image";
  isRequired: boolean;
  /** True where the clip takes its shape from the picture and ignores a ratio. */
  setsAspectRatio: boolean;
};

export type VideoModel = Common & {
  kind: "video";
  /** Ascending, in seconds. */
  lengthsS: readonly [number, ...number[]];
  /** Empty where the model has no such input. */
  aspectRatios: readonly string[];
  /** Ascending by height, like `720p`; empty where the model has no such input. */
  resolutions: readonly string[];
  /** A resolution at which only shorter clips can be made. */
  shortAt?: { resolution: string; maxLengthS: number };
  references: References | null;
  firstFrame: FirstFrame | null;
  hasAudio: boolean;
  takesSeed: boolean;
  takesNegativePrompt: boolean;
  /** Price of one second at a setting; `price.usd` is the highest it can return. */
  usdPerSecond(shot: Pick<VideoShot, "resolution" | "generateAudio">): number;
  toInput(shot: VideoShot): Record<string, unknown>;
};

/** What a text model is asked for. */
export type TextRequest = { system: string; prompt: string };

export type TextModel = Common & {
  kind: "text";
  toInput(request: TextRequest): Record<string, unknown>;
};

/** Drops what is null, so that a model is sent only what it knows and was asked. */
export function sent(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}
