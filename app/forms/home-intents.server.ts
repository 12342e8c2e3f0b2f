/** What the cards of the home page ask for: another film like this one, away with it, back with it. */
import * as z from "zod";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import type { Result } from "../../workers/contracts/errors.ts";
import { ok } from "../../workers/contracts/errors.ts";
import { FORM_FIELDS } from "./outcome.ts";
import { textOf } from "./read-form.server.ts";

const projectId = z.uuid("That is not the name of a film here. Reload the page and try again.");

const FilmIntent = z.discriminatedUnion(
  "intent",
  [
    z.object({ intent: z.literal("duplicate"), projectId }),
    z.object({ intent: z.literal("delete"), projectId }),
    z.object({ intent: z.literal("restore"), projectId }),
  ],
  "This button is not known here. Reload the page and try again.",
);
export type FilmIntent = z.output<typeof FilmIntent>;

/** Null for a form that starts a film. */
export function readFilmIntent(form: FormData) {
  const intent = textOf(form, FORM_FIELDS.intent);
  if (intent === undefined) return null;
  return FilmIntent.safeParse({ intent, projectId: textOf(form, "projectId") });
}

/** Carries it out; the answer is where to go without scripts. */
export async function carryOutOnFilm(
  gateway: Gateway,
  { intent, projectId }: FilmIntent,
  key: string,
): Promise<Result<string>> {
  switch (intent) {
    case "duplicate": {
      const made = await gateway.duplicateProject(projectId, key);
      return made.ok ? ok(`/projects/${made.value.project.id}`) : made;
    }
    case "delete": {
      const done = await gateway.deleteProject(projectId);
      // Pressed twice, or in another tab: it is gone either way.
      return done.ok || done.error.code === "not_found" ? ok(`/?deleted=${projectId}`) : done;
    }
    case "restore": {
      const done = await gateway.restoreProject(projectId);
      return done.ok ? ok("/#films") : done;
    }
    default:
      return intent satisfies never;
  }
}
