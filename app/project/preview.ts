/**
 * The film as it would play now, without cutting it: each scene's take from where its trim begins to
 * where it ends, and a still for a scene that has none. Times are seconds of the film, unless said.
 */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { chosenPortrait } from "./portraits.ts";
import { type SceneRow, isReady, sceneRows } from "./scene-rows.ts";
import { filmLengthS, filmTake, trimOf } from "./takes.ts";

export type Shot = {
  sceneId: string;
  number: number;
  startS: number;
  lengthS: number;
  /** Null where the scene has nothing to play. `inS` is seconds on the take. */
  take: { assetId: string; inS: number } | null;
  /** What stands in its place, and until it is loaded. */
  stillAssetId: string | null;
  /** Why there is nothing to play; null where there is. */
  missing: string | null;
};

export type Preview = { shots: Shot[]; lengthS: number };

export function previewOf(snapshot: Snapshot): Preview {
  const portrait = chosenPortrait(snapshot)?.asset?.id ?? null;
  const shots: Shot[] = [];
  let startS = 0;
  for (const row of sceneRows(snapshot)) {
    const lengthS = filmLengthS(row);
    shots.push({ ...shotOf(row, portrait), startS, lengthS });
    startS += lengthS;
  }
  return { shots, lengthS: startS };
}

const MISSING: Record<SceneRow["state"], string> = {
  empty: "is not shot yet",
  working: "is being shot",
  ready: "has no take in the film",
  failed: "could not be shot",
};

function shotOf(row: SceneRow, portrait: string | null): Omit<Shot, "startS" | "lengthS"> {
  const { scene, state } = row;
  const chosen = filmTake(row);
  const take = chosen !== null && isReady(chosen) ? chosen : null;
  return {
    sceneId: scene.id,
    number: scene.number,
    take:
      take?.asset == null
        ? null
        : { assetId: take.asset.id, inS: trimOf(take.clip, take.asset).inS },
    stillAssetId: take?.asset?.posterAssetId ?? portrait,
    missing: take === null ? `Scene ${scene.number} ${MISSING[state]}` : null,
  };
}

export function hasPlayable({ shots }: Preview): boolean {
  return shots.some(({ take }) => take !== null);
}

/** Which shot stands at a moment; a moment between two is the later one's. Null without shots. */
export function shotAt({ shots }: Preview, filmS: number): number | null {
  if (shots.length === 0) return null;
  const after = shots.findIndex(({ startS }) => startS > filmS);
  return after === -1 ? shots.length - 1 : Math.max(0, after - 1);
}

/** Where in its take a shot stands at a moment of the film, seconds on the take. */
export function takeTime(shot: Shot, filmS: number): number {
  const within = Math.max(0, Math.min(shot.lengthS, filmS - shot.startS));
  return (shot.take?.inS ?? 0) + within;
}

/** The moment of the film at which a shot's take stands at `takeS`. */
export function filmTime(shot: Shot, takeS: number): number {
  const within = Math.max(0, Math.min(shot.lengthS, takeS - (shot.take?.inS ?? 0)));
  return shot.startS + within;
}

/** The next shot with something to play: the one to load ahead. Null when none follows. */
export function nextPlayable({ shots }: Preview, index: number): number | null {
  const next = shots.findIndex(({ take }, at) => at > index && take !== null);
  return next === -1 ? null : next;
}
