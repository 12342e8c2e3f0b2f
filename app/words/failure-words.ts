/** What a person can do about a failure, and what usually helps. */
import type { Job } from "../../workers/contracts/job.ts";
import type { ProjectMode } from "../../workers/contracts/project.ts";

/** In the order in which a card offers them. */
export type Remedy =
  /** The same once more. */
  | "again"
  /** With other words. */
  | "words"
  /** With another portrait in it. */
  | "portrait"
  /** Without sound. */
  | "silent"
  /** With another model of the same kind. */
  | "model";

/** Nothing that would be refused again for sure is offered. */
export function remediesOf({ kind, failure }: Job, mode: ProjectMode): Remedy[] {
  const all = remedies(kind, failure);
  if (mode !== "manual") return all;
  // A program's words are its own: what is refused can only go elsewhere.
  const left = all.filter((remedy) => remedy !== "words" && remedy !== "portrait");
  return failure?.kind === "moderation"
    ? [...left.filter((one) => one !== "again"), "model"]
    : left;
}

function remedies(kind: Job["kind"], failure: Job["failure"]): Remedy[] {
  switch (failure?.kind) {
    case "moderation":
      if (kind !== "clip") return ["words"];
      if (failure.refused === "sound") return ["silent", "words"];
      return failure.refused === "image" ? ["portrait", "words", "again"] : ["words"];
    case "input":
      return ["words", "again", "model"];
    case "configuration":
      return ["model", "again"];
    case "capacity":
    case "unknown":
      return ["again", "model"];
    default:
      return ["again"];
  }
}

const PLAIN_WORDS =
  "say what is seen, and leave out real people, brands, blood, weapons and bare skin.";

/** One or two sentences on what usually helps; null where the reason says it all. */
export function adviceWords({ kind, failure }: Job): string | null {
  if (failure?.kind !== "moderation") return null;
  switch (failure.refused) {
    case "text":
      return `What usually helps: ${PLAIN_WORDS}`;
    case "image":
      return kind === "clip"
        ? "What usually helps: another portrait, of nobody who could be taken for real, famous or a child."
        : `What usually helps: ${PLAIN_WORDS}`;
    case "sound":
      return "What usually helps: no sound. Models often refuse their own sound by mistake, and the same words pass without it.";
    case null:
      return `The model did not say what of it. What usually helps: ${PLAIN_WORDS}`;
    default:
      return failure.refused satisfies never;
  }
}

/** How often it was tried, where that was more than once. */
export function triesWords({ attemptCount }: Job): string | null {
  return attemptCount > 1 ? `Tried ${attemptCount} times.` : null;
}
