/**
 * A project's rows in SQLite. The whole state is loaded once and kept beside the database; every
 * change goes through `commit`, one transaction for rows, event, outbox and wakeups together. Where no
 * project was made nothing is written, so asking for one leaves nothing behind.
 */
import type { ProjectEvent, Snapshot } from "../contracts/live.ts";
import { Effect, Wakeup } from "../domain/effects.ts";
import { type Draft, emptyState, type ProjectState, TABLES } from "../domain/state.ts";
import type { Unreadable } from "../domain/unreadable.ts";
import { eventOf, snapshotOf } from "./live-rows.ts";
import { hasSchema, migrate } from "./migrations.ts";
import { loadProject, readRow, SQL_NAMES } from "./rows.ts";

/** Events older than the newest this many are dropped: a client that far behind takes a snapshot. */
const EVENTS_KEPT = 2_000;

export type DueEffect = { key: string; effect: Effect; version: number; faults: number };
/** A person's command, remembered under its idempotency key with the ids it answered with. */
export type Remembered = { key: string; request: string; answer: string };

/** Due rows, and the keys of those that can't be read. */
export type Due<T> = { rows: T[]; unreadable: string[] };
export type DueWakeup = { key: string; wakeup: Wakeup };

export class Store {
  readonly #storage: DurableObjectStorage;
  /** Rows that were skipped when the project was loaded. */
  readonly unreadable: readonly Unreadable[];
  #state: ProjectState;
  #seq: number;
  #hasSchema: boolean;

  /** Throws when the database or the project's own row can't be read. */
  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#hasSchema = hasSchema(storage);
    if (this.#hasSchema) migrate(storage);
    const loaded = this.#hasSchema
      ? loadProject(storage.sql)
      : { state: emptyState(), seq: 0, unreadable: [] };
    if (loaded === null) throw new Error("The project's own row can't be read.");
    this.#state = loaded.state;
    this.#seq = loaded.seq;
    this.unreadable = loaded.unreadable;
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  get state(): ProjectState {
    return this.#state;
  }

  snapshot(): Snapshot | null {
    return snapshotOf(this.#state, this.#seq);
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
    if (!this.#hasSchema) migrate(this.#storage);
    this.#hasSchema = true;
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
  dueEffects(now: number): Due<DueEffect> {
    return this.#due(
      `SELECT key, data, version, faults FROM outbox WHERE due_at <= ?
       ORDER BY CASE WHEN key LIKE 'ingest:%' THEN 0 WHEN key LIKE 'submit:%' THEN 2 ELSE 1 END,
                due_at`,
      now,
      (key, row) => {
        const effect = readRow(Effect, row["data"]);
        const version = row["version"] as number;
        return effect === null ? null : { key, effect, version, faults: row["faults"] as number };
      },
    );
  }

  dueWakeups(now: number): Due<DueWakeup> {
    return this.#due(
      "SELECT key, data FROM wakeups WHERE due_at <= ? ORDER BY due_at",
      now,
      (key, row) => {
        const wakeup = readRow(Wakeup, row["data"]);
        return wakeup === null ? null : { key, wakeup };
      },
    );
  }

  #due<T>(
    query: string,
    now: number,
    read: (key: string, row: Record<string, SqlStorageValue>) => T | null,
  ): Due<T> {
    const due: Due<T> = { rows: [], unreadable: [] };
    if (!this.#hasSchema) return due;
    for (const row of this.#sql.exec(query, now).toArray()) {
      const key = row["key"] as string;
      const parsed = read(key, row);
      if (parsed === null) due.unreadable.push(key);
      else due.rows.push(parsed);
    }
    return due;
  }

  /**
   * Keeps a row that can't be read for whoever looks into it. A call or wakeup is then out of the way; a
   * job's row stays until another is written in its place. `goOn` is part of the same transaction.
   */
  setAside({ table, id }: Unreadable, now: number, goOn: () => void): void {
    const isQueue = table === "outbox" || table === "wakeups";
    const [from, column] = isQueue ? [table, "key"] : [SQL_NAMES[table], "id"];
    this.#storage.transactionSync(() => {
      this.#sql.exec(
        `INSERT OR REPLACE INTO unreadable (source, id, data, at)
         SELECT '${from}', ${column}, data, ? FROM ${from} WHERE ${column} = ?`,
        now,
        id,
      );
      if (isQueue) this.#sql.exec(`DELETE FROM ${from} WHERE key = ?`, id);
      goOn();
    });
  }

  /** An effect broke for a reason of ours: it stays, and is tried again later. */
  postpone(key: string, dueAt: number): void {
    if (!this.#hasSchema) return;
    this.#sql.exec("UPDATE outbox SET due_at = ?, faults = faults + 1 WHERE key = ?", dueAt, key);
  }

  /** The same for a wakeup. */
  postponeWakeup(key: string, dueAt: number): void {
    this.#sql.exec("UPDATE wakeups SET due_at = ? WHERE key = ?", dueAt, key);
  }

  settle(due: Pick<DueEffect, "key" | "version">): void {
    if (!this.#hasSchema) return;
    this.#sql.exec("DELETE FROM outbox WHERE key = ? AND version = ?", due.key, due.version);
  }

  /** The earliest time at which something is due, leaving out effects that are running already. */
  nextDueAt(running: ReadonlySet<string>): number | null {
    if (!this.#hasSchema) return null;
    const effects = this.#sql
      .exec("SELECT key, due_at FROM outbox ORDER BY due_at")
      .toArray()
      .find((row) => !running.has(row["key"] as string))?.["due_at"];
    const wakeup = this.#sql.exec("SELECT min(due_at) AS due_at FROM wakeups").one()["due_at"];
    const times = [effects, wakeup].filter((time) => typeof time === "number");
    return times.length === 0 ? null : Math.min(...times);
  }

  remembered(key: string, keptMs: number, now: number): Remembered | null {
    if (!this.#hasSchema) return null;
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

  /** Everything: no project was ever here. */
  async clear(): Promise<void> {
    this.#state = emptyState();
    this.#seq = 0;
    this.#hasSchema = false;
    await this.#storage.deleteAll();
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

  #writeEvent(draft: Draft): ProjectEvent | null {
    if (draft.isSilent) return null;
    const seq = this.#seq + 1;
    const event = eventOf(draft, seq);
    if (event === null) return null;
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
}
