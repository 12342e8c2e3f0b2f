/** The films of a project and whether another one can be cut. */
import type { Job } from "../../workers/contracts/job.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { filmPoster } from "../../workers/contracts/posters.ts";
import type { Asset, Film } from "../../workers/contracts/project.ts";
import { hasReadyTake, sceneRows } from "./scene-rows.ts";

export type FilmPrint = { film: Film; job: Job | null; asset: Asset | null };

export type FilmReel = {
  /** The newest finished film. */
  current: FilmPrint | null;
  /** The film being cut now. */
  cutting: FilmPrint | null;
  /** The newest film, when it failed. */
  failed: FilmPrint | null;
  /** Finished films before the current one, newest first. */
  earlier: FilmPrint[];
  /** Numbers of the scenes that a film cut now would leave out. */
  gaps: number[];
  canCut: boolean;
};

export function filmReel(snapshot: Snapshot): FilmReel {
  const jobs = new Map(snapshot.jobs.map((job) => [job.id, job]));
  const assets = new Map(snapshot.assets.map((asset) => [asset.id, asset]));
  const prints = [...snapshot.films]
    .sort((a, b) => b.number - a.number || b.createdAt - a.createdAt)
    .map((film) => ({
      film,
      job: jobs.get(film.jobId) ?? null,
      asset: film.assetId === null ? null : (assets.get(film.assetId) ?? null),
    }));
  const finished = prints.filter((print) => print.asset !== null && print.job?.status !== "failed");
  const newest = prints[0] ?? null;
  const cutting =
    prints.find((print) => print.job !== null && !isTerminal(print.job.status)) ?? null;
  const rows = sceneRows(snapshot);
  const ready = rows.filter(hasReadyTake);
  const isShooting = rows.some((row) => row.state === "working");
  return {
    current: finished[0] ?? null,
    cutting,
    failed: newest?.job?.status === "failed" ? newest : null,
    earlier: finished.slice(1),
    gaps: rows.filter((row) => !hasReadyTake(row)).map((row) => row.scene.number),
    canCut: ready.length > 0 && !isShooting && cutting === null,
  };
}

/** The id of the picture that stands for a film until it plays. */
export function posterOfFilm({ clips, assets }: Snapshot, film: Film): string | null {
  return filmPoster(film, {
    clip: (id) => clips.find((clip) => clip.id === id),
    asset: (id) => assets.find((asset) => asset.id === id),
  });
}
