/**
 * The project as one browser tab knows it: a snapshot, moved on by events. Pure; the socket that
 * feeds it is channel.ts.
 */
import type { ProjectEvent, ServerMessage, Snapshot } from "../../workers/contracts/live.ts";

export type ProjectView = {
  snapshot: Snapshot;
  /** An event was missed: what follows cannot be applied until a new snapshot comes. */
  needsResync: boolean;
  isDeleted: boolean;
};

export function viewOf(snapshot: Snapshot): ProjectView {
  return { snapshot, needsResync: false, isDeleted: snapshot.project.deletedAt !== null };
}

/**
 * The next view. A snapshot replaces everything, as the server sends it first on each connection. An
 * event counts only when it is the very next one: an older one is a duplicate and a later one shows
 * a gap, so neither changes what is on the page.
 */
export function reduceView(view: ProjectView, message: ServerMessage): ProjectView {
  if (message.type === "deleted") return { ...view, isDeleted: true };
  if (message.type === "snapshot") return viewOf(message.snapshot);
  if (message.event.seq <= view.snapshot.seq) return view;
  if (message.event.seq > view.snapshot.seq + 1) {
    return view.needsResync ? view : { ...view, needsResync: true };
  }
  const snapshot = applyEvent(view.snapshot, message.event);
  return {
    snapshot,
    needsResync: view.needsResync,
    isDeleted: view.isDeleted || snapshot.project.deletedAt !== null,
  };
}

function applyEvent(snapshot: Snapshot, event: ProjectEvent): Snapshot {
  const gone = new Set(event.removed ?? []);
  return {
    seq: event.seq,
    project: event.project ?? snapshot.project,
    scenes: merge(snapshot.scenes, event.scenes, gone),
    removedScenes: merge(snapshot.removedScenes, event.removedScenes, gone),
    characterReferences: merge(snapshot.characterReferences, event.characterReferences, gone),
    clips: merge(snapshot.clips, event.clips, gone),
    films: merge(snapshot.films, event.films, gone),
    songs: merge(snapshot.songs, event.songs, gone),
    jobs: merge(snapshot.jobs, event.jobs, gone),
    assets: merge(snapshot.assets, event.assets, gone),
  };
}

/** Changed rows keep their place, new ones go last. A row both changed and removed is gone. */
function merge<Row extends { id: string }>(
  rows: Row[],
  changed: Row[] | undefined,
  gone: ReadonlySet<string>,
): Row[] {
  if ((changed === undefined || changed.length === 0) && gone.size === 0) return rows;
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const row of changed ?? []) byId.set(row.id, row);
  return [...byId.values()].filter((row) => !gone.has(row.id));
}

/** The newer of what the page was served with and what the socket has told since. */
export function newerSnapshot(served: Snapshot, live: Snapshot): Snapshot {
  return served.seq > live.seq ? served : live;
}
