/** A scene's takes as its card flips through them, and how much of one the film uses. */
import type { Asset, Clip } from "../../workers/contracts/project.ts";
import { type SceneRow, type Take, isReady, isWorking } from "./scene-rows.ts";

/** All takes, the first first. */
export function takesOf({ main, failedSince, others }: SceneRow): Take[] {
  return [main, failedSince, ...others]
    .filter((take) => take !== null)
    .sort((a, b) => a.clip.take - b.clip.take);
}

/** The take that the film uses; null while the scene has none. */
export function filmTake(row: SceneRow): Take | null {
  return takesOf(row).find(({ clip }) => clip.id === row.scene.selectedClipId) ?? null;
}

/** Seconds on the take: where films begin and end it, and how long it is. */
export type Trim = { inS: number; outS: number; takeS: number };

export function trimOf(clip: Clip, asset: Asset | null): Trim {
  const fileS = asset?.durationMs == null ? clip.shotLengthS : asset.durationMs / 1000;
  const takeS = Math.max(0.1, Math.min(clip.shotLengthS, fileS));
  const outS = Math.min(takeS, clip.outS ?? clip.lengthS);
  return { inS: Math.min(clip.inS, outS), outS, takeS };
}

/** Seconds that the scene takes in the film: of its take as trimmed, else as it was asked for. */
export function filmLengthS(row: SceneRow): number {
  const take = filmTake(row);
  if (take === null) return row.scene.lengthS;
  const { inS, outS } = trimOf(take.clip, take.asset);
  return outS - inS;
}

export type TakeState = "working" | "ready" | "failed" | "canceled";

export function takeState(take: Take): TakeState {
  if (isWorking(take)) return "working";
  if (isReady(take)) return "ready";
  return take.job?.status === "canceled" ? "canceled" : "failed";
}
