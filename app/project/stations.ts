/** The five stations of a film and what each says about itself. */
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Job, JobKind } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Need } from "../../workers/contracts/project.ts";
import { countWords } from "../words/lists.ts";
import { timecode } from "../words/timecode.ts";
import { filmReel } from "./film-reel.ts";
import { chosenPortrait, drawnCounts, portraitSets } from "./portraits.ts";
import { clipCounts, sceneRows } from "./scene-rows.ts";

export type StationName = "idea" | "character" | "scenes" | "clips" | "film";
/** `yours`: it waits for the person. */
export type StationState = "waiting" | "working" | "yours" | "done" | "failed";
export type StationView = {
  name: StationName;
  label: string;
  state: StationState;
  /** A few words on how far it is. */
  words: string;
};

const NEED_STATION: Record<Need, StationName> = {
  choose_character: "character",
  retry_character: "character",
  retry_script: "scenes",
  shoot_clips: "clips",
  retry_clips: "clips",
  cut_film: "film",
  retry_film: "film",
};

/** The station where the person is needed, null while nobody is. */
export function neededStation(snapshot: Snapshot): StationName | null {
  return snapshot.project.need === null ? null : NEED_STATION[snapshot.project.need];
}

/** A script is that of the whole film: one scene written anew is a matter of that scene. */
function isOfKind(job: Job, kind: JobKind): boolean {
  return job.kind === kind && (kind !== "script" || job.targetId === null);
}

export function activeJobs(snapshot: Snapshot, kind: JobKind): Job[] {
  return snapshot.jobs.filter((job) => isOfKind(job, kind) && !isTerminal(job.status));
}

/** The newest job of a kind, whatever became of it. */
export function newestJob(snapshot: Snapshot, kind: JobKind): Job | null {
  const jobs = snapshot.jobs.filter((job) => isOfKind(job, kind));
  return jobs.reduce<Job | null>(
    (newest, job) => (newest === null || job.createdAt >= newest.createdAt ? job : newest),
    null,
  );
}

export function stations(snapshot: Snapshot): StationView[] {
  const needed = neededStation(snapshot);
  const views: StationView[] = [
    { name: "idea", label: "Idea", ...ideaStation(snapshot) },
    { name: "character", label: "Character", ...characterStation(snapshot) },
    { name: "scenes", label: "Scenes", ...scenesStation(snapshot) },
    { name: "clips", label: "Clips", ...clipsStation(snapshot) },
    { name: "film", label: "Film", ...filmStation(snapshot) },
  ];
  return views.map((view) => (view.name === needed ? { ...view, state: "yours" } : view));
}

type StationStatus = { state: StationState; words: string };

function ideaStation(snapshot: Snapshot): StationStatus {
  return snapshot.project.idea === ""
    ? { state: "waiting", words: "Not set" }
    : { state: "done", words: "Set" };
}

/** Nothing is there and nothing runs. In a manual project nothing comes by itself either. */
function nothingYet(snapshot: Snapshot): StationStatus {
  return {
    state: "waiting",
    words: snapshot.project.mode === "manual" ? "None yet" : "Waiting",
  };
}

function characterStation(snapshot: Snapshot): StationStatus {
  const need = snapshot.project.need;
  const set = portraitSets(snapshot)[0];
  const chosen = chosenPortrait(snapshot);
  if (need === "choose_character") return { state: "yours", words: "Choose one" };
  if (need === "retry_character") return { state: "yours", words: "Draw again" };
  if (chosen !== null) return { state: "done", words: `Option ${chosen.option}` };
  const slots = set?.slots ?? [];
  if (set?.isDrawing === true) {
    const { arrived, total } = drawnCounts(slots);
    return { state: "working", words: `${arrived} of ${total} drawn` };
  }
  if (slots.length === 0) return nothingYet(snapshot);
  const ready = slots.filter((slot) => slot.asset !== null).length;
  return ready === 0
    ? { state: "failed", words: "None arrived" }
    : { state: "done", words: countWords(ready, "portrait") };
}

function scenesStation(snapshot: Snapshot): StationStatus {
  if (snapshot.project.need === "retry_script") return { state: "yours", words: "Write again" };
  if (activeJobs(snapshot, "script").length > 0) return { state: "working", words: "Writing" };
  const count = snapshot.scenes.length;
  if (count > 0) {
    // A program may name its scenes itself, one with each clip.
    const isWritten = snapshot.jobs.some(
      (job) => isOfKind(job, "script") && job.status === "succeeded",
    );
    return { state: "done", words: isWritten ? `${count} written` : countWords(count, "scene") };
  }
  return newestJob(snapshot, "script")?.status === "failed"
    ? { state: "failed", words: "Failed" }
    : nothingYet(snapshot);
}

function clipsStation(snapshot: Snapshot): StationStatus {
  const rows = sceneRows(snapshot);
  const counts = clipCounts(rows);
  if (snapshot.project.need === "shoot_clips") return { state: "yours", words: "Shoot" };
  if (snapshot.project.need === "retry_clips") {
    const failed = rows.filter((row) => row.state === "failed" || row.failedSince !== null);
    if (failed.length === 0) return { state: "yours", words: "Shoot" };
    return { state: "yours", words: `${failed.length} failed` };
  }
  if (counts.loading > 0) {
    return { state: "working", words: `${counts.succeeded} of ${rows.length} shot` };
  }
  if (counts.failed > 0) return { state: "failed", words: `${counts.failed} failed` };
  if (rows.length > 0 && counts.succeeded === rows.length) {
    return { state: "done", words: `${countWords(rows.length, "clip")} shot` };
  }
  return counts.succeeded > 0
    ? { state: "waiting", words: `${counts.succeeded} of ${rows.length} shot` }
    : nothingYet(snapshot);
}

function filmStation(snapshot: Snapshot): StationStatus {
  const reel = filmReel(snapshot);
  if (snapshot.project.need === "cut_film") return { state: "yours", words: "Cut it" };
  if (snapshot.project.need === "retry_film") return { state: "yours", words: "Cut again" };
  if (reel.cutting !== null) return { state: "working", words: "Cutting" };
  if (reel.failed !== null) return { state: "failed", words: "Failed" };
  if (reel.current !== null) {
    const ms = reel.current.asset?.durationMs ?? null;
    return { state: "done", words: ms === null ? "Ready" : timecode(ms / 1000) };
  }
  return nothingYet(snapshot);
}
