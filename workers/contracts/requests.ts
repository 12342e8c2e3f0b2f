/**
 * What people and programs may ask for. Every field states its limit here and nowhere else; the API,
 * the pages' forms and the OpenAPI document all use these schemas.
 */
import * as z from "zod";
import { FilmOptions } from "./film-options.ts";
import { ChangeFilmPlan } from "./film-plan.ts";
import { LIMITS } from "./limits.ts";
import { AspectRatio, ImageFormat, Resolution } from "./models.ts";
import { ProjectMode } from "./project.ts";

/** Text of at least one character, with sentences for people. */
export function text(what: string, maxChars: number) {
  return z
    .string(`${what} must be text.`)
    .trim()
    .min(1, `${what} is empty. Write at least a few words.`)
    .max(maxChars, `${what} is longer than ${maxChars} characters. Shorten it.`);
}

export const lengthS = z
  .number("A length must be a number of seconds.")
  .min(LIMITS.clipMinSeconds, `A clip is at least ${LIMITS.clipMinSeconds} seconds long.`)
  .max(LIMITS.clipMaxSeconds, `A clip is at most ${LIMITS.clipMaxSeconds} seconds long.`);

export const modelSlug = z
  .string()
  .regex(/^[a-z0-9-]+\/[a-z0-9.-]+$/, "A model is named like google/veo-3.1.")
  .max(100);

export const CreateProject = z.strictObject({
  idea: text("The idea", LIMITS.ideaChars).describe("What the film is about."),
  characterDescription: text("The character", LIMITS.characterChars).describe(
    "Who is in it: what the portrait shows.",
  ),
  title: text("The title", LIMITS.titleChars).optional(),
  mode: z
    .enum(ProjectMode.options)
    .default("quick")
    .describe(
      "quick runs every step; step stops for the choice of portrait and before clips are paid for; manual starts nothing by itself.",
    ),
  sceneCount: z.int().min(1).max(LIMITS.scenes).default(4),
  clipLengthS: lengthS.default(8),
  aspectRatio: z.enum(AspectRatio.options).default("16:9"),
  resolution: z.enum(Resolution.options).default("720p"),
  imageCount: z.int().min(1).max(LIMITS.portraits).default(4),
  imageFormat: z.enum(ImageFormat.options).default("png"),
  generateAudio: z.boolean().default(true),
  seed: z.int().min(0).max(2_147_483_000).nullable().default(null),
  negativePrompt: text("The negative prompt", LIMITS.sceneChars).nullable().default(null),
  imageModel: modelSlug.optional(),
  textModel: modelSlug.optional(),
  videoModel: modelSlug.optional(),
});
export type CreateProject = z.output<typeof CreateProject>;

export const UpdateProject = z
  .strictObject({
    title: text("The title", LIMITS.titleChars).optional(),
    idea: text("The idea", LIMITS.ideaChars).optional(),
    characterDescription: text("The character", LIMITS.characterChars).optional(),
    mode: z.enum(ProjectMode.options).optional(),
    videoModel: modelSlug.optional(),
    aspectRatio: z.enum(AspectRatio.options).optional(),
    resolution: z.enum(Resolution.options).optional(),
    generateAudio: z.boolean().optional(),
    filmPlan: z
      .optional(ChangeFilmPlan)
      .describe("How the next film is cut where nobody says otherwise for it."),
    was: z
      .string()
      .max(LIMITS.ideaChars)
      .optional()
      .describe(
        "How the idea, or else the character, read when it was edited. If it reads otherwise by now, the answer is 409.",
      ),
  })
  .refine(
    ({ was: _was, ...change }) => Object.keys(change).length > 0,
    "Name at least one field to change.",
  );
export type UpdateProject = z.output<typeof UpdateProject>;

export const EditScene = z.strictObject({
  description: text("The scene", LIMITS.sceneChars).optional(),
  negativeDescription: z.string().trim().max(LIMITS.sceneChars).optional(),
  lengthS: lengthS.optional(),
  version: z
    .int()
    .optional()
    .describe("The version that was edited. If the scene has moved on since, the answer is 409."),
});
export type EditScene = z.output<typeof EditScene>;

export const StartJobs = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("character").describe("Draws portraits of the character."),
    count: z
      .int()
      .min(1)
      .max(LIMITS.portraits)
      .default(LIMITS.portraits)
      .describe("How many portraits."),
  }),
  z.strictObject({ kind: z.literal("script").describe("Writes the scenes.") }),
  z.strictObject({
    kind: z.literal("clip").describe("Shoots clips of scenes."),
    sceneIds: z
      .array(z.uuid())
      .max(LIMITS.filmScenes)
      .optional()
      .describe("Scenes to shoot one more take of. Without it: every scene that has no take yet."),
  }),
  z.strictObject({
    kind: z.literal("film").describe("Cuts the film of the takes that its scenes use now."),
    allowMissing: z
      .boolean()
      .default(false)
      .describe("Cut the film although scenes have no clip, and name the gaps."),
    options: z
      .optional(FilmOptions)
      .describe(
        "How the film is cut; each field that is left out has its default. Without it: as the project's film plan says.",
      ),
  }),
]);
export type StartJobs = z.output<typeof StartJobs>;

/** What is different this time; nothing tries for the same again. */
export const RetryJob = z.strictObject({
  model: modelSlug.optional().describe("Another model of the same kind, for this job alone."),
  generateAudio: z.boolean().optional().describe("For a clip: whether it is shot with sound."),
});
export type RetryJob = z.output<typeof RetryJob>;

const NO_TIME = "A point in a take is a time in seconds, like 2.5.";

/** Seconds on the take, each within its length; what is left out stays as it is. */
export const TrimClip = z
  .strictObject({
    inS: z
      .number(NO_TIME)
      .min(0)
      .optional()
      .describe(
        "Where films take the clip in: seconds from the start of the take, before out_s. A new take has 0. Without it: as it was.",
      ),
    outS: z
      .number(NO_TIME)
      .min(0)
      .nullable()
      .optional()
      .describe(
        "Where films leave it: seconds from the start of the take, at least 0.1 after in_s and at most the take's length. Null, as a new take has, is the length that the scene asked for. Without it: as it was.",
      ),
    was: z
      .strictObject({ inS: z.number(), outS: z.number().nullable() })
      .optional()
      .describe("The trim that was edited. If it has moved on since, the answer is 409."),
  })
  .refine((change) => Object.keys(change).length > 0, "Name at least one field to change.");
export type TrimClip = z.output<typeof TrimClip>;

export const PublishFilm = z.strictObject({
  isPublished: z.boolean().describe("true publishes the film, false takes it back."),
});
export type PublishFilm = z.output<typeof PublishFilm>;

/** A client's name for one intent: the same key twice is one command. */
export const IdempotencyKey = z
  .string()
  .min(8, "An idempotency key has 8 to 128 characters.")
  .max(128, "An idempotency key has 8 to 128 characters.")
  .regex(/^[\w.:-]+$/, "An idempotency key has letters, digits and . : _ - only.");
