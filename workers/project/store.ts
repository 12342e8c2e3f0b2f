/**
 * A project's rows in SQLite. The whole state is loaded once and kept beside the database; every
 * change goes through `commit`, one transaction for rows, event, outbox and wakeups together.
 */
import * as z from "zod/mini";
import type { ProjectEvent, Snapshot } from "../contracts/live.ts";
import {
  Asset,
  CharacterReference,
  Clip,
  Film,
  Project,
  Scene,
  Song,
} from "../contracts/project.ts";
import { Effect, Wakeup } from "../domain/effects.ts";
import { publicJob } from "../domain/jobs.ts";
import {
  Attempt,
  type Draft,
  emptyState,
  JobRecord,
  type ProjectState,
  type Rows,
  type Table,
  TABLES,
  Upload,
} from "../domain/state.ts";
import { migrate } from "./migrations.ts";

const SCHEMAS: { [T in Table]: z.ZodMiniType<Rows[T]> } = {
  scenes: Scene,
  characterReferences: CharacterReference,
  clips: Clip,
  films: Film,
  songs: Song,
  jobs: JobRecord,
  assets: Asset,
  attempts: Attempt,
  uploads: Upload,
};

const SQL_NAMES: Record<Table, string> = {
  scenes: "scenes",
  characterReferences: "character_references",
  clips: "clips",
  films: "films",
  songs: "songs",
  jobs: "jobs",
  assets: "assets",
  attempts: "attempts",
  uploads: "uploads",
};

/** Events older than the newest this many are dropped: a client that far behind takes a snapshot. */
const EVENTS_KEPT = 2_000;

export type DueEffect = { key: string; effect: Effect; version: number; faults: number };
/** A person's command, remembered under its idempotency key with the ids it answered with. */
export type Remembered = { key: string; request: string; answer: string };

export class Store {
  readonly #storage: DurableObjectStorage;
  #state: ProjectState | null = null;
  #seq = 0;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    migrate(storage);
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  get state(): ProjectState {
    this.#state ??= this.#load();
    return this.#state;
  }

  snapshot(): Snapshot | null {
    const { state } = this;
    if (state.project === null) return null;
    return {
      seq: this.#seq,
      project: state.project,
      scenes: [...state.scenes.values()].sort((a, b) => a.number - b.number),
      characterReferences: [...state.characterReferences.values()],
      clips: [...state.clips.values()],
      films: [...state.films.values()],
      songs: [...state.songs.values()],
      jobs: [...state.jobs.values()].map(publicJob),
      assets: [...state.assets.values()],
    };
  }

