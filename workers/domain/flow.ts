/**
 * What follows by itself after every change, and what waits for the person. A quick project runs to
 * the film and stops only at failures; a step project stops for the portrait and before clips are
 * paid for; a manual one does only what it is told. Nothing that failed, was canceled or was made
 * before is ever started again from here.
 */
import { isTerminal, type JobKind } from "../contracts/job.ts";
import type { CharacterReference, Need, Project, Station } from "../contracts/project.ts";
import { addFilm, readyScenes } from "./cutting.ts";
import { plannedOptions } from "./film-plan.ts";
import { addTake } from "./making.ts";
import { hasTakes } from "./rewrite.ts";
import type { Draft, JobRecord } from "./state.ts";

/** Runs after every command. Idempotent: a second run changes nothing. */
export function advance(draft: Draft): void {
  if (draft.state.project === null || draft.project.deletedAt !== null) return;
  if (draft.project.mode === "quick" && hasItsModels(draft)) {
    chooseFirstPortrait(draft);
    shootNewScenes(draft);
  }
  if (draft.project.mode !== "manual") cutFirstFilm(draft);
  showProgress(draft);
}

/** Where the project stands and what it waits for, without starting anything. */
export function showProgress(draft: Draft): void {
  const next: Project = {
    ...draft.project,
    need: draft.project.mode === "manual" ? needOfManual(draft) : needOf(draft),
    station: stationOf(draft),
  };
  if (next.need !== draft.project.need || next.station !== draft.project.station) {
    draft.setProject(next);
  }
}

/**
 * Whether the models are of the kind that the project was begun with. A simulated project found under
 * a token must not start to cost money by itself, and a real one must not fill up with simulations.
 */
function hasItsModels(draft: Draft): boolean {
  return draft.project.isSimulated === draft.context.provider.isSimulated;
}

export function activeJobs(draft: Draft, kind: JobKind): JobRecord[] {
  return draft.list("jobs").filter((job) => job.kind === kind && !isTerminal(job.status));
}

function chooseFirstPortrait(draft: Draft): void {
  if (draft.project.characterReferenceId !== null) return;
  if (activeJobs(draft, "character").length > 0) return;
  const first = wantedPortraits(draft).sort((a, b) => a.option - b.option)[0];
  if (first !== undefined) {
    draft.setProject({ ...draft.project, characterReferenceId: first.id });
  }
}

/** Portraits that are here, without those that were drawn although a person had canceled them. */
function wantedPortraits(draft: Draft): CharacterReference[] {
  return draft
    .list("characterReferences")
    .filter(
      ({ assetId, jobId }) =>
        assetId !== null && draft.get("jobs", jobId ?? "")?.status !== "canceled",
    );
}

function shootNewScenes(draft: Draft): void {
  if (draft.project.characterReferenceId === null) return;
  const shot = new Set(draft.list("clips").map((clip) => clip.sceneId));
  const scenes = draft.list("scenes").sort((a, b) => a.number - b.number);
  for (const scene of scenes) {
    if (!shot.has(scene.id) && !scene.isAdded) addTake(draft, scene);
  }
}

function cutFirstFilm(draft: Draft): void {
  if (draft.list("films").length > 0 || activeJobs(draft, "clip").length > 0) return;
  const { ready, missing } = readyScenes(draft);
  if (ready.length > 0 && missing.length === 0) addFilm(draft, plannedOptions(draft));
}

function stationOf(draft: Draft): Station {
  const films = draft.list("films");
  if (draft.project.mode === "manual") {
    // A program may begin anywhere: how far it came is what it made last in the order of the film.
    if (films.length === 0 && draft.list("clips").length === 0) {
      return draft.list("jobs").some((job) => job.kind === "script") ? "scenes" : "character";
    }
  } else {
    if (draft.project.characterReferenceId === null) return "character";
    if (draft.list("scenes").length === 0) return "scenes";
  }
  if (films.length === 0) return "clips";
  return films.some((film) => film.assetId !== null) ? "finished" : "film";
}

/** Only what went wrong: what comes next is for the program to say. */
function needOfManual(draft: Draft): Need | null {
  if (draft.list("jobs").some((job) => !isTerminal(job.status))) return null;
  const last = draft.list("jobs").at(-1);
  return last?.status === "failed" && !hasArrived(draft, last) ? RETRY[last.kind] : null;
}

/** What a job was to make is here, although the job had ended by then. */
function hasArrived(draft: Draft, { targetId, kind, scenes }: JobRecord): boolean {
  if (kind === "script") return scenes !== null;
  const id = targetId ?? "";
  const target = draft.get("clips", id) ?? draft.get("characterReferences", id);
  return target !== undefined && target.assetId !== null;
}

const RETRY = {
  character: "retry_character",
  script: "retry_script",
  clip: "retry_clips",
  film: "retry_film",
} as const;

function needOf(draft: Draft): Need | null {
  const { project } = draft;
  if (project.characterReferenceId === null) {
    if (draft.list("characterReferences").some((reference) => reference.assetId !== null)) {
      const follows = project.mode === "quick" && hasItsModels(draft);
      const willFollow = wantedPortraits(draft).length + activeJobs(draft, "character").length > 0;
      return follows && willFollow ? null : "choose_character";
    }
    return activeJobs(draft, "character").length > 0 ? null : "retry_character";
  }
  const { ready, missing } = readyScenes(draft);
  if (ready.length + missing.length === 0) {
    return activeJobs(draft, "script").length > 0 ? null : "retry_script";
  }
  if (missing.length > 0) {
    if (activeJobs(draft, "clip").length > 0 || activeJobs(draft, "film").length > 0) return null;
    if (draft.list("films").some((film) => film.assetId !== null)) return null;
    return hasTakes(draft) ? "retry_clips" : "shoot_clips";
  }
  if (activeJobs(draft, "clip").length > 0 || activeJobs(draft, "film").length > 0) return null;
  const films = draft.list("films").sort((a, b) => a.number - b.number);
  if (films.some((film) => film.assetId !== null)) return null;
  return films.length === 0 ? "cut_film" : "retry_film";
}
