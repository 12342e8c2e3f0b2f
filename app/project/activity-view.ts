/** A project's activity as its page shows it. */
import type { Activity, ActivityEntry } from "../../workers/contracts/activity.ts";
import { type JobKind, isTerminal } from "../../workers/contracts/job.ts";
import { timecode } from "../words/timecode.ts";

export const KIND_WORDS: Record<JobKind, string> = {
  character: "Portraits",
  script: "Scripts",
  clip: "Clips",
  film: "Films",
};

/** What the job makes, as `Scene 2, take 1`. */
export function subjectWords({
  job,
  option,
  sceneNumber,
  take,
  filmNumber,
}: ActivityEntry): string {
  switch (job.kind) {
    case "character":
      return option === null ? "Portrait" : `Portrait, option ${option}`;
    case "script":
      return "Script";
    case "clip":
      // A scene that was taken out has no number any more.
      return sceneNumber === null ? "Clip" : `Scene ${sceneNumber}, take ${take ?? "?"}`;
    case "film":
      return filmNumber === null ? "Film" : `Film ${filmNumber}`;
  }
}

/** How long it took from its first attempt to its end; null while it waits or runs. */
export function tookWords({ job }: ActivityEntry): string | null {
  if (job.startedAt === null || job.endedAt === null || !isTerminal(job.status)) return null;
  return timecode((job.endedAt - job.startedAt) / 1000);
}

/** Newest first, and only of the kind. */
export function shownEntries({ entries }: Activity, kind: JobKind | null): ActivityEntry[] {
  return entries.filter(({ job }) => kind === null || job.kind === kind).reverse();
}

/** The kind that an address asks for; null for all, and for one that there is not. */
export function kindOf(asked: string | null): JobKind | null {
  return asked !== null && Object.hasOwn(KIND_WORDS, asked) ? (asked as JobKind) : null;
}
