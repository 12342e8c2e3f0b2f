/** What the pages are shown of a project: all of it, or what one change changed. */
import type { ProjectEvent, Snapshot } from "../contracts/live.ts";
import { publicJob } from "../domain/jobs.ts";
import { type Draft, type ProjectState, type Rows, type Table, TABLES } from "../domain/state.ts";

/** Null where there is no project. */
export function snapshotOf(state: ProjectState, seq: number): Snapshot | null {
  if (state.project === null) return null;
  return {
    seq,
    project: state.project,
    scenes: [...state.scenes.values()].sort((a, b) => a.number - b.number),
    removedScenes: [...state.removedScenes.values()],
    characterReferences: [...state.characterReferences.values()],
    clips: [...state.clips.values()],
    films: [...state.films.values()],
    songs: [...state.songs.values()],
    jobs: [...state.jobs.values()].map(publicJob),
    assets: [...state.assets.values()],
  };
}

/** Attempts and uploads are not for clients; null for a draft that changed only those. */
export function eventOf(draft: Draft, seq: number): ProjectEvent | null {
  const rows = <T extends Table>(table: T): Rows[T][] | undefined => {
    const ids = draft.changed.get(table);
    if (ids === undefined || ids.size === 0) return undefined;
    return [...ids].flatMap((id) => draft.get(table, id) ?? []);
  };
  const removed = TABLES.filter((table) => table !== "uploads").flatMap((table) => [
    ...(draft.removed.get(table) ?? []),
  ]);
  const changes = {
    project: draft.projectChanged ? draft.project : undefined,
    scenes: rows("scenes"),
    removedScenes: rows("removedScenes"),
    characterReferences: rows("characterReferences"),
    clips: rows("clips"),
    films: rows("films"),
    songs: rows("songs"),
    jobs: rows("jobs")?.map(publicJob),
    assets: rows("assets"),
    removed: removed.length > 0 ? removed : undefined,
  };
  const present = Object.entries(changes).filter(([, value]) => value !== undefined);
  if (present.length === 0) return null;
  return { seq, at: draft.now, ...Object.fromEntries(present) };
}
