/** The rows of predictions: insert, save, page through, and empty after the retention time. */
import * as z from "zod/mini";
import type { Prediction, PredictionRequest, PredictionState } from "./prediction.ts";
import type { Database } from "./store.ts";

/** API predictions lose their data one hour after creation (Replicate's data-retention page). */
export const RETENTION_MS = 60 * 60 * 1000;
export const PAGE_SIZE = 100;

type Row = Record<string, unknown>;

const jsonObject = z.record(z.string(), z.unknown());

/** Rows are written by this file alone, so their JSON is trusted once it is an object. */
function readRow(row: Row): Prediction {
  const request: unknown = jsonObject.parse(JSON.parse(String(row["request"])));
  const state: unknown = jsonObject.parse(JSON.parse(String(row["state"])));
  return { request: request as PredictionRequest, state: state as PredictionState };
}

export type ListQuery = {
  /** Show what is older than this row; null from the newest. */
  beforeSeq: number | null;
  /** Show the page that ends just above this row. */
  afterSeq: number | null;
  createdAfter: number | null;
  createdBefore: number | null;
};

export type Page = {
  predictions: Prediction[];
  olderSeq: number | null;
  newerSeq: number | null;
};

export type PredictionTable = ReturnType<typeof createPredictionTable>;

export function createPredictionTable(database: Database) {
  const bounds = (query: ListQuery) => {
    const terms: string[] = [];
    const values: number[] = [];
    if (query.createdAfter !== null) {
      terms.push("created_at >= ?");
      values.push(query.createdAfter);
    }
    if (query.createdBefore !== null) {
      terms.push("created_at <= ?");
      values.push(query.createdBefore);
    }
    return { terms, values };
  };
  const select = (terms: string[], values: number[], tail: string): Row[] =>
    database
      .prepare(
        `SELECT * FROM predictions ${terms.length > 0 ? `WHERE ${terms.join(" AND ")}` : ""} ${tail}`,
      )
      .all(...values);

  return {
    insert({ request, state }: Prediction): void {
      database
        .prepare(
          "INSERT INTO predictions (id, status, created_at, data_removed, request, state) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(
          request.id,
          state.status,
          request.createdAt,
          0,
          JSON.stringify(request),
          JSON.stringify(state),
        );
    },

    save({ request, state }: Prediction): void {
      database
        .prepare("UPDATE predictions SET status = ?, state = ? WHERE id = ?")
        .run(state.status, JSON.stringify(state), request.id);
    },

    get(id: string): Prediction | null {
      const row = database.prepare("SELECT * FROM predictions WHERE id = ?").get(id);
      return row === undefined ? null : readRow(row);
    },

    /** Everything that has not ended, oldest first. */
    unfinished(): Prediction[] {
      return select(["status IN ('starting', 'processing')"], [], "ORDER BY seq").map(readRow);
    },

    /** One page, newest first. */
    list(query: ListQuery): Page {
      const { terms, values } = bounds(query);
      let rows: Row[];
      if (query.afterSeq !== null) {
        rows = select(
          [...terms, "seq > ?"],
          [...values, query.afterSeq],
          `ORDER BY seq LIMIT ${PAGE_SIZE}`,
        ).reverse();
      } else {
        const cursor = query.beforeSeq === null ? [] : [query.beforeSeq];
        rows = select(
          [...terms, ...(cursor.length > 0 ? ["seq < ?"] : [])],
          [...values, ...cursor],
          `ORDER BY seq DESC LIMIT ${PAGE_SIZE}`,
        );
      }
      const newest = rows[0]?.["seq"];
      const oldest = rows[rows.length - 1]?.["seq"];
      const isAny = (term: string, seq: unknown) =>
        typeof seq === "number" && select([...terms, term], [...values, seq], "LIMIT 1").length > 0;
      return {
        predictions: rows.map(readRow),
        olderSeq: isAny("seq < ?", oldest) ? Number(oldest) : null,
        newerSeq: isAny("seq > ?", newest) ? Number(newest) : null,
      };
    },

    /** Keeps the record and removes the data. */
    empty({ request, state }: Prediction): void {
      const emptied: PredictionState = { ...state, output: null, logs: "", dataRemoved: true };
      database
        .prepare("UPDATE predictions SET data_removed = 1, request = ?, state = ? WHERE id = ?")
        .run(JSON.stringify({ ...request, input: {} }), JSON.stringify(emptied), request.id);
    },

    /** Empties ended predictions older than the retention time and returns their ids. */
    purge(now: number): string[] {
      const rows = database
        .prepare(
          "SELECT * FROM predictions WHERE data_removed = 0 AND created_at <= ? AND status NOT IN ('starting', 'processing')",
        )
        .all(now - RETENTION_MS);
      return rows.map((row) => {
        const prediction = readRow(row);
        this.empty(prediction);
        return prediction.request.id;
      });
    },
  };
}
