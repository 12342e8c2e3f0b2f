/** From how a person wants a film to its order, and the film that a job is to make. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { FilmOptions, Transition } from "../contracts/film-options.ts";
import type { Clip, Scene } from "../contracts/project.ts";
import { frameOf } from "./frames.ts";
import { addJob } from "./jobs.ts";
import { chosenReference } from "./making.ts";
import type { FilmInput, FilmOrder } from "./orders.ts";
import { overlapWarnings } from "./overlaps.ts";
import type { Draft, JobRecord } from "./state.ts";

/** The container's protocol takes no more words for one still. */
const STILL_CHARS = 500;

type Place = { scene: Scene; clip: Clip | null };

/** Scenes in film order with the take that would be used; null where none is ready. */
function places(draft: Draft): Place[] {
  const scenes = draft.list("scenes").sort((a, b) => a.number - b.number);
  return scenes.map((scene) => {
    const clip =
      scene.selectedClipId === null ? undefined : draft.get("clips", scene.selectedClipId);
    return { scene, clip: clip?.assetId == null ? null : clip };
  });
}

/** The takes that would be used, in film order, and the numbers of the scenes without one. */
export function readyScenes(draft: Draft): { ready: Clip[]; missing: number[] } {
  const all = places(draft);
  return {
    ready: all.flatMap(({ clip }) => clip ?? []),
    missing: all.flatMap(({ scene, clip }) => (clip === null ? [scene.number] : [])),
  };
}

/**
 * A film of the scenes as they are now. Errors: `invalid_request` for options that do not fit the
 * project.
 */
export function addFilm(
  draft: Draft,
  options: FilmOptions,
  retryOf: string | null = null,
): Result<JobRecord> {
  const planned = orderOf(draft, options);
  if (!planned.ok) return planned;
  const { order, warnings } = planned.value;
  const job = addFilmOf(draft, order, readyScenes(draft).missing, retryOf);
  return ok(draft.put("jobs", { ...job, warnings }));
}

export function addFilmOf(
  draft: Draft,
  order: FilmOrder,
  missingScenes: number[],
  retryOf: string | null = null,
): JobRecord {
  const id = draft.context.newId();
  const planned = { model: null, estimateUsd: 0, substitutions: [] };
  const job = addJob(draft, order, id, planned, retryOf);
  draft.put("films", {
    id,
    number: Math.max(0, ...draft.list("films").map((film) => film.number)) + 1,
    jobId: job.id,
    assetId: null,
    clipIds: order.inputs.flatMap(({ assetId }) => {
      const clip = draft.list("clips").find((each) => each.assetId === assetId);
      return clip === undefined ? [] : [clip.id];
    }),
    missingScenes,
    publishedAt: null,
    renditions: [],
    createdAt: draft.now,
  });
  return job;
}

type Planned = { order: FilmOrder; warnings: string[] };

function orderOf(draft: Draft, options: FilmOptions): Result<Planned> {
  const all = places(draft);
  const { transitions, gaps, ratio } = options;
  const joins = all.length - 1;
  if (transitions.length > Math.max(1, joins)) {
    const message = `The film has ${joins} joins and ${transitions.length} transitions were named. Name one for all, or at most one for each.`;
    return fail("invalid_request", message);
  }
  const music = musicOf(draft, options);
  if (!music.ok) return music;
  const shown = all.flatMap((place, at) => {
    const input =
      place.clip === null
        ? gaps === "still"
          ? stillOf(draft, place.scene)
          : null
        : clipOf(draft, place.clip);
    return input === null ? [] : [{ at, sceneNumber: place.scene.number, input }];
  });
  const order: FilmOrder = {
    kind: "film",
    inputs: shown.map(({ input }) => input),
    output: ratio === null ? options.output : frameOf(ratio, draft.project.settings.resolution),
    // After a scene that is left out, its join to the one before goes with it.
    joins: shown.slice(1).map(({ at }) => joinAt(transitions, at - 1)),
    keep: options.keep,
    fit: options.fit,
    normalizeAudio: options.normalizeAudio,
    suppressClipAudio: options.suppressClipAudio,
    music: music.value,
    // A film that stills may stand in for bears a gap more.
    unreadable: shown.some(({ input }) => input.still !== null) ? "leave_out" : "refuse",
    renditions: [...new Set(options.renditions)],
    options,
  };
  return ok({ order, warnings: overlapWarnings(draft, shown, order) });
}

const CUT: Transition = { kind: "cut", lengthS: 0.5 };

/** One transition holds for every join; of several, each for its own. */
export function joinAt(transitions: readonly Transition[], join: number): Transition {
  return (transitions.length === 1 ? transitions[0] : transitions[join]) ?? CUT;
}

function clipOf(draft: Draft, clip: Clip): FilmInput | null {
  const asset = draft.get("assets", clip.assetId ?? "");
  if (asset === undefined) return null;
  const { id: assetId, contentType } = asset;
  const { inS, lengthS } = { inS: clip.inS, lengthS: usedLength(clip) };
  return { id: clip.id, assetId, contentType, lengthS, inS, still: null };
}

/** Seconds of a take that films use, from its in point; null is all that there is. */
function usedLength({ inS, outS, lengthS, shotLengthS }: Clip): number | null {
  if (outS !== null) return outS - inS;
  // Shot longer than asked: the film uses what was asked for.
  return lengthS < shotLengthS ? lengthS - inS : null;
}

function stillOf(draft: Draft, { id, description, lengthS }: Scene): FilmInput {
  const text =
    description.length > STILL_CHARS ? `${description.slice(0, STILL_CHARS - 1)}…` : description;
  const still = { picture: chosenReference(draft), text, lengthS };
  return { id, assetId: id, contentType: "", lengthS: null, inS: 0, still };
}

function musicOf(draft: Draft, { music }: FilmOptions): Result<FilmOrder["music"]> {
  if (music === null) return ok(null);
  const { songId, ...wishes } = music;
  const asset = draft.get("assets", draft.get("songs", songId)?.assetId ?? "");
  if (asset === undefined) {
    const message = "There is no such song in this project. Upload it, or cut without music.";
    return fail("invalid_request", message);
  }
  return ok({ assetId: asset.id, contentType: asset.contentType, ...wishes });
}
