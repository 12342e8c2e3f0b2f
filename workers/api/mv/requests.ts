/**
 * What programs may ask of /api/mv, field by field as the predecessor named them. Fields that a flavor
 * can fill are left undefined here (see wishes.ts); null means the same as leaving a field out only
 * where the predecessor took null.
 */
import * as z from "zod";
import { TransitionKind } from "../../contracts/film-options.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { AspectRatio, ImageFormat, Resolution } from "../../contracts/models.ts";
import { REFUSAL } from "./validation.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

const words = (message: string, maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .refine((text) => text.trim() !== "", { message, ...REFUSAL })
    .transform((text) => text.trim());

/** Blank is as good as none. */
const optionalWords = (maxChars: number) =>
  z
    .string()
    .max(maxChars)
    .nullable()
    .default(null)
    .transform((text) => (text === null || text.trim() === "" ? null : text.trim()));

const id = (name: string) =>
  z
    .string()
    .refine(isUuid, {
      error: ({ input }) => `Invalid ${name} format: ${String(input).slice(0, 60)}`,
      ...REFUSAL,
    })
    .transform((value) => value.toLowerCase());

const optionalId = (name: string) => id(name).nullable().default(null);

const seed = z.int().min(0).max(2_147_483_000).nullable().default(null);
const flavor = z
  .string()
  .max(100)
  .nullable()
  .default(null)
  .describe(
    "A name from get_config_flavors. It fills what the request leaves out; an unknown one falls back to default, with a warning.",
  );
const project = optionalId("project_id").describe(
  "The project to work in. Without it the call joins the project of the files it names, or makes one.",
);

export const IMAGE_RATIOS = ["1:1", "9:16", "16:9", "3:4", "4:3"] as const;

export const GenerateCharacterReference = z.object({
  characterDescription: words("Character description is required", LIMITS.characterChars),
  numImages: z.int().min(1).max(LIMITS.portraits).default(LIMITS.portraits),
  aspectRatio: z.enum(IMAGE_RATIOS).optional(),
  safetyFilterLevel: z
    .enum(["block_low_and_above", "block_medium_and_above", "block_only_high"])
    .optional(),
  personGeneration: z.enum(["dont_allow", "allow_adult", "allow_all"]).optional(),
  outputFormat: z.optional(ImageFormat),
  negativePrompt: optionalWords(LIMITS.sceneChars),
  seed: seed.describe("Image i is drawn with seed + i, where the model takes a seed."),
  configFlavor: flavor,
  projectId: project,
});
export type GenerateCharacterReference = z.output<typeof GenerateCharacterReference>;

export const CreateScenes = z.object({
  idea: words("Idea is required", LIMITS.ideaChars),
  characterDescription: words("Character description is required", LIMITS.characterChars),
  characterCharacteristics: z.string().max(500).optional(),
  numberOfScenes: z.int().min(1).max(LIMITS.scenes).optional(),
  videoType: z.string().max(200).optional(),
  videoCharacteristics: z.string().max(500).optional(),
  cameraAngle: z.string().max(200).optional(),
  configFlavor: flavor,
  projectId: project,
});
export type CreateScenes = z.output<typeof CreateScenes>;

export const GenerateVideo = z.object({
  prompt: words("Prompt is required", LIMITS.sceneChars),
  negativePrompt: optionalWords(LIMITS.sceneChars),
  referenceImageBase64: z
    .string()
    .nullable()
    .default(null)
    .describe(
      "A PNG, JPEG or WebP picture of at most 10 MB. Better: upload it once and name its id.",
    ),
  characterReferenceId: optionalId("character_reference_id").describe(
    "A picture that was made or uploaded here. It goes before reference_image_base64; an unknown id is a warning.",
  ),
  aspectRatio: z.nullish(AspectRatio),
  duration: z.int().min(LIMITS.clipMinSeconds).max(LIMITS.clipMaxSeconds).nullish(),
  generateAudio: z.boolean().nullish(),
  resolution: z.nullish(Resolution),
  seed,
  videoRulesTemplate: z.string().max(LIMITS.sceneChars).nullish(),
  backend: z
    .string()
    .max(40)
    .default("replicate")
    .refine((name) => name === "replicate", {
      message: "This server has one backend: replicate. Leave the field backend out.",
      ...REFUSAL,
    }),
  configFlavor: flavor,
  projectId: project,
  sequence: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe("The number of the project's scene that this is a take of."),
});
export type GenerateVideo = z.output<typeof GenerateVideo>;

/** The container's protocol takes no more. */
const MOST_VIDEOS = 200;

/** Joined by hyphens or underscores; an unknown one is told the names. */
const transition = z
  .string()
  .max(40)
  .default("cut")
  .refine((name) => TransitionKind.safeParse(transitionName(name)).success, {
    message: `There is no such transition. Name one of ${TransitionKind.options.join(", ")}.`,
    ...REFUSAL,
  })
  .transform((name) => TransitionKind.parse(transitionName(name)));

function transitionName(name: string): string {
  return name.trim().toLowerCase().replaceAll("-", "_");
}

export const StitchVideos = z.object({
  videoIds: z
    .array(id("video_id"))
    .max(MOST_VIDEOS)
    .refine((ids) => ids.length > 0, { message: "video_ids list cannot be empty", ...REFUSAL })
    .describe("Clips or films made here, in the order of the film."),
  allowMissing: z
    .boolean()
    .default(false)
    .describe("Leave out videos that are not here or can't be read, and name each in warnings."),
  audioOverlayId: optionalId("audio_overlay_id").describe(
    "A song that was uploaded here, laid under the whole film. One that can't be played costs the film nothing but the song.",
  ),
  suppressVideoAudio: z.boolean().default(false).describe("Leave the videos' own sound out."),
  normalizeAudio: z
    .boolean()
    .default(false)
    .describe("Bring the film to -14 LUFS, and its videos to one loudness before."),
  transition: transition.describe(
    `How each video gives way to the next: ${TransitionKind.options.join(", ")}; hyphens do as well.`,
  ),
  transitionDuration: z
    .number()
    .min(0.1)
    .max(2)
    .default(0.5)
    .describe("Seconds. The film gets shorter by each overlap of two videos."),
  width: z
    .int()
    .min(16)
    .max(4096)
    .multipleOf(2)
    .nullable()
    .default(null)
    .describe("Pixels, an even number of them, with height. Without both: as most videos have."),
  height: z
    .int()
    .min(16)
    .max(4096)
    .multipleOf(2)
    .nullable()
    .default(null)
    .describe("Pixels, an even number of them, with width."),
  fps: z
    .number()
    .min(1)
    .max(120)
    .nullable()
    .default(null)
    .describe("Frames a second, with width and height; without it the rate that most videos have."),
  projectId: project,
});
export type StitchVideos = z.output<typeof StitchVideos>;

/** The forms of the two uploads, for the document; the fields are read by media/read-upload.ts. */
export const UploadForm = z.object({
  file: z.string().meta({
    format: "binary",
    description: "The file, not empty. Its own bytes say of what type it is.",
  }),
  projectId: z
    .string()
    .optional()
    .describe("Id of the project that it is for. Without it a new project is made."),
});

/** Python writes its booleans with a capital. */
const flag = z
  .enum(["true", "false", "1", "0", "True", "False"])
  .transform((text) => text.toLowerCase() === "true" || text === "1");

export const Base64Query = z.object({
  includeBase64: flag.default(true).describe("false leaves the pictures' bytes out of the answer."),
});
export const FileQuery = z.object({
  redirect: flag
    .default(false)
    .describe("In presigned mode: true answers 302 to the signed address, false tells it as JSON."),
});
