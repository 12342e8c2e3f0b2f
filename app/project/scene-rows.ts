/** Scenes side by side with their takes, as the page and the film strip show them. */
import type { Job } from "../../workers/contracts/job.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Asset, Clip, Scene } from "../../workers/contracts/project.ts";

export type Take = { clip: Clip; job: Job | null; asset: Asset | null };

export type SceneRow = {
  scene: Scene;
  /** The take to look at now: the one being shot, else the film's own, else the newest. */
  main: Take | null;
  /** A newer take that failed while an older one is in the film. */
  failedSince: Take | null;
  /** All other takes, newest first. */
  others: Take[];
  state: "empty" | "working" | "ready" | "failed";
};

export function isWorking(take: Take): boolean {
  return take.job !== null && !isTerminal(take.job.status);
}

export function isReady(take: Take): boolean {
  return take.asset !== null && take.job?.status !== "failed" && !isWorking(take);
}

/** One row for each scene, in the film's order. */
export function sceneRows(snapshot: Snapshot): SceneRow[] {
  const jobs = new Map(snapshot.jobs.map((job) => [job.id, job]));
  const assets = new Map(snapshot.assets.map((asset) => [asset.id, asset]));
  return [...snapshot.scenes]
    .sort((a, b) => a.number - b.number)
    .map((scene) => {
      const takes = snapshot.clips
        .filter((clip) => clip.sceneId === scene.id)
        .sort((a, b) => b.take - a.take || b.createdAt - a.createdAt)
        .map((clip) => ({
          clip,
          job: jobs.get(clip.jobId) ?? null,
          asset: clip.assetId === null ? null : (assets.get(clip.assetId) ?? null),
        }));
      return toRow(scene, takes);
    });
}

function toRow(scene: Scene, takes: Take[]): SceneRow {
  const working = takes.find(isWorking) ?? null;
  const selected = takes.find((take) => take.clip.id === scene.selectedClipId) ?? null;
  const ready = selected ?? takes.find(isReady) ?? null;
  const newest = takes[0] ?? null;
  const main = working ?? ready ?? newest;
  const failedSince =
    main !== null && newest !== null && newest !== main && newest.job?.status === "failed"
      ? newest
      : null;
  const others = takes.filter((take) => take !== main && take !== failedSince);
  return { scene, main, failedSince, others, state: stateOf(working, ready, newest) };
}

function stateOf(working: Take | null, ready: Take | null, newest: Take | null): SceneRow["state"] {
  if (working !== null) return "working";
  if (ready !== null) return "ready";
  return newest === null ? "empty" : "failed";
}

/** True when a take that the film could use exists, whatever else is being shot. */
export function hasReadyTake(row: SceneRow): boolean {
  return [row.main, ...row.others].some((take) => take !== null && isReady(take));
}

/** The newest take, where it failed in a way that other words may help. */
export function refusedTake(row: SceneRow): Take | null {
  const failed = row.failedSince ?? (row.state === "failed" ? row.main : null);
  const kind = failed?.job?.failure?.kind;
  return kind === "moderation" || kind === "input" ? failed : null;
}

/** True while the scene reads as it did when its newest take was refused: that is not shot again. */
export function isRefusedAsItReads(row: SceneRow): boolean {
  const take = refusedTake(row);
  if (take?.job?.failure?.kind !== "moderation") return false;
  return take.clip.prompt.startsWith(row.scene.description.trim());
}

export type ClipCounts = { loading: number; succeeded: number; failed: number };

/** Scenes counted by the state of their clip; scenes that were never shot are in none. */
export function clipCounts(rows: readonly SceneRow[]): ClipCounts {
  return {
    loading: rows.filter((row) => row.state === "working").length,
    succeeded: rows.filter((row) => row.state === "ready").length,
    failed: rows.filter((row) => row.state === "failed").length,
  };
}
