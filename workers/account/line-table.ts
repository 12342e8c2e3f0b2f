/** The line in the account's SQLite: loaded once, written by what changed. */
import * as z from "zod/mini";
import { emptyLine, type Line, Outage, Waiting } from "./line.ts";
import { Pace } from "./pace.ts";

const Facts = z.object({ pace: Pace, outage: z.nullable(Outage), count: z.number() });

export class LineTable {
  readonly #storage: DurableObjectStorage;
  #line: Line | null = null;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    storage.sql.exec(
      `CREATE TABLE IF NOT EXISTS waiting (job TEXT PRIMARY KEY, data TEXT NOT NULL) STRICT;
       CREATE TABLE IF NOT EXISTS served (
         project TEXT PRIMARY KEY, number INTEGER NOT NULL) STRICT;
       CREATE TABLE IF NOT EXISTS line (id INTEGER PRIMARY KEY, data TEXT NOT NULL) STRICT;`,
    );
  }

  read(now: number): Line {
    this.#line ??= this.#load() ?? emptyLine(now);
    return this.#line;
  }

  /** Rows that stayed the same objects are not written. */
  write(line: Line): void {
    const before = this.#line ?? emptyLine(0);
    const { sql } = this.#storage;
    this.#storage.transactionSync(() => {
      for (const [job, row] of line.waiting) {
        if (before.waiting.get(job) === row) continue;
        sql.exec("INSERT OR REPLACE INTO waiting VALUES (?, ?)", job, JSON.stringify(row));
      }
      for (const job of before.waiting.keys()) {
        if (!line.waiting.has(job)) sql.exec("DELETE FROM waiting WHERE job = ?", job);
      }
      for (const [project, number] of line.served) {
        if (before.served.get(project) === number) continue;
        sql.exec("INSERT OR REPLACE INTO served VALUES (?, ?)", project, number);
      }
      for (const project of before.served.keys()) {
        if (!line.served.has(project)) sql.exec("DELETE FROM served WHERE project = ?", project);
      }
      const { pace, outage, count } = line;
      const facts = JSON.stringify({ pace, outage, count });
      sql.exec("INSERT OR REPLACE INTO line VALUES (1, ?)", facts);
    });
    this.#line = line;
  }

  /** Null before the first time, and where the rows are of another version: then the line begins anew. */
  #load(): Line | null {
    const { sql } = this.#storage;
    const kept = sql.exec("SELECT data FROM line").toArray()[0];
    if (kept === undefined) return null;
    const facts = z.safeParse(Facts, JSON.parse(kept["data"] as string));
    if (!facts.success) return null;
    const waiting = sql
      .exec("SELECT data FROM waiting")
      .toArray()
      .flatMap(({ data }) => {
        const row = z.safeParse(Waiting, JSON.parse(data as string));
        return row.success ? [[row.data.job, row.data] as const] : [];
      });
    const served = sql.exec("SELECT project, number FROM served ORDER BY number").toArray();
    return {
      ...facts.data,
      waiting: new Map(waiting),
      served: new Map(served.map((row) => [row["project"] as string, row["number"] as number])),
    };
  }
}
