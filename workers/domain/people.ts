/** What a person or a program may ask of a project. Each answers with rows, or with why not. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { isTerminal } from "../contracts/job.ts";
import type { Project, Scene } from "../contracts/project.ts";
import { DEFAULT_FILM_OPTIONS, type FilmOptions } from "../contracts/film-options.ts";
import type { EditScene, StartJobs, TrimClip, UpdateProject } from "../contracts/requests.ts";
import { addFilm, addFilmOf, readyScenes } from "./cutting.ts";
import { cancelJob } from "./ending.ts";
import { addPortrait, addPortraits, addScript, addTake, addTakeOf } from "./making.ts";
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
      return addPortraits(draft, input.count);
    case "script": {
      if (isAtWork(draft, "script")) return alreadyRunning("The scenes are being written");
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

/** From the project's own idea and settings. */
function writeScenes(draft: Draft, retryOf: string | null = null): Result<JobRecord> {
  return addScript(draft, draft.context.planner.scriptOrder(draft.project), retryOf);
}

function isAtWork(draft: Draft, kind: JobRecord["kind"]): boolean {
  return draft.list("jobs").some((job) => job.kind === kind && !isTerminal(job.status));
}

function alreadyRunning(what: string) {
  return fail("conflict", `${what} already. Wait for it, or cancel it first.`);
}

/** Without scenes named: those that have no ready take and none in the making. */
function shoot(draft: Draft, sceneIds: string[] | undefined): Result<JobRecord[]> {
  const scenes = draft.list("scenes").sort((a, b) => a.number - b.number);
  if (scenes.length === 0) return fail("conflict", "There are no scenes yet. Write them first.");
  if (draft.project.characterReferenceId === null) {
    return fail("conflict", "No portrait is chosen yet. Choose one, then shoot the clips.");
  }
  const jobs: JobRecord[] = [];
  const wanted = sceneIds === undefined ? scenes.filter((scene) => needsTake(draft, scene)) : [];
  for (const id of new Set(sceneIds)) {
    const scene = draft.get("scenes", id);
    if (scene === undefined) return noSuch("scene");
    wanted.push(scene);
  }
  for (const scene of wanted) jobs.push(addTake(draft, scene));
  return ok(jobs);
}

function needsTake(draft: Draft, scene: Scene): boolean {
  if (scene.selectedClipId !== null) return false;
  const takes = draft.list("clips").filter((clip) => clip.sceneId === scene.id);
  return takes.every((clip) => {
    const job = draft.get("jobs", clip.jobId);
    return job === undefined || isTerminal(job.status);
  });
}

function cut(
  draft: Draft,
  allowMissing: boolean,
  options: FilmOptions,
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

/** A terminal job never moves: trying again is a new job for the same thing. */
export function retry(draft: Draft, jobId: string): Result<JobRecord> {
  const job = draft.get("jobs", jobId);
  if (job === undefined) return noSuch("job");
  if (job.status !== "failed" && job.status !== "canceled") {
    return fail("conflict", "Only work that failed or was canceled can be tried again.");
  }
  const newer = draft.list("jobs").find((each) => each.retryOf === jobId);
  if (newer !== undefined) return ok(newer);
  // Programs word their orders themselves: trying again is the same order again.
  const order = draft.project.mode === "manual" ? job.order : null;
  switch (job.kind) {
    case "character": {
      const reference = draft.list("characterReferences").find((each) => each.jobId === jobId);
      if (reference === undefined) return noSuch("portrait");
      const { planner } = draft.context;
      const portrait =
        order?.kind === "character" ? order : planner.portraitOrder(draft.project, reference.seed);
      return addPortrait(draft, reference.option, portrait, jobId);
    }
    case "script":
      if (isAtWork(draft, "script")) return alreadyRunning("The scenes are being written");
      return order?.kind === "script" ? addScript(draft, order, jobId) : writeScenes(draft, jobId);
    case "clip": {
      const clip = draft.list("clips").find((each) => each.jobId === jobId);
      const scene = clip === undefined ? undefined : draft.get("scenes", clip.sceneId);
      if (clip === undefined || scene === undefined) return noSuch("scene");
      return order?.kind === "clip"
        ? ok(addTakeOf(draft, scene, order, jobId))
        : ok(addTake(draft, scene, jobId));
    }
    case "film": {
      if (order?.kind === "film") return ok(addFilmOf(draft, order, [], jobId));
      const film = draft.list("films").find((each) => each.jobId === jobId);
      const options = job.order?.kind === "film" ? job.order.options : null;
      const allowMissing = (film?.missingScenes.length ?? 0) > 0;
      const jobs = cut(draft, allowMissing, options ?? DEFAULT_FILM_OPTIONS, jobId);
      if (!jobs.ok) return jobs;
      const [added] = jobs.value;
      return added === undefined ? noSuch("film") : ok(added);
    }
    default:
      return job.kind satisfies never;
  }
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
  const { inS = clip.inS, outS = clip.outS } = change;
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
  return ok(
    draft.put("scenes", {
      ...scene,
      description: input.description ?? scene.description,
      negativeDescription: input.negativeDescription ?? scene.negativeDescription,
      lengthS: input.lengthS ?? scene.lengthS,
      version: scene.version + 1,
    }),
  );
}

export function update(draft: Draft, input: UpdateProject): Result<null> {
  const { project } = draft;
  draft.setProject({
    ...project,
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
  if (draft.project.deletedAt !== null) return;
  draft.setProject({ ...draft.project, deletedAt: draft.now });
  for (const job of draft.list("jobs")) {
    if (!isTerminal(job.status)) cancelJob(draft, job.id);
  }
  draft.wake({ kind: "purge" }, draft.now + draft.context.times.purgeAfter);
}

function noSuch(what: string) {
  return fail("not_found", `There is no such ${what} in this project. Reload the page.`);
}
