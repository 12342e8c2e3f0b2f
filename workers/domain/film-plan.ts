/** The project's plan of its next film: changing it, and the options that it comes to. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { DEFAULT_FILM_OPTIONS, type FilmOptions } from "../contracts/film-options.ts";
import type { Transition } from "../contracts/film-options.ts";
import {
  type ChangeFilmPlan,
  type FilmPlan,
  type PlannedJoin,
  transitionAfter,
} from "../contracts/film-plan.ts";
import type { Scene } from "../contracts/project.ts";
import { frameOf } from "./frames.ts";
import type { Draft } from "./state.ts";

/**
 * Joins of scenes that are not there any more fall out. Errors: `conflict` when somebody else changed the
 * plan meanwhile, `invalid_request` for a song that the project does not have.
 */
export function changeFilmPlan(draft: Draft, change: ChangeFilmPlan): Result<null> {
  const { filmPlan } = draft.project;
  const { version = filmPlan.version, ...wishes } = change;
  if (version !== filmPlan.version) {
    return fail(
      "conflict",
      "How the film is cut was changed somewhere else in the meantime. Look at what is set now, then change it again.",
    );
  }
  const { music } = wishes;
  if (music != null && draft.get("songs", music.songId) === undefined) {
    return fail(
      "invalid_request",
      "There is no such song in this project. Upload it, or choose another.",
    );
  }
  const next: FilmPlan = { ...filmPlan, ...named(wishes) };
  next.joins = [...ownJoins(draft, next.joins).values()];
  next.renditions = [...new Set(next.renditions)];
  if (JSON.stringify(next) === JSON.stringify(filmPlan)) return ok(null);
  draft.setProject({ ...draft.project, filmPlan: { ...next, version: version + 1 } });
  return ok(null);
}

/** Without the members that are there and say nothing. */
function named(wishes: Omit<ChangeFilmPlan, "version">): Partial<FilmPlan> {
  const entries = Object.entries(wishes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

/** What the plan comes to with the scenes and songs that there are now. */
export function plannedOptions(draft: Draft): FilmOptions {
  const { filmPlan: plan, settings } = draft.project;
  const isSized = plan.size !== null;
  const scenes = draft.list("scenes").sort((a, b) => a.number - b.number);
  return {
    ...DEFAULT_FILM_OPTIONS,
    transitions: transitionsOf(scenes, plan),
    keep: plan.keep,
    fit: plan.fit,
    ratio: isSized ? null : plan.ratio,
    output: plan.size === null ? null : frameOf(plan.ratio ?? settings.aspectRatio, plan.size),
    normalizeAudio: plan.normalizeAudio,
    suppressClipAudio: plan.suppressClipAudio,
    music:
      plan.music !== null && draft.get("songs", plan.music.songId) !== undefined
        ? plan.music
        : null,
    gaps: plan.gaps,
    renditions: plan.renditions,
  };
}

/** One for each join of the scenes in their order; a single one where all are the same. */
function transitionsOf(scenes: readonly Scene[], plan: FilmPlan): Transition[] {
  const all = scenes.slice(0, -1).map(({ id }) => transitionAfter(id, plan));
  if (all.some((each) => each !== plan.transition)) return all;
  return plan.transition.kind === "cut" ? [] : [plan.transition];
}

/** A plan of another project's rows: new ids by old ones, null for what is not there. */
export function planOf(
  plan: FilmPlan,
  newSceneId: (id: string) => string | null,
  newSongId: (id: string) => string | null,
): FilmPlan {
  const songId = plan.music === null ? null : newSongId(plan.music.songId);
  return {
    ...plan,
    joins: plan.joins.flatMap((join) => {
      const sceneId = newSceneId(join.sceneId);
      return sceneId === null ? [] : [{ ...join, sceneId }];
    }),
    music: plan.music === null || songId === null ? null : { ...plan.music, songId },
  };
}

/** The last word for each scene that is in the film, or was taken out and may come back. */
function ownJoins(draft: Draft, joins: readonly PlannedJoin[]): Map<string, PlannedJoin> {
  const removed = new Set(draft.list("removedScenes").map(({ scene }) => scene.id));
  const kept = joins.filter(
    ({ sceneId }) => draft.get("scenes", sceneId) !== undefined || removed.has(sceneId),
  );
  return new Map(kept.map((join) => [join.sceneId, join]));
}
