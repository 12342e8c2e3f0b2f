/** What a person or a program may ask of a project. Each answers with rows, or with why not. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { isTerminal } from "../contracts/job.ts";
import type { Project, Scene } from "../contracts/project.ts";
import type { FilmOptions } from "../contracts/film-options.ts";
import { FIRST_FILM_PLAN } from "../contracts/film-plan.ts";
import type { EditScene, StartJobs, TrimClip, UpdateProject } from "../contracts/requests.ts";
import { addFilm, readyScenes } from "./cutting.ts";
import { cancelJob } from "./ending.ts";
import { changeFilmPlan, plannedOptions } from "./film-plan.ts";
import { giveUpImport } from "./imports.ts";
import { addPortraits, addScript, addTake, takeOrder } from "./making.ts";
import { alreadyRunning, noSuch } from "./refusals.ts";
import { changeFirst, isRefused } from "./refused.ts";
import { isScriptAtWork } from "./rewrite.ts";
import type { Draft, JobRecord } from "./state.ts";

type NewProject = Pick<
  Project,
  "id" | "workspaceId" | "title" | "idea" | "characterDescription" | "mode" | "settings"
>;

/**
 * The portraits and the script need each other's result in nothing, so both start at once. A manual
 * project starts with nothing.
 */
export function create(draft: Draft, input: NewProject): Result<null> {
  draft.setProject({
    ...input,
    characterReferenceId: null,
    station: "character",
    need: null,
    spentUsd: 0,
    isSimulated: draft.context.provider.isSimulated,
    createdAt: draft.now,
    updatedAt: draft.now,
    deletedAt: null,
    restorableUntil: null,
    filmPlan: FIRST_FILM_PLAN,
  });
  if (input.mode === "manual") return ok(null);
  const portraits = addPortraits(draft, input.settings.imageCount);
  if (!portraits.ok) return portraits;
  const script = writeScenes(draft);
  return script.ok ? ok(null) : script;
}

export function startJobs(draft: Draft, input: StartJobs): Result<JobRecord[]> {
  switch (input.kind) {
    case "character":
      return drawMore(draft, input.count);
    case "script": {
      if (isScriptAtWork(draft)) return alreadyRunning("The scenes are being written");
      const added = writeScenes(draft);
      return added.ok ? ok([added.value]) : added;
    }
    case "clip":
      return shoot(draft, input.sceneIds);
    case "film":
      return cut(draft, input.allowMissing, input.options);
    default:
      return input satisfies never;
  }
}

function drawMore(draft: Draft, count: number): Result<JobRecord[]> {
  const { project, context } = draft;
  const order = context.planner.portraitOrder(project, null);
  if (isRefused(draft, order, project.settings.imageModel)) return changeFirst("this character");
  return addPortraits(draft, count);
}

/** From the project's own idea and settings. */
function writeScenes(draft: Draft): Result<JobRecord> {
  const { project, context } = draft;
  const order = context.planner.scriptOrder(project);
  if (isRefused(draft, order, project.settings.textModel)) return changeFirst("this idea");
  return addScript(draft, order);
}

export function isAtWork(draft: Draft, kind: JobRecord["kind"]): boolean {
  return draft.list("jobs").some((job) => job.kind === kind && !isTerminal(job.status));
}

/** Without scenes named: those that have no ready take and none in the making, and were not refused. */
function shoot(draft: Draft, sceneIds: string[] | undefined): Result<JobRecord[]> {
  const scenes = draft.list("scenes").sort((a, b) => a.number - b.number);
  if (scenes.length === 0) return fail("conflict", "There are no scenes yet. Write them first.");
  if (draft.project.characterReferenceId === null) {
    return fail("conflict", "No portrait is chosen yet. Choose one, then shoot the clips.");
  }
  const jobs: JobRecord[] = [];
  const { videoModel } = draft.project.settings;
  const isBarred = (scene: Scene) => isRefused(draft, takeOrder(draft, scene), videoModel);
  const open = sceneIds === undefined ? scenes.filter((scene) => needsTake(draft, scene)) : [];
  const wanted = open.filter((scene) => !isBarred(scene));
  if (open.length > 0 && wanted.length === 0) return changeFirst(sceneWords(open));
  for (const id of new Set(sceneIds)) {
    const scene = draft.get("scenes", id);
    if (scene === undefined) return noSuch("scene");
    if (isBarred(scene)) return changeFirst(sceneWords([scene]));
    wanted.push(scene);
  }
  for (const scene of wanted) jobs.push(addTake(draft, scene));
  return ok(jobs);
}

