/** The character's candidate portraits as the page shows them, drawn and uploaded, in sets. */
import type { Job } from "../../workers/contracts/job.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Asset, CharacterReference } from "../../workers/contracts/project.ts";

export type PortraitSlot = {
  option: number;
  reference: CharacterReference;
  /** The job that draws it; null for a picture that was uploaded. */
  job: Job | null;
  asset: Asset | null;
  isChosen: boolean;
};

export type PortraitSet = { slots: PortraitSlot[]; isDrawing: boolean };

/**
 * Sets of portraits, newest first; none before anything was drawn or uploaded. A reference whose job retries another one's takes that one's
 * place; otherwise an option number that comes again opens a new set.
 */
export function portraitSets(snapshot: Snapshot): PortraitSet[] {
  const jobs = new Map(snapshot.jobs.map((job) => [job.id, job]));
  const assets = new Map(snapshot.assets.map((asset) => [asset.id, asset]));
  const ordered = [...snapshot.characterReferences].sort(
    (a, b) => a.createdAt - b.createdAt || a.option - b.option,
  );
  const sets: CharacterReference[][] = [];
  for (const reference of ordered) {
    const retried = jobs.get(reference.jobId ?? "")?.retryOf ?? null;
    const home = sets.find((set) => retried !== null && set.some((one) => one.jobId === retried));
    if (home !== undefined) {
      home[home.findIndex((one) => one.jobId === retried)] = reference;
      continue;
    }
    const last = sets.at(-1);
    if (last === undefined || last.some((one) => one.option === reference.option)) {
      sets.push([reference]);
    } else {
      last.push(reference);
    }
  }
  return sets.reverse().map((set) =>
    toSet(
      set.map((reference) => ({
        option: reference.option,
        reference,
        job: jobs.get(reference.jobId ?? "") ?? null,
        asset: reference.assetId === null ? null : (assets.get(reference.assetId) ?? null),
        isChosen: reference.id === snapshot.project.characterReferenceId,
      })),
    ),
  );
}

function toSet(slots: PortraitSlot[]): PortraitSet {
  slots.sort((a, b) => a.option - b.option);
  return { slots, isDrawing: slots.some(isDrawing) };
}

/** True while a job that is not over draws the picture. */
export function isDrawing(slot: PortraitSlot): boolean {
  return slot.asset === null && slot.job !== null && !isTerminal(slot.job.status);
}

export function isUploaded(slot: PortraitSlot): boolean {
  return slot.reference.jobId === null;
}

/** How many portraits of the drawn ones are there; uploaded ones are in neither number. */
export function drawnCounts(slots: readonly PortraitSlot[]): { arrived: number; total: number } {
  const drawn = slots.filter((slot) => !isUploaded(slot));
  return { arrived: drawn.filter((slot) => slot.asset !== null).length, total: drawn.length };
}

export function chosenPortrait(snapshot: Snapshot): PortraitSlot | null {
  for (const set of portraitSets(snapshot)) {
    const chosen = set.slots.find((slot) => slot.isChosen);
    if (chosen !== undefined) return chosen;
  }
  return null;
}
