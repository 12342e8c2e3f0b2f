/**
 * The emulator's database: one SQLite file under its data folder. Every state change is committed
 * before it is answered or announced, so the process may be killed at any instant.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Database = DatabaseSync;

const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS predictions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
  created_at INTEGER NOT NULL, data_removed INTEGER NOT NULL, request TEXT NOT NULL, state TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS predictions_by_status ON predictions (status);
CREATE INDEX IF NOT EXISTS predictions_by_age ON predictions (data_removed, created_at);
CREATE TABLE IF NOT EXISTS outputs (
  key TEXT PRIMARY KEY, name TEXT NOT NULL, prediction_id TEXT NOT NULL, content_type TEXT NOT NULL,
  fault TEXT);
CREATE INDEX IF NOT EXISTS outputs_by_prediction ON outputs (prediction_id);
CREATE TABLE IF NOT EXISTS files (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
  content_type TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, metadata TEXT NOT NULL,
  created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS webhooks (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, prediction_id TEXT NOT NULL,
  url TEXT NOT NULL, event TEXT NOT NULL, is_terminal INTEGER NOT NULL, body TEXT NOT NULL,
  faults TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL, due_at INTEGER,
  tries INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS webhooks_by_state ON webhooks (state);
CREATE TABLE IF NOT EXISTS webhook_tries (
  webhook_id TEXT NOT NULL, at INTEGER NOT NULL, status INTEGER, error TEXT, took_ms INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ledger (
  prediction_id TEXT PRIMARY KEY, at INTEGER NOT NULL, model TEXT NOT NULL, nonce TEXT,
  unit TEXT NOT NULL, quantity REAL NOT NULL, usd REAL NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS requests (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  headers TEXT NOT NULL, body TEXT, status INTEGER, prediction_id TEXT, nonce TEXT);
CREATE TABLE IF NOT EXISTS faults (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, model TEXT, fault TEXT NOT NULL, remaining INTEGER);
CREATE TABLE IF NOT EXISTS uses (what TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS draws (
  at INTEGER NOT NULL, model TEXT NOT NULL, nonce TEXT, job TEXT NOT NULL, subject TEXT NOT NULL,
  attempt INTEGER NOT NULL, costs INTEGER NOT NULL, faults TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS draws_by_subject ON draws (subject);
CREATE INDEX IF NOT EXISTS draws_by_job ON draws (job);
`;

/** Tables that a reset empties; `meta` keeps the port and the webhook secret. */
export const RESET_TABLES = [
  "predictions",
  "outputs",
  "files",
  "webhooks",
  "webhook_tries",
  "ledger",
  "requests",
  "faults",
  "uses",
  "draws",
] as const;

/**
 * Opens (or makes) `<dir>/replicate.sqlite`.
 * Throws an Error with a plain sentence when another process holds it.
 */
export function openDatabase(dir: string): Database {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, "replicate.sqlite");
  const database = new DatabaseSync(path);
  try {
    // Exclusive: two emulators on one folder would both run, and bill, every unfinished prediction.
    // The lock goes with the process, also on SIGKILL. The wait covers one that is just dying.
    database.exec(
      "PRAGMA busy_timeout=1000; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL;",
    );
    database.exec("PRAGMA synchronous=NORMAL;");
    transaction(database, () => database.exec(SCHEMA));
  } catch (cause) {
    database.close();
    const isLocked = cause instanceof Error && /locked|busy/i.test(cause.message);
    if (!isLocked) throw cause;
    throw new Error(
      `Another offline Replicate already uses ${dir}. Stop it, or give this one another DATA_DIR.`,
      { cause },
    );
  }
  return database;
}

const depth = new WeakMap<Database, number>();

/** Runs `work` in one transaction (joining an open one); all of it is kept or none. */
export function transaction<T>(database: Database, work: () => T): T {
  const outer = depth.get(database) ?? 0;
  if (outer > 0) return work();
  database.exec("BEGIN IMMEDIATE");
  depth.set(database, outer + 1);
  try {
    const value = work();
    database.exec("COMMIT");
    return value;
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  } finally {
    depth.set(database, outer);
  }
}

export function readMeta(database: Database, key: string): string | null {
  const row = database.prepare("SELECT value FROM meta WHERE key = ?").get(key);
  return row === undefined ? null : String(row["value"]);
}

export function writeMeta(database: Database, key: string, value: string): void {
  database
    .prepare(
      "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .run(key, value);
}
