/** Measured times in the account's SQLite, one row for each kind of work. */
import * as z from "zod/mini";
import { UsualTime } from "../contracts/usual-times.ts";
import { median, noted } from "./usual-times.ts";

const Row = z.object({
  ...z.pick(UsualTime, { kind: true, model: true, lengthS: true }).shape,
  last: z.array(z.number()),
});

/** One finished job. */
export type Measured = Pick<UsualTime, "kind" | "model" | "lengthS" | "seconds">;

export class UsualTable {
  readonly #sql: SqlStorage;

  constructor({ sql }: DurableObjectStorage) {
    this.#sql = sql;
    sql.exec("CREATE TABLE IF NOT EXISTS usual (name TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT");
  }

  add({ kind, model, lengthS, seconds }: Measured): void {
    const name = `${kind} ${model ?? ""} ${lengthS}`;
    const before = this.#sql.exec("SELECT data FROM usual WHERE name = ?", name).toArray()[0];
    const last = noted(read(before?.["data"])?.last ?? [], seconds);
    const data = JSON.stringify({ kind, model, lengthS, last });
    this.#sql.exec("INSERT OR REPLACE INTO usual (name, data) VALUES (?, ?)", name, data);
  }

  list(): UsualTime[] {
    const rows = this.#sql.exec("SELECT data FROM usual ORDER BY name").toArray();
    return rows.flatMap(({ data }) => {
      const row = read(data);
      const seconds = row === null ? null : median(row.last);
      if (row === null || seconds === null) return [];
      const { kind, model, lengthS, last } = row;
      return [{ kind, model, lengthS, seconds, count: last.length }];
    });
  }
}

/** Null for a row of another version: measuring begins anew. */
function read(data: SqlStorageValue | undefined): z.infer<typeof Row> | null {
  if (typeof data !== "string") return null;
  const row = z.safeParse(Row, JSON.parse(data));
  return row.success ? row.data : null;
}
