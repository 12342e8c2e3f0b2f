/**
 * One Replicate account, for all projects: create slots (pace), which prediction belongs to which
 * attempt, and the key that signs its webhooks.
 */
import { DurableObject } from "cloudflare:workers";
import { fail, type Result } from "../contracts/errors.ts";
import { type Env, parseConfig } from "../env.ts";
import { createReplicate } from "../models/index.ts";
import type { UsualTime } from "../contracts/usual-times.ts";
import { LineTable } from "./line-table.ts";
import {
  accepted,
  ask,
  type Leaving,
  leave,
  type Place,
  type Refusal,
  refused,
  type Turn,
} from "./line.ts";
import { type Measured, UsualTable } from "./usual-table.ts";
import { WebhookKey } from "./webhook-key.ts";

/** Claims are needed while a listing may still show the prediction; a day is far beyond that. */
const CLAIMS_KEPT_MS = 24 * 60 * 60 * 1000;
const SECRET_TIMEOUT_MS = 10_000;

export class AccountObject extends DurableObject<Env> {
  readonly #line: LineTable;
  readonly #usual: UsualTable;
  readonly #key: WebhookKey;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS claims (
         prediction_id TEXT PRIMARY KEY, nonce TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
       CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
    );
    this.#line = new LineTable(ctx.storage);
    this.#key = new WebhookKey(
      {
        read: (name) => this.#read(name),
        write: (name, value) => {
          this.#write(name, value);
        },
      },
      () => this.#fetchKey(),
      () => Date.now(),
    );
    this.#usual = new UsualTable(ctx.storage);
  }

  /** Takes a create slot, or a place in the line for one: see line.ts. */
  takeSlot(place: Place): Turn {
    const now = Date.now();
    const { line, turn } = ask(this.#line.read(now), place, now);
    this.#line.write(line);
    return turn;
  }

  /** A job that waited has ended. */
  leave(place: Place): Leaving {
    const now = Date.now();
    const { line, leaving } = leave(this.#line.read(now), place, now);
    this.#line.write(line);
    return leaving;
  }

  /** The provider refused a create: everybody goes slower, or waits. Says when to ask again. */
  refused(place: Place & { number: number }, refusal: Refusal): Turn {
    const now = Date.now();
    const { line, turn } = refused(this.#line.read(now), place, refusal, now);
    this.#line.write(line);
    return turn;
  }

  /** The provider accepted a create of this job, as this prediction. */
  accepted(place: Place, predictionId: string, nonce: string): Leaving {
    const now = Date.now();
    this.claim(predictionId, nonce);
    const { line, leaving } = accepted(this.#line.read(now), place, now);
    this.#line.write(line);
    return leaving;
  }

  /** A job was finished at its first try. */
  measured(time: Measured): void {
    this.#usual.add(time);
  }

  usualTimes(): UsualTime[] {
    return this.#usual.list();
  }

  /** True when the prediction is this attempt's; false when another attempt holds it already. */
  claim(predictionId: string, nonce: string): boolean {
    const now = Date.now();
    const { sql } = this.ctx.storage;
    sql.exec("DELETE FROM claims WHERE at < ?", now - CLAIMS_KEPT_MS);
    sql.exec(
      "INSERT OR IGNORE INTO claims (prediction_id, nonce, at) VALUES (?, ?, ?)",
      predictionId,
      nonce,
      now,
    );
    const row = sql.exec("SELECT nonce FROM claims WHERE prediction_id = ?", predictionId).one();
    return row["nonce"] === nonce;
  }

  /** The nonces of the attempts that hold these predictions; one that nobody holds is not named. */
  claimants(predictionIds: string[]): Record<string, string> {
    const { sql } = this.ctx.storage;
    const claimants: Record<string, string> = {};
    for (const id of predictionIds) {
      const [row] = sql.exec("SELECT nonce FROM claims WHERE prediction_id = ?", id).toArray();
      if (row !== undefined) claimants[id] = row["nonce"] as string;
    }
    return claimants;
  }

  /**
   * The key that signs this account's webhooks. `unfit` is the one that a delivery did not fit: see
   * webhook-key.ts. The offline account is asked for anew by each process, because its data may have
   * been thrown away in between.
   */
  async webhookSecret(unfit: string | null = null): Promise<Result<string>> {
    const config = parseConfig(this.env);
    return config.ok ? this.#key.read(unfit, !config.value.isOffline) : config;
  }

  async #fetchKey(): Promise<Result<string>> {
    const config = parseConfig(this.env);
    if (!config.ok) return config;
    const { replicate } = config.value;
    if (replicate.token === null) {
      return fail("provider_misconfigured", "REPLICATE_API_TOKEN is missing. Set it.");
    }
    const client = createReplicate({
      baseUrl: replicate.baseUrl,
      token: replicate.token,
      fetch: (input, init) => fetch(input, init),
      timeoutMs: SECRET_TIMEOUT_MS,
    });
    return client.webhookSecret();
  }

  #read(name: string): string | null {
    const row = this.ctx.storage.sql
      .exec("SELECT value FROM facts WHERE name = ?", name)
      .toArray()[0];
    return row === undefined ? null : (row["value"] as string);
  }

  #write(name: string, value: string): void {
    this.ctx.storage.sql.exec(
      "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)",
      name,
      value,
    );
  }
}
