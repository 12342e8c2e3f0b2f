/** The things a project is made of. Times are epoch milliseconds, lengths seconds. */
import * as z from "zod/mini";
import { RenditionKind } from "./film-options.ts";
import { FilmPlan, FIRST_FILM_PLAN } from "./film-plan.ts";
import { AspectRatio, ImageFormat, Resolution } from "./models.ts";

/**
 * `quick` runs every step; `step` stops for the choice of portrait and before clips are paid for;
 * `manual` starts nothing by itself, not even the first portraits.
 */
export const ProjectMode = z.enum(["quick", "step", "manual"]);
export type ProjectMode = z.infer<typeof ProjectMode>;

/** What the project waits for a person to decide; null while it works or is finished. */
export const Need = z.enum([
  "choose_character",
  "retry_character",
  "retry_script",
  "shoot_clips",
  "retry_clips",
  "cut_film",
  "retry_film",
]);
export type Need = z.infer<typeof Need>;

export const Station = z.enum(["character", "scenes", "clips", "film", "finished"]);
export type Station = z.infer<typeof Station>;

export const ProjectSettings = z.object({
  sceneCount: z.int(),
  /** Asked length of each clip; the model's nearest longer length is shot and trimmed in the film. */
  clipLengthS: z.number(),
  aspectRatio: AspectRatio,
  resolution: Resolution,
  imageCount: z.int(),
  imageFormat: ImageFormat,
  generateAudio: z.boolean(),
  /** Image i uses seed + i where the model takes a seed. */
  seed: z.nullable(z.int()),
  negativePrompt: z.nullable(z.string()),
  imageModel: z.string(),
  textModel: z.string(),
  videoModel: z.string(),
});
export type ProjectSettings = z.infer<typeof ProjectSettings>;

export const Project = z.object({
  id: z.uuid(),
  workspaceId: z.string(),
  title: z.string(),
  idea: z.string(),
  characterDescription: z.string(),
  mode: ProjectMode,
  settings: ProjectSettings,
  characterReferenceId: z.nullable(z.uuid()),
  station: Station,
  need: z.nullable(Need),
  /** Estimated cost of every attempt that was or may have been billed, in US dollars. */
  spentUsd: z.number(),
  isSimulated: z.boolean(),
  createdAt: z.int(),
  updatedAt: z.int(),
  deletedAt: z.nullable(z.int()),
  /** While it is deleted: until when it can be brought back. */
  restorableUntil: z._default(z.nullable(z.int()), null),
  /** How its next film is to be cut. */
  filmPlan: z._default(FilmPlan, FIRST_FILM_PLAN),
});
export type Project = z.infer<typeof Project>;

export const Scene = z.object({
  id: z.uuid(),
  /** 1 for the first scene of the film. */
  number: z.int(),
  description: z.string(),
  negativeDescription: z.string(),
  lengthS: z.number(),
  /** The take that the film uses; null until one is ready. */
  selectedClipId: z.nullable(z.uuid()),
  /** Rises with each edit, so that two tabs cannot overwrite each other unseen. */
  version: z.int(),
  /** Put in by a person: it is never shot before somebody asks for that. */
  isAdded: z._default(z.boolean(), false),
});
export type Scene = z.infer<typeof Scene>;

/** A scene that was taken out of the film. Its takes stay, and it can come back. */
export const RemovedScene = z.object({
  /** Of this row: the scene keeps its own. */
  id: z.uuid(),
  /** As it was; its number is the place that it had. */
  scene: Scene,
  removedAt: z.int(),
});
export type RemovedScene = z.infer<typeof RemovedScene>;

/** One candidate portrait. `option` is its place in the grid, from 1. */
export const CharacterReference = z.object({
  id: z.uuid(),
  option: z.int(),
  /** Null for a picture that was uploaded; its prompt is then empty. */
  jobId: z.nullable(z.uuid()),
  assetId: z.nullable(z.uuid()),
  prompt: z.string(),
  seed: z.nullable(z.int()),
  createdAt: z.int(),
});
export type CharacterReference = z.infer<typeof CharacterReference>;

