/**
 * Faults by chance that can be had again: each is drawn from a hash of the storm's seed, the words of
 * the call, how many calls with these words came before, and the fault's name. Neither the clock nor
 * the order in which different calls arrive has a part in it, nor have nonces, seeds and addresses,
 * which callers make anew each time. Off until it is ordered; kept in the database like every order.
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import type { ModelKind } from "../models/model.ts";
import type { Input } from "../prediction.ts";
import type { Database } from "../store.ts";
import { readMeta, writeMeta } from "../store.ts";
import type { Fault } from "./catalogue.ts";
import { concerns, FAULT_NAMES, FAULTS } from "./catalogue.ts";
import { textsIn } from "./markers.ts";

export const StormOrder = z.strictObject({
  seed: z.string().min(1).max(100),
  /** The probability of each fault, 0 to 1, for each create; faults may come together. */
  rates: z.partialRecord(z.enum(FAULT_NAMES), z.number().min(0).max(1)),
  /**
   * Creates of one job that may meet a fault that costs something: after that, only faults that cost
   * nothing. A job is the `job` parameter of the webhook's address; without one, equal words are.
   */
  most: z.int().min(0).default(2),
});
export type StormOrder = z.output<typeof StormOrder>;

/** One create that something was drawn for. */
export type Draw = {
  at: number;
  model: string;
  nonce: string | null;
  job: string;
  /** Digest of the model and the words. */
  subject: string;
  /** Which create with these words it was, from 1. */
  attempt: number;
  faults: Fault[];
};

export type NewCall = {
  model: { slug: string; kind: ModelKind };
  input: Input;
  webhook: string | null;
};

/** Longest report of draws. */
const REPORTED = 5000;

export type Storm = ReturnType<typeof createStorm>;

export function createStorm(database: Database) {
  const order = (): StormOrder | null => {
    const kept = readMeta(database, "storm");
    return kept === null || kept === "" ? null : StormOrder.parse(JSON.parse(kept));
  };
  const count = (column: "subject" | "job", value: string, condition: string): number => {
    const row = database
      .prepare(`SELECT count(*) AS n FROM draws WHERE ${column} = ? AND ${condition}`)
      .get(value);
    return Number(row?.["n"]);
  };
  const forget = () => database.exec("DELETE FROM draws");

  return {
    order,
    /** Begins a storm of its own: what an earlier one drew is forgotten. */
    begin(next: StormOrder): void {
      forget();
      writeMeta(database, "storm", JSON.stringify(next));
    },
    end(): void {
      writeMeta(database, "storm", "");
    },
    /** The faults of one new prediction; none while there is no storm. */
    draw(call: NewCall, now: number): Fault[] {
      const current = order();
      if (current === null) return [];
      const subject = subjectOf(call);
      const job = parameter(call.webhook, "job") ?? subject;
      const attempt = count("subject", subject, "true") + 1;
      const drawn = FAULT_NAMES.filter((fault) => {
        const rate = concerns(fault, call.model.kind) ? (current.rates[fault] ?? 0) : 0;
        return rate > 0 && chance(`${current.seed}\n${subject}\n${attempt}\n${fault}`) < rate;
      });
      const mayCost = count("job", job, "costs = 1") < current.most;
      const faults = drawn.filter((fault) => mayCost || FAULTS[fault].costs === "nothing");
      const costs = faults.some((fault) => FAULTS[fault].costs !== "nothing");
      database
        .prepare("INSERT INTO draws VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .run(
          now,
          call.model.slug,
          parameter(call.webhook, "nonce"),
          job,
          subject,
          attempt,
          costs ? 1 : 0,
          JSON.stringify(faults),
        );
      return faults;
    },
    /** Every create since the storm began that met a fault, oldest first. */
    draws(): Draw[] {
      return database
        .prepare("SELECT * FROM draws WHERE faults <> '[]' ORDER BY rowid LIMIT ?")
        .all(REPORTED)
        .map((row) => ({
          at: Number(row["at"]),
          model: String(row["model"]),
          nonce: row["nonce"] === null ? null : String(row["nonce"]),
          job: String(row["job"]),
          subject: String(row["subject"]),
          attempt: Number(row["attempt"]),
          faults: JSON.parse(String(row["faults"])) as Fault[],
        }));
    },
  };
}

/** In [0, 1), the same for the same words. */
function chance(words: string): number {
  return createHash("sha256").update(words).digest().readUIntBE(0, 6) / 2 ** 48;
}

function subjectOf({ model, input }: NewCall): string {
  const words = textsIn(input).filter((text) => !/^https?:\/\/\S+$/i.test(text));
  const content = JSON.stringify([model.slug, ...words]);
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

function parameter(webhook: string | null, name: string): string | null {
  return webhook === null ? null : new URL(webhook).searchParams.get(name);
}
