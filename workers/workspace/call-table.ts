/**
 * Calls of programs that wait for their answer: which project each works in, so that the same call made
 * again finds the work instead of paying for it twice. A call is known by its idempotency key, or, made
 * without one, by what it asks (`request`, a digest) as long as its answer was never delivered.
 */
import { fail, ok, type Result } from "../contracts/errors.ts";

/** `round` rises when a call whose work never reached the provider is allowed another try. */
export type StoredCall = {
  id: string;
  route: string;
  projectId: string;
  round: number;
  /** What the answer repeats of the request, as JSON. */
  echo: string;
};

export type NewCall = Omit<StoredCall, "round"> & { key: string | null; request: string };

export type Opened = StoredCall & { isNew: boolean };

const KEPT_MS = 24 * 60 * 60 * 1000;
const COLUMNS = "id, route, project_id, round, echo";

export class CallTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(
      `CREATE TABLE IF NOT EXISTS calls (
         id TEXT PRIMARY KEY, key TEXT UNIQUE, request TEXT NOT NULL, route TEXT NOT NULL,
         project_id TEXT NOT NULL, round INTEGER NOT NULL, echo TEXT NOT NULL,
         at INTEGER NOT NULL, is_delivered INTEGER NOT NULL) STRICT;
       CREATE INDEX IF NOT EXISTS calls_by_request ON calls (request);
       CREATE TABLE IF NOT EXISTS openings (
         call_id TEXT NOT NULL, opener TEXT NOT NULL, PRIMARY KEY (call_id, opener)) STRICT;
       -- Calls from before openings were kept have begun: each keeps its own.
       INSERT INTO openings SELECT id, id FROM calls WHERE NOT EXISTS (SELECT 1 FROM openings);`,
    );
  }

  /**
   * `call.id` names who opens, and the call too where it is new. Errors: `conflict` for a key that was
   * used for another request.
   */
  open(call: NewCall, now: number): Result<Opened> {
    const opened = this.#findOrAdd(call, now);
    if (opened.ok) {
      this.#sql.exec(
        "INSERT OR IGNORE INTO openings (call_id, opener) VALUES (?, ?)",
        opened.value.id,
        call.id,
      );
    }
    return opened;
  }

  #findOrAdd(call: NewCall, now: number): Result<Opened> {
    this.#sql.exec("DELETE FROM calls WHERE at < ?", now - KEPT_MS);
    this.#sql.exec("DELETE FROM openings WHERE call_id NOT IN (SELECT id FROM calls)");
    const [row] = this.#sql
      .exec(
        call.key === null
          ? `SELECT ${COLUMNS}, request FROM calls
             WHERE request = ? AND key IS NULL AND is_delivered = 0 ORDER BY at DESC LIMIT 1`
          : `SELECT ${COLUMNS}, request FROM calls WHERE key = ?`,
        call.key ?? call.request,
      )
      .toArray();
    if (row !== undefined) {
      return row["request"] === call.request
        ? ok({ ...stored(row), isNew: false })
        : fail(
            "conflict",
            "This idempotency key was used for another request. Use a new key for a new request.",
          );
    }
    this.#sql.exec(
      `INSERT INTO calls (id, key, request, route, project_id, round, echo, at, is_delivered)
       VALUES (?, ?, ?, ?, ?, 1, ?, ?, 0)`,
      call.id,
      call.key,
      call.request,
      call.route,
      call.projectId,
      call.echo,
      now,
    );
    const { id, route, projectId, echo } = call;
    return ok({ id, route, projectId, echo, round: 1, isNew: true });
  }

  find(id: string): StoredCall | null {
    const [row] = this.#sql.exec(`SELECT ${COLUMNS} FROM calls WHERE id = ?`, id).toArray();
    return row === undefined ? null : stored(row);
  }

  /** The round to work in now. Two callers that found the same round over begin one, not two. */
  nextRound(id: string, after: number): number {
    this.#sql.exec("UPDATE calls SET round = round + 1 WHERE id = ? AND round = ?", id, after);
    return this.find(id)?.round ?? after;
  }

  /** Its answer has reached the caller: without a key the same request is now a new one. */
  delivered(id: string): void {
    this.#sql.exec("UPDATE calls SET is_delivered = 1 WHERE id = ?", id);
  }

  /**
   * The work of this opener was refused. True when nobody else has opened the call: then it is gone, and
   * its key is free. Others may be at work in the same project at this moment.
   */
  refused(id: string, opener: string): boolean {
    this.#sql.exec("DELETE FROM openings WHERE call_id = ? AND opener = ?", id, opener);
    const others = this.#sql.exec("SELECT 1 FROM openings WHERE call_id = ? LIMIT 1", id).toArray();
    if (others.length > 0) return false;
    this.#sql.exec("DELETE FROM calls WHERE id = ?", id);
    return true;
  }
}

function stored(row: Record<string, SqlStorageValue>): StoredCall {
  return {
    id: row["id"] as string,
    route: row["route"] as string,
    projectId: row["project_id"] as string,
    round: row["round"] as number,
    echo: row["echo"] as string,
  };
}
