/** Every API call as it came in, for assertions; never the token. The newest 5000 are kept. */
import type { IncomingHttpHeaders } from "node:http";
import type { Database } from "./store.ts";

const KEPT = 5000;
const LONGEST_BODY = 256 * 1024;

export type RequestLog = ReturnType<typeof createRequestLog>;

export function createRequestLog(database: Database) {
  return {
    /** Returns the number of the entry, for `finish`. */
    begin(entry: {
      at: number;
      method: string;
      path: string;
      headers: IncomingHttpHeaders;
    }): number {
      const { authorization, ...headers } = entry.headers;
      const shown = {
        ...headers,
        ...(authorization === undefined ? {} : { authorization: "***" }),
      };
      const { lastInsertRowid } = database
        .prepare("INSERT INTO requests (at, method, path, headers) VALUES (?, ?, ?, ?)")
        .run(entry.at, entry.method, entry.path, JSON.stringify(shown));
      const seq = Number(lastInsertRowid);
      if (seq % 100 === 0) {
        database.prepare("DELETE FROM requests WHERE seq <= ?").run(seq - KEPT);
      }
      return seq;
    },
    body(seq: number, body: string): void {
      database
        .prepare("UPDATE requests SET body = ? WHERE seq = ?")
        .run(body.slice(0, LONGEST_BODY), seq);
    },
    created(seq: number, predictionId: string, nonce: string | null): void {
      database
        .prepare("UPDATE requests SET prediction_id = ?, nonce = ? WHERE seq = ?")
        .run(predictionId, nonce, seq);
    },
    finish(seq: number, status: number): void {
      database.prepare("UPDATE requests SET status = ? WHERE seq = ?").run(status, seq);
    },
    /** Newest first. */
    entries(limit: number) {
      return database
        .prepare("SELECT * FROM requests ORDER BY seq DESC LIMIT ?")
        .all(limit)
        .map((row) => ({
          seq: Number(row["seq"]),
          at: Number(row["at"]),
          method: String(row["method"]),
          path: String(row["path"]),
          headers: JSON.parse(String(row["headers"])) as unknown,
          body: row["body"] === null ? null : String(row["body"]),
          status: row["status"] === null ? null : Number(row["status"]),
          predictionId: row["prediction_id"] === null ? null : String(row["prediction_id"]),
          nonce: row["nonce"] === null ? null : String(row["nonce"]),
        }));
    },
  };
}
