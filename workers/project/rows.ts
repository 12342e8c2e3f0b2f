/** A project's rows as SQL knows them, each read by its schema. */
import * as z from "zod/mini";
import {
  Asset,
  CharacterReference,
  Clip,
  Film,
  Project,
  RemovedScene,
  Scene,
  Song,
} from "../contracts/project.ts";
import {
  Attempt,
  emptyState,
  JobRecord,
  type ProjectState,
  type Rows,
  type Table,
  TABLES,
  Upload,
} from "../domain/state.ts";
import type { Unreadable } from "../domain/unreadable.ts";

const SCHEMAS: { [T in Table]: z.ZodMiniType<Rows[T]> } = {
  scenes: Scene,
  removedScenes: RemovedScene,
  characterReferences: CharacterReference,
  clips: Clip,
  films: Film,
  songs: Song,
  jobs: JobRecord,
  assets: Asset,
  attempts: Attempt,
  uploads: Upload,
};

export const SQL_NAMES: Record<Table, string> = {
  scenes: "scenes",
  removedScenes: "removed_scenes",
  characterReferences: "character_references",
  clips: "clips",
  films: "films",
  songs: "songs",
  jobs: "jobs",
  assets: "assets",
  attempts: "attempts",
  uploads: "uploads",
};

/** Null for text that is no JSON, or none of the schema's. */
export function readRow<T>(schema: z.ZodMiniType<T>, data: SqlStorageValue | undefined): T | null {
  try {
    const parsed = z.safeParse(schema, JSON.parse(data as string));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export type Loaded = { state: ProjectState; seq: number; unreadable: Unreadable[] };

/**
 * The whole project; null when its own row can't be read, and then nothing is known. Any other row that
 * can't be is left out and named: one of them must not stop the others.
 */
export function loadProject(sql: SqlStorage): Loaded | null {
  const state: Record<string, unknown> = { ...emptyState() };
  const unreadable: Unreadable[] = [];
  const own = sql.exec("SELECT data FROM project").toArray()[0];
  if (own !== undefined) {
    const project = readRow(Project, own["data"]);
    if (project === null) return null;
    state["project"] = project;
  }
  for (const table of TABLES) {
    const schema: z.ZodMiniType = SCHEMAS[table];
    const rows = new Map<string, unknown>();
    for (const { id, data } of sql.exec(`SELECT id, data FROM ${SQL_NAMES[table]}`)) {
      const row = readRow(schema, data);
      if (row === null) unreadable.push({ table, id: id as string });
      else rows.set(id as string, row);
    }
    state[table] = rows;
  }
  const last = sql.exec("SELECT max(seq) AS seq FROM events").one()["seq"];
  const seq = typeof last === "number" ? last : 0;
  return { state: state as unknown as ProjectState, seq, unreadable };
}
