/** What people and programs may ask for a scene's takes. Limits as in requests.ts. */
import * as z from "zod";
import { LIMITS } from "./limits.ts";
import { modelSlug, text } from "./requests.ts";

/** What is different in this take; what is left out is as the scene and the project say. */
export const ShootTake = z.strictObject({
  description: text("The scene", LIMITS.sceneChars)
    .optional()
    .describe("What happens in this take. The scene keeps its own words."),
  negativeDescription: z
    .string()
    .trim()
    .max(LIMITS.sceneChars, `At most ${LIMITS.sceneChars} characters. Shorten it.`)
    .optional()
    .describe("What is not to be seen in this take."),
  model: modelSlug.optional().describe("Another video model, for this take alone."),
  seed: z
    .int("A seed is a whole number.")
    .min(0, "A seed is not negative.")
    .max(LIMITS.seed, `A seed is at most ${LIMITS.seed}.`)
    .optional()
    .describe("The seed of another take keeps what it can of it. Without it: a new one."),
  generateAudio: z.boolean().optional().describe("Whether this take is shot with sound."),
});
export type ShootTake = z.output<typeof ShootTake>;

const MB = 1024 * 1024;

/** The same scene, name and size again is the same upload, and goes on where it stopped. */
export const BeginOwnClip = z.strictObject({
  fileName: text("The file's name", 255).describe("As on the person's disk."),
  bytes: z
    .int("The size is a whole number of bytes.")
    .min(1, "The file is empty. Choose another one.")
    .max(
      LIMITS.ownClipBytes,
      `A clip may have at most ${LIMITS.ownClipBytes / MB} MB. Make it shorter or smaller, then choose it again.`,
    ),
});
export type BeginOwnClip = z.output<typeof BeginOwnClip>;
