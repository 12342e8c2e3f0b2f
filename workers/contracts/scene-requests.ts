/** What people and programs may ask of the scenes of a film. See requests.ts. */
import * as z from "zod";
import { LIMITS } from "./limits.ts";
import { lengthS, text } from "./requests.ts";

const number = z
  .int("A place in the film is a whole number.")
  .min(1, "The first scene of a film is number 1.");

export const AddScene = z.strictObject({
  description: text("The scene", LIMITS.sceneChars),
  negativeDescription: z.string().trim().max(LIMITS.sceneChars).default(""),
  lengthS: lengthS.optional().describe("Without it: as long as the project's clips are."),
  number: number
    .optional()
    .describe("Its place in the film; what stands there and after it moves on. Without it: last."),
});
export type AddScene = z.output<typeof AddScene>;

export const MoveScene = z.strictObject({
  number: number.describe("Its new place in the film; past the end is the last one."),
});
export type MoveScene = z.output<typeof MoveScene>;

export const RewriteScene = z.strictObject({
  wish: z
    .string()
    .trim()
    .max(LIMITS.wishChars, `The wish is longer than ${LIMITS.wishChars} characters. Shorten it.`)
    .default("")
    .describe("What is to be different, in a few words."),
});
export type RewriteScene = z.output<typeof RewriteScene>;