  /**
   * Writes a draft. `settles` is the outbox row whose outcome this is: it goes in the same
   * transaction, unless the same work was asked for again in the meantime. Returns the event to send.
   */
  commit(
    draft: Draft,
    settles: Pick<DueEffect, "key" | "version"> | null,
    remember: Remembered | null,
  ): ProjectEvent | null {
    let event: ProjectEvent | null = null;
    this.#storage.transactionSync(() => {
      if (settles !== null) {
        this.#sql.exec(
          "DELETE FROM outbox WHERE key = ? AND version = ?",
          settles.key,
          settles.version,
        );
      }
      this.#writeRows(draft);
      for (const [key, { effect, dueAt }] of draft.effects) {
        this.#sql.exec(
          `INSERT INTO outbox (key, data, due_at, version, faults) VALUES (?, ?, ?, 1, 0)
           ON CONFLICT (key) DO UPDATE SET
             data = excluded.data, due_at = excluded.due_at, version = version + 1, faults = 0`,
          key,
          JSON.stringify(effect),
          dueAt,
        );
      }
      for (const [key, row] of draft.wakeups) {
        if (row === null) this.#sql.exec("DELETE FROM wakeups WHERE key = ?", key);
        else
          this.#sql.exec(
            "INSERT OR REPLACE INTO wakeups (key, data, due_at) VALUES (?, ?, ?)",
            key,
            JSON.stringify(row.wakeup),
            row.dueAt,
          );
      }
      if (remember !== null) {
        this.#sql.exec(
          "INSERT INTO commands (key, request, answer, at) VALUES (?, ?, ?, ?)",
          remember.key,
          remember.request,
          remember.answer,
          draft.now,
        );
      }
      event = this.#writeEvent(draft);
    });
    this.#state = draft.state;
    return event;
  }

  /** Rows whose time has come, saving first: an output is gone an hour after it was made. */
  dueEffects(now: number): DueEffect[] {
    return this.#sql
      .exec(
        `SELECT key, data, version, faults FROM outbox WHERE due_at <= ?
         ORDER BY CASE WHEN key LIKE 'ingest:%' THEN 0 WHEN key LIKE 'submit:%' THEN 2 ELSE 1 END,
                  due_at`,
        now,
      )
      .toArray()
      .map((row) => ({
        key: row["key"] as string,
        effect: z.parse(Effect, JSON.parse(row["data"] as string)),
        version: row["version"] as number,
        faults: row["faults"] as number,
      }));
  }

  /** An effect broke for a reason of ours: it stays, and is tried again later. */
  postpone(key: string, dueAt: number): void {
    this.#sql.exec("UPDATE outbox SET due_at = ?, faults = faults + 1 WHERE key = ?", dueAt, key);
  }

  settle(due: Pick<DueEffect, "key" | "version">): void {
    this.#sql.exec("DELETE FROM outbox WHERE key = ? AND version = ?", due.key, due.version);
  }

  dueWakeups(now: number): Wakeup[] {
    return this.#sql
      .exec("SELECT data FROM wakeups WHERE due_at <= ? ORDER BY due_at", now)
      .toArray()
      .map((row) => z.parse(Wakeup, JSON.parse(row["data"] as string)));
  }

  /** The earliest time at which something is due, leaving out effects that are running already. */
  nextDueAt(running: ReadonlySet<string>): number | null {
    const effects = this.#sql
      .exec("SELECT key, due_at FROM outbox ORDER BY due_at")
      .toArray()
      .find((row) => !running.has(row["key"] as string))?.["due_at"];
    const wakeup = this.#sql.exec("SELECT min(due_at) AS due_at FROM wakeups").one()["due_at"];
    const times = [effects, wakeup].filter((time) => typeof time === "number");
    return times.length === 0 ? null : Math.min(...times);
  }

  remembered(key: string, keptMs: number, now: number): Remembered | null {
    this.#sql.exec("DELETE FROM commands WHERE at < ?", now - keptMs);
    const row = this.#sql
      .exec("SELECT key, request, answer FROM commands WHERE key = ?", key)
      .toArray()[0];
    return row === undefined
      ? null
      : {
          key,
          request: row["request"] as string,
          answer: row["answer"] as string,
        };
  }

  /** Whether a webhook of this id was taken before. */
  hasDelivery(id: string): boolean {
    return this.#sql.exec("SELECT 1 FROM deliveries WHERE id = ?", id).toArray().length > 0;
  }

  /** Ids are kept longer than their signatures are valid. */
  addDelivery(id: string, now: number): void {
    this.#sql.exec("DELETE FROM deliveries WHERE at < ?", now - 60 * 60 * 1000);
    this.#sql.exec("INSERT OR IGNORE INTO deliveries (id, at) VALUES (?, ?)", id, now);
  }

  #writeRows(draft: Draft): void {
    if (draft.projectChanged) {
      const { project } = draft;
      this.#sql.exec(
        "INSERT OR REPLACE INTO project (id, data) VALUES (?, ?)",
        project.id,
        JSON.stringify(project),
      );
    }
    for (const table of TABLES) {
      for (const id of draft.removed.get(table) ?? []) {
        this.#sql.exec(`DELETE FROM ${SQL_NAMES[table]} WHERE id = ?`, id);
      }
      for (const id of draft.changed.get(table) ?? []) {
        this.#sql.exec(
          `INSERT OR REPLACE INTO ${SQL_NAMES[table]} (id, data) VALUES (?, ?)`,
          id,
          JSON.stringify(draft.get(table, id)),
        );
      }
    }
  }

  /** Attempts and uploads are not for clients; a draft that changed only those makes no event. */
  #writeEvent(draft: Draft): ProjectEvent | null {
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
    const seq = this.#seq + 1;
    const event = { seq, at: draft.now, ...Object.fromEntries(present) } as ProjectEvent;
    this.#sql.exec(
      "INSERT INTO events (seq, at, data) VALUES (?, ?, ?)",
      seq,
      draft.now,
      JSON.stringify(event),
    );
    this.#sql.exec("DELETE FROM events WHERE seq <= ?", seq - EVENTS_KEPT);
    this.#seq = seq;
    return event;
  }

  #load(): ProjectState {
    const state: Record<string, unknown> = { ...emptyState() };
    const project = this.#sql.exec("SELECT data FROM project").toArray()[0];
    if (project !== undefined) {
      state["project"] = z.parse(Project, JSON.parse(project["data"] as string));
    }
    for (const table of TABLES) {
      const rows = this.#sql.exec(`SELECT id, data FROM ${SQL_NAMES[table]}`).toArray();
      const schema: z.ZodMiniType = SCHEMAS[table];
      state[table] = new Map(
        rows.map((row) => [
          row["id"] as string,
          z.parse(schema, JSON.parse(row["data"] as string)),
        ]),
      );
    }
    const last = this.#sql.exec("SELECT max(seq) AS seq FROM events").one()["seq"];
    this.#seq = typeof last === "number" ? last : 0;
    return state as unknown as ProjectState;
  }
}
