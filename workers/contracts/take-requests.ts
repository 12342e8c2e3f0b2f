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
