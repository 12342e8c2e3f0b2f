/**
 * What was ordered to go wrong: for a model or for the next so many predictions (admin API), or by a
 * marker in a prompt. What chance adds is the storm's part.
 */
import type { ModelKind } from "../models/model.ts";
import type { Input } from "../prediction.ts";
import type { Database } from "../store.ts";
import type { Fault } from "./catalogue.ts";
import { markersIn } from "./markers.ts";

export type FaultRule = {
  seq: number;
  model: string | null;
  fault: Fault;
  /** Predictions it still applies to; null until it is cleared. */
  remaining: number | null;
};

/** GETs of a new id that `get-404` lets go unanswered. */
const HIDDEN_GETS = 2;

export type FaultBook = ReturnType<typeof createFaultBook>;

export function createFaultBook(database: Database) {
  const rules = (): FaultRule[] =>
    database
      .prepare("SELECT seq, model, fault, remaining FROM faults ORDER BY seq")
      .all()
      .map((row) => ({
        seq: Number(row["seq"]),
        model: row["model"] === null ? null : String(row["model"]),
        fault: String(row["fault"]) as Fault,
        remaining: row["remaining"] === null ? null : Number(row["remaining"]),
      }));

  /** How often this was called with `what`, this time included. */
  const countUse = (what: string): number => {
    const row = database
      .prepare(
        "INSERT INTO uses VALUES (?, 1) ON CONFLICT (what) DO UPDATE SET times = times + 1 RETURNING times",
      )
      .get(what);
    return Number(row?.["times"]);
  };

  return {
    rules,
    add(rule: { model: string | null; fault: Fault; remaining: number | null }): void {
      database
        .prepare("INSERT INTO faults (model, fault, remaining) VALUES (?, ?, ?)")
        .run(rule.model, rule.fault, rule.remaining);
    },
    clear(): void {
      database.exec("DELETE FROM faults");
    },

    /** The faults of one new prediction. Uses up a count of every rule and marker that applies. */
    take(model: { slug: string; kind: ModelKind }, input: Input): Fault[] {
      const taken = new Set<Fault>();
      for (const rule of rules()) {
        if (rule.model !== null && rule.model !== model.slug) continue;
        taken.add(rule.fault);
        if (rule.remaining === null) continue;
        if (rule.remaining > 1) {
          database
            .prepare("UPDATE faults SET remaining = remaining - 1 WHERE seq = ?")
            .run(rule.seq);
        } else {
          database.prepare("DELETE FROM faults WHERE seq = ?").run(rule.seq);
        }
      }
      for (const { text, fault, limit } of markersIn(input, model)) {
        if (limit === null || countUse(text) <= limit) taken.add(fault);
      }
      return [...taken];
    },

    /** True for the GETs that a prediction with `get-404` does not answer; counts this one. */
    isHidden(request: { id: string; faults: readonly string[] }): boolean {
      return request.faults.includes("get-404") && countUse(`get ${request.id}`) <= HIDDEN_GETS;
    },
  };
}
