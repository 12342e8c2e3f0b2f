/**
 * One owner's workspace: the list of projects, kept current through each project's outbox, and the
 * idempotency keys of calls that make a project or wait for an answer.
 */
import { DurableObject } from "cloudflare:workers";
import * as z from "zod/mini";
import { fail, ok, type Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { ProjectSummary } from "../contracts/project.ts";
import type { Env } from "../env.ts";
import { CallTable, type NewCall, type Opened, type StoredCall } from "./call-table.ts";

const KEYS_KEPT_MS = 24 * 60 * 60 * 1000;

export class WorkspaceObject extends DurableObject<Env> {
  readonly #calls: CallTable;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS projects (
         id TEXT PRIMARY KEY, data TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT;
       CREATE TABLE IF NOT EXISTS keys (
         key TEXT PRIMARY KEY, request TEXT NOT NULL, project_id TEXT NOT NULL,
         at INTEGER NOT NULL) STRICT;`,
    );
    this.#calls = new CallTable(ctx.storage.sql);
  }

  /**
   * The project id for a key: `newId` the first time, the same one again for the same request. The
   * same key with another request is a conflict.
   */
  reserve(key: string, request: string, newId: string): Result<string> {
    const now = Date.now();
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM keys WHERE at < ?", now - KEYS_KEPT_MS);
    sql.exec(
      "INSERT OR IGNORE INTO keys (key, request, project_id, at) VALUES (?, ?, ?, ?)",
      key,
      request,
      newId,
      now,
    );
    const row = sql.exec("SELECT request, project_id FROM keys WHERE key = ?", key).one();
    if (row["request"] !== request) {
      return fail(
        "conflict",
        "This idempotency key was used for another request. Use a new key for a new request.",
      );
    }
    return ok(row["project_id"] as string);
  }

  /** Of two that cross on their way the newer one stays. */
  put(summary: ProjectSummary): void {
    this.ctx.storage.sql.exec(
      `INSERT INTO projects (id, data, updated_at) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET data = excluded.data, updated_at = excluded.updated_at
       WHERE excluded.updated_at >= projects.updated_at`,
      summary.id,
      JSON.stringify(summary),
      summary.updatedAt,
    );
  }

  remove(projectId: string): void {
    this.ctx.storage.sql.exec("DELETE FROM projects WHERE id = ?", projectId);
  }

  /** Errors: `conflict`. See CallTable. */
  openCall(call: NewCall): Result<Opened> {
    return this.#calls.open(call, Date.now());
  }

  findCall(id: string): StoredCall | null {
    return this.#calls.find(id);
  }

  nextRound(id: string, after: number): number {
    return this.#calls.nextRound(id, after);
  }

  callDelivered(id: string): void {
    this.#calls.delivered(id);
  }

  callRefused(id: string, opener: string): boolean {
    return this.#calls.refused(id, opener);
  }

  /** Newest change first. */
  list(): ProjectSummary[] {
    return this.ctx.storage.sql
      .exec("SELECT data FROM projects ORDER BY updated_at DESC LIMIT ?", LIMITS.projects)
      .toArray()
      .map((row) => z.parse(ProjectSummary, JSON.parse(row["data"] as string)));
  }
}