function sceneWords(scenes: Scene[]): string {
  const numbers = scenes.map(({ number }) => number);
  if (numbers.length === 1) return `scene ${numbers[0]}`;
  return `scenes ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}

function needsTake(draft: Draft, scene: Scene): boolean {
  if (scene.selectedClipId !== null) return false;
  const takes = draft.list("clips").filter((clip) => clip.sceneId === scene.id);
  return takes.every((clip) => {
    const job = draft.get("jobs", clip.jobId);
    return job === undefined || isTerminal(job.status);
  });
}

export function cut(
  draft: Draft,
  allowMissing: boolean,
  options: FilmOptions = plannedOptions(draft),
  retryOf: string | null = null,
): Result<JobRecord[]> {
  if (isAtWork(draft, "film")) return alreadyRunning("The film is being cut");
  const { ready, missing } = readyScenes(draft);
  if (ready.length === 0)
    return fail("conflict", "No clip is ready yet, so there is no film to cut.");
  if (missing.length > 0 && !allowMissing) {
    return fail(
      "conflict",
      `${sceneList(missing)} no clip. Shoot the clip, or cut the film without it.`,
    );
  }
  const added = addFilm(draft, options, retryOf);
  return added.ok ? ok([added.value]) : added;
}

function sceneList(numbers: number[]): string {
  if (numbers.length === 1) return `Scene ${numbers[0]} has`;
  return `Scenes ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)} have`;
}

/** Idempotent: a job that has already ended stays as it is, and is the answer. */
export function cancel(draft: Draft, jobId: string): Result<JobRecord> {
  if (draft.get("jobs", jobId) === undefined) return noSuch("job");
  cancelJob(draft, jobId);
  const job = draft.get("jobs", jobId);
  return job === undefined ? noSuch("job") : ok(job);
}

export function chooseCharacter(draft: Draft, referenceId: string): Result<null> {
  const reference = draft.get("characterReferences", referenceId);
  if (reference === undefined) return noSuch("portrait");
  if (reference.assetId === null) {
    return fail("conflict", "That portrait is not ready. Choose one that has arrived.");
  }
  draft.setProject({ ...draft.project, characterReferenceId: referenceId });
  return ok(null);
}

/** A shorter piece is over before it is seen. */
const LEAST_TRIM_S = 0.1;

/** Where films take a take in and out; films that were already cut stay as they are. */
export function trimClip(draft: Draft, clipId: string, change: TrimClip): Result<null> {
  const clip = draft.get("clips", clipId);
  if (clip === undefined) return noSuch("clip");
  const { inS = clip.inS, outS = clip.outS, was } = change;
  if (was !== undefined && (was.inS !== clip.inS || was.outS !== clip.outS)) {
    return fail(
      "conflict",
      "This take was trimmed somewhere else in the meantime. Look at where it begins and ends now, then trim it again.",
    );
  }
  const endS = outS ?? Math.min(clip.lengthS, clip.shotLengthS);
  // Half a millisecond of slack: decimals like 0.3 - 0.2 are not exact.
  if (endS > clip.shotLengthS + 0.0005 || endS - inS < LEAST_TRIM_S - 0.0005) {
    const message = `The take is ${clip.shotLengthS} seconds long: begin before it ends, and leave at least ${LEAST_TRIM_S} seconds of it.`;
    return fail("invalid_request", message);
  }
  if (inS !== clip.inS || outS !== clip.outS) draft.put("clips", { ...clip, inS, outS });
  return ok(null);
}

export function publishFilm(draft: Draft, filmId: string, isPublished: boolean): Result<null> {
  const film = draft.get("films", filmId);
  if (film === undefined) return noSuch("film");
  if (film.assetId === null) {
    return fail("conflict", "That film is not ready. Publish one that has been cut.");
  }
  if ((film.publishedAt !== null) === isPublished) return ok(null);
  draft.put("films", { ...film, publishedAt: isPublished ? draft.now : null });
  return ok(null);
}

export function editScene(draft: Draft, sceneId: string, input: EditScene): Result<Scene> {
  const scene = draft.get("scenes", sceneId);
  if (scene === undefined) return noSuch("scene");
  if (input.version !== undefined && input.version !== scene.version) {
    return fail(
      "conflict",
      "This scene was changed somewhere else in the meantime. Look at the new text, then edit again.",
    );
  }
  const {
    description = scene.description,
    negativeDescription = scene.negativeDescription,
    lengthS = scene.lengthS,
  } = input;
  const edited = { ...scene, description, negativeDescription, lengthS };
  if (JSON.stringify(edited) === JSON.stringify(scene)) return ok(scene);
  return ok(draft.put("scenes", { ...edited, version: scene.version + 1 }));
}

export function update(draft: Draft, input: UpdateProject): Result<null> {
  const { project } = draft;
  const edited = input.idea === undefined ? project.characterDescription : project.idea;
  // Line ends of a form are not those of the text it was filled with.
  if (input.was !== undefined && unix(input.was) !== unix(edited)) {
    return fail(
      "conflict",
      "This text was changed somewhere else in the meantime. Look at the new one, then edit again.",
    );
  }
  if (input.filmPlan !== undefined) {
    const planned = changeFilmPlan(draft, input.filmPlan);
    if (!planned.ok) return planned;
  }
  draft.setProject({
    ...draft.project,
    title: input.title ?? project.title,
    idea: input.idea ?? project.idea,
    characterDescription: input.characterDescription ?? project.characterDescription,
    mode: input.mode ?? project.mode,
    settings: {
      ...project.settings,
      videoModel: input.videoModel ?? project.settings.videoModel,
      aspectRatio: input.aspectRatio ?? project.settings.aspectRatio,
      resolution: input.resolution ?? project.settings.resolution,
      generateAudio: input.generateAudio ?? project.settings.generateAudio,
    },
  });
  return ok(null);
}

/** Hides at once and stops what runs; the objects go after a day. */
export function remove(draft: Draft): void {
  giveUpImport(draft);
  if (draft.project.deletedAt !== null) return;
  const restorableUntil = draft.now + draft.context.times.purgeAfter;
  draft.setProject({ ...draft.project, deletedAt: draft.now, restorableUntil });
  for (const job of draft.list("jobs")) {
    if (!isTerminal(job.status)) cancelJob(draft, job.id);
  }
  draft.wake({ kind: "purge" }, restorableUntil);
}

function unix(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}