/** One take of a scene. */
export const Clip = z.object({
  id: z.uuid(),
  sceneId: z.uuid(),
  take: z.int(),
  jobId: z.uuid(),
  assetId: z.nullable(z.uuid()),
  prompt: z.string(),
  /** What the model was given where it takes one; null or absent where nobody knows it. */
  seed: z.optional(z.nullable(z.int())),
  /** Of a clip that somebody sent in: the file's name, and the asset that it is or was to be. */
  own: z.optional(z.nullable(z.object({ fileName: z.string(), assetId: z.uuid() }))),
  /** Seconds the person asked for; the film uses this much of the take. */
  lengthS: z.number(),
  /** Seconds the model shoots, never less than `lengthS` unless said in a substitution. */
  shotLengthS: z.number(),
  /** Where the film takes it in and out, seconds on the take; null out is `lengthS`. */
  inS: z._default(z.number(), 0),
  outS: z._default(z.nullable(z.number()), null),
  createdAt: z.int(),
});
export type Clip = z.infer<typeof Clip>;

export const Film = z.object({
  id: z.uuid(),
  number: z.int(),
  jobId: z.uuid(),
  assetId: z.nullable(z.uuid()),
  clipIds: z.array(z.uuid()),
  /** Numbers of the scenes that had no take ready: left out, or shown as stills. */
  missingScenes: z.array(z.int()),
  /** When its owner published it; null while it is private. */
  publishedAt: z.nullable(z.int()),
  /** The same film in other forms. */
  renditions: z._default(z.array(z.object({ kind: RenditionKind, assetId: z.uuid() })), []),
  createdAt: z.int(),
});
export type Film = z.infer<typeof Film>;

/** Music that was uploaded for the project's films. */
export const Song = z.object({
  id: z.uuid(),
  assetId: z.uuid(),
  /** The file's name without its ending. */
  title: z.string(),
  createdAt: z.int(),
});
export type Song = z.infer<typeof Song>;

/** What the check of a clip measured. Shares are 0 to 1 of its length; loudness null: no sound at all. */
export const Findings = z.object({
  loudnessLufs: z.nullable(z.number()),
  peakDbtp: z.nullable(z.number()),
  blackShare: z.number(),
  frozenShare: z.number(),
  silentShare: z.number(),
});
export type Findings = z.infer<typeof Findings>;

/** Frames of a clip in one picture, `frames` tiles side by side without gaps, evenly spread. */
export const Strip = z.object({
  assetId: z.uuid(),
  frames: z.int(),
  /** Pixels of one tile; null on rows from before that was noted. */
  tileWidth: z._default(z.nullable(z.int()), null),
  tileHeight: z._default(z.nullable(z.int()), null),
});
export type Strip = z.infer<typeof Strip>;

/** A file in R2. */
export const Asset = z.object({
  id: z.uuid(),
  media: z.enum(["image", "video", "audio"]),
  contentType: z.string(),
  bytes: z.int(),
  width: z.nullable(z.int()),
  height: z.nullable(z.int()),
  durationMs: z.nullable(z.int()),
  hasAudio: z.nullable(z.boolean()),
  /** Frames a second on average, of a clip that was looked into. */
  fps: z.optional(z.nullable(z.number())),
  /** False when the checker could not be reached in time: kept, but not decoded by us. */
  isChecked: z.boolean(),
  /** Of a video: a still picture of it, frames of it side by side, and a copy that films are cut from. */
  posterAssetId: z._default(z.nullable(z.uuid()), null),
  strip: z._default(z.nullable(Strip), null),
  mezzanineAssetId: z._default(z.nullable(z.uuid()), null),
  findings: z._default(z.nullable(Findings), null),
  isSimulated: z.boolean(),
  createdAt: z.int(),
});
export type Asset = z.infer<typeof Asset>;

/** What an asset says of its derived files and findings where it has none. */
export const NOTHING_DERIVED: Pick<
  Asset,
  "posterAssetId" | "strip" | "mezzanineAssetId" | "findings"
> = { posterAssetId: null, strip: null, mezzanineAssetId: null, findings: null };

/** The row a workspace keeps of each project, for the list. */
export const ProjectSummary = z.object({
  id: z.uuid(),
  title: z.string(),
  idea: z.string(),
  mode: z._default(ProjectMode, "quick"),
  station: Station,
  need: z.nullable(Need),
  isWorking: z.boolean(),
  isSimulated: z.boolean(),
  posterAssetId: z.nullable(z.uuid()),
  filmAssetId: z.nullable(z.uuid()),
  /** Length of its newest film, in milliseconds. */
  filmMs: z._default(z.nullable(z.int()), null),
  sceneCount: z._default(z.int(), 0),
  /** Scenes that have a take for the film. */
  clipsReady: z._default(z.int(), 0),
  spentUsd: z.number(),
  createdAt: z.int(),
  updatedAt: z.int(),
});
export type ProjectSummary = z.infer<typeof ProjectSummary>;
