/**
 * What each prediction would have cost, in US dollars (estimates). Official models are priced by what
 * they give, so a success is billed, and so is a run that was stopped while it worked; a failure, and a
 * prediction that ended before it started, is not.
 */
import type { Model, Work } from "./models/model.ts";
import { quantityOf } from "./models/model.ts";
import type { Prediction } from "./prediction.ts";
import type { Database } from "./store.ts";

export type LedgerEntry = {
  predictionId: string;
  at: number;
  model: string;
  /** The `nonce` parameter of the webhook's address; null when it has none. */
  nonce: string | null;
  unit: string;
  quantity: number;
  /** The price of the whole prediction, whether or not it was billed. */
  usd: number;
  state: "open" | "billed" | "not_billed";
};

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger(database: Database, charge: (usd: number) => void) {
  const entries = (): LedgerEntry[] =>
    database
      .prepare("SELECT * FROM ledger ORDER BY at, rowid")
      .all()
      .map((row) => ({
        predictionId: String(row["prediction_id"]),
        at: Number(row["at"]),
        model: String(row["model"]),
        nonce: row["nonce"] === null ? null : String(row["nonce"]),
        unit: String(row["unit"]),
        quantity: Number(row["quantity"]),
        usd: Number(row["usd"]),
        state: String(row["state"]) as LedgerEntry["state"],
      }));

  return {
    entries,

    open({ request }: Prediction, model: Model, work: Work): void {
      const quantity = quantityOf(work);
      database
        .prepare("INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?, 'open')")
        .run(
          request.id,
          request.createdAt,
          request.model,
          request.nonce,
          model.price.unit,
          quantity,
          Math.round(quantity * model.price.usd * 1e6) / 1e6,
        );
    },

    settle({ request, state }: Prediction): void {
      const isBilled =
        state.status === "succeeded" || (state.status === "canceled" && state.startedAt !== null);
      const done = database
        .prepare(
          "UPDATE ledger SET state = ? WHERE prediction_id = ? AND state = 'open' RETURNING usd",
        )
        .get(isBilled ? "billed" : "not_billed", request.id);
      if (isBilled && done !== undefined) charge(Number(done["usd"]));
    },

    /** Entries, what was billed in all, and what each nonce was used for. */
    report() {
      const all = entries();
      const byNonce: Record<string, { predictions: number; billed: number; usd: number }> = {};
      for (const entry of all) {
        if (entry.nonce === null) continue;
        const sum = (byNonce[entry.nonce] ??= { predictions: 0, billed: 0, usd: 0 });
        sum.predictions += 1;
        if (entry.state !== "billed") continue;
        sum.billed += 1;
        sum.usd += entry.usd;
      }
      const billed = all.filter((entry) => entry.state === "billed");
      return {
        entries: all,
        totals: {
          predictions: all.length,
          billed: billed.length,
          usd: Math.round(billed.reduce((sum, entry) => sum + entry.usd, 0) * 1e6) / 1e6,
        },
        byNonce,
      };
    },
  };
}
