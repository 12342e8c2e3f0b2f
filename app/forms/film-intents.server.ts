/** What the forms of the finished films ask for: publishing one, or taking it back. */
import * as z from "zod";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { textOf } from "./read-form.server.ts";

const id = z.uuid("That id is not one of ours. Reload the page and try again.");

export const FILM_INTENTS = [
  z.object({ intent: z.literal("publish-film"), filmId: id, isPublished: z.boolean() }),
] as const;
export type FilmIntent = z.output<(typeof FILM_INTENTS)[number]>;

const WORDS = new Map([
  ["yes", true],
  ["no", false],
]);

/** Null for an intent that is none of these. */
export function filmCandidate(intent: string | undefined, form: FormData): unknown {
  if (intent !== "publish-film") return null;
  return {
    intent,
    filmId: textOf(form, "filmId"),
    // Neither yes nor no is a form that was made by hand: it is refused.
    isPublished: WORDS.get(textOf(form, "isPublished") ?? ""),
  };
}

export function sendFilm(gateway: Gateway, projectId: string, intent: FilmIntent) {
  return gateway.publishFilm(projectId, intent.filmId, intent.isPublished);
}
