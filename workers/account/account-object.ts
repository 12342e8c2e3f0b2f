/**
 * One Replicate account, for all projects: create slots (pace), which prediction belongs to which
 * attempt, and the key that signs its webhooks.
 */
import { DurableObject } from "cloudflare:workers";
import * as z from "zod/mini";
import { fail, ok, type Result } from "../contracts/errors.ts";
import { type Env, parseConfig } from "../env.ts";
import { createReplicate } from "../models/index.ts";
import { Pace, pause, slowDown, takeSlot, usualPace } from "./pace.ts";

/** Claims are needed while a listing may still show the prediction; a day is far beyond that. */
const CLAIMS_KEPT_MS = 24 * 60 * 60 * 1000;
const SECRET_TIMEOUT_MS = 10_000;

export type Refusal =
  | { kind: "throttled"; retryAfterMs: number; perMinute: number | null; burst: number | null }
  | { kind: "credit"; waitMs: number };

export class AccountObject extends DurableObject<Env> {
  #secret: Promise<Result<string>> | null = null;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS claims (
         prediction_id TEXT PRIMARY KEY, nonce TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
       CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
    );
  }

  /** Takes a create slot; `waitMs` above 0 means: not now, ask again after that. */
  takeSlot(): { waitMs: number } {
    const now = Date.now();
    const { pace, waitMs } = takeSlot(this.#pace(now), now);
    this.#write("pace", JSON.stringify(pace));
    return { waitMs };
  }

  /** The provider refused a create: everybody goes slower, or waits. */
  refused(refusal: Refusal): void {
    const now = Date.now();
    const pace = this.#pace(now);
    const next =
      refusal.kind === "credit" ? pause(pace, refusal.waitMs, now) : slowDown(pace, refusal, now);
    this.#write("pace", JSON.stringify(next));
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
   * The key that signs this account's webhooks, fetched once and kept. The offline account is asked
   * for anew by each process, because its data may have been thrown away in between.
   */
  webhookSecret(): Promise<Result<string>> {
    this.#secret ??= this.#readSecret().then((secret) => {
      if (!secret.ok) this.#secret = null;
      return secret;
    });
    return this.#secret;
  }

  async #readSecret(): Promise<Result<string>> {
    const config = parseConfig(this.env);
    if (!config.ok) return config;
    const { replicate, isOffline } = config.value;
    const kept = this.#read("webhook_secret");
    if (kept !== null && !isOffline) return ok(kept);
    if (replicate.token === null) {
      return fail("provider_misconfigured", "REPLICATE_API_TOKEN is missing. Set it.");
    }
    const client = createReplicate({
      baseUrl: replicate.baseUrl,
      token: replicate.token,
      fetch: (input, init) => fetch(input, init),
      timeoutMs: SECRET_TIMEOUT_MS,
    });
    const secret = await client.webhookSecret();
    if (secret.ok) this.#write("webhook_secret", secret.value);
    return secret;
  }

  #pace(now: number): Pace {
    const kept = this.#read("pace");
    const parsed = kept === null ? null : z.safeParse(Pace, JSON.parse(kept));
    return parsed?.success === true ? parsed.data : usualPace(now);
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
