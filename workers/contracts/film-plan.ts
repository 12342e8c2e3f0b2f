/**
 * How the next film of a project is to be cut, as a person chose it. It is kept with the project, so that
 * every tab and the next visit have it; what a film was cut with stays in its own job. Lengths are
 * seconds.
 */
import * as z from "zod/mini";
import { FilmMusic, FitMode, RenditionKind, RENDITIONS, Transition } from "./film-options.ts";
import { AspectRatio } from "./models.ts";

/** Of the film's shorter side, in pixels. 480p is a draft. */
export const FilmSize = z.enum(["480p", "720p", "1080p"]);
export type FilmSize = z.infer<typeof FilmSize>;

export const KEEP = ["clips", "film"] as const;
export const GAPS = ["leave_out", "still"] as const;

/** How one scene gives way to the next one, whichever that is by then. */
export const PlannedJoin = z.strictObject({
  sceneId: z.uuid().check(z.describe("The scene that ends there.")),
  transition: Transition,
});
export type PlannedJoin = z.infer<typeof PlannedJoin>;

const wishes = {
  transition: Transition.check(z.describe("Between all scenes that have none of their own.")),
  joins: z
    .array(PlannedJoin)
    .check(z.maxLength(199), z.describe("Transitions of their own, each after a scene.")),
  keep: z
    .enum(KEEP)
    .check(
      z.describe("What a transition that shows two clips takes from: see the film's options."),
    ),
  fit: FitMode,
  ratio: z
    .nullable(AspectRatio)
    .check(z.describe("Another shape than most clips have; null is theirs.")),
  size: z
    .nullable(FilmSize)
    .check(z.describe("Pixels of the shorter side; null is as most clips are.")),
  normalizeAudio: z.boolean(),
  suppressClipAudio: z.boolean(),
  music: z.nullable(FilmMusic),
  gaps: z
    .enum(GAPS)
    .check(z.describe("What stands in for a scene without a clip, where a film may miss one.")),
  renditions: z.array(RenditionKind).check(z.maxLength(RENDITIONS.length)),
};

export const FilmPlan = z.object({
  /** Rises with each change, so that two tabs cannot overwrite each other unseen. */
  version: z.int(),
  ...wishes,
});
export type FilmPlan = z.infer<typeof FilmPlan>;

/** What is left out stays as it is. */
export const ChangeFilmPlan = z.extend(z.partial(z.strictObject(wishes)), {
  version: z
    .optional(z.int())
    .check(
      z.describe(
        "The version that was changed. If the plan has moved on since, the answer is 409.",
      ),
    ),
});
export type ChangeFilmPlan = z.infer<typeof ChangeFilmPlan>;

/** How a scene gives way to the next one. */
export function transitionAfter(
  sceneId: string,
  { transition, joins }: Pick<FilmPlan, "transition" | "joins">,
): Transition {
  return joins.find((join) => join.sceneId === sceneId)?.transition ?? transition;
}

/** As a film is cut where nobody chose anything. */
export const FIRST_FILM_PLAN: FilmPlan = {
  version: 0,
  transition: { kind: "cut", lengthS: 0.5 },
  joins: [],
  keep: "clips",
  fit: "pad",
  ratio: null,
  size: null,
  normalizeAudio: true,
  suppressClipAudio: false,
  music: null,
  gaps: "leave_out",
  renditions: [],
};
