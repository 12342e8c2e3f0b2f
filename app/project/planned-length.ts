/**
 * How long the film will be, before it is cut: the rules of the container's timeline, in seconds instead
 * of frames, so it is right to a frame for each join.
 */
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Transition } from "../../workers/contracts/film-options.ts";
import { type FilmPlan, transitionAfter } from "../../workers/contracts/film-plan.ts";
import { type SceneRow, sceneRows } from "./scene-rows.ts";
import { filmLengthS, filmTake } from "./takes.ts";

/** Kinds of transitions that show two clips at once, and so take their length from the film. */
export const OVERLAPS: readonly string[] = ["crossfade", "wipe", "slide"];

/** Seconds of the film as its plan says; 0 while there is nothing to cut. */
export function plannedLengthS(snapshot: Snapshot): number {
  const { filmPlan: plan } = snapshot.project;
  const isShown = (row: SceneRow) =>
    plan.gaps === "still" || (filmTake(row)?.asset ?? null) !== null;
  const rows = sceneRows(snapshot);
  const shown = rows.flatMap((row, at) => (isShown(row) ? [{ row, at }] : []));
  // After a scene that is left out, its join to the one before goes with it.
  const joins = shown.slice(1).map(({ at }) => {
    const before = rows[at - 1];
    return before === undefined ? CUT : transitionAfter(before.scene.id, plan);
  });
  return filmS(
    shown.map(({ row }) => filmLengthS(row)),
    joins,
    plan.keep,
  );
}

const CUT: Transition = { kind: "cut", lengthS: 0.5 };

/** @param joins one fewer than `lengths` */
export function filmS(
  lengths: readonly number[],
  joins: readonly Transition[],
  keep: FilmPlan["keep"],
): number {
  const sum = lengths.reduce((total, length) => total + length, 0);
  if (keep === "film") return sum;
  const isJoined = (join: Transition | undefined) => join !== undefined && join.kind !== "cut";
  // Between two transitions each takes at most half of a clip.
  const room = lengths.map((length, at) =>
    isJoined(joins[at - 1]) && isJoined(joins[at]) ? length / 2 : length,
  );
  const shared = joins.map(({ kind, lengthS }, at) =>
    OVERLAPS.includes(kind) ? Math.min(lengthS, room[at] ?? 0, room[at + 1] ?? 0) : 0,
  );
  return sum - shared.reduce((total, length) => total + length, 0);
}
