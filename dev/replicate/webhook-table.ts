/** The rows of webhook messages and of the tries to deliver them. */
import type { Database } from "./store.ts";

export type WebhookState = "held" | "pending" | "delivered" | "given_up" | "dropped";

export type WebhookMessage = {
  /** `webhook-id`: the same for every try, so that the receiver can tell a repetition. */
  id: string;
  predictionId: string;
  url: string;
  event: string;
  isTerminal: boolean;
  body: string;
  faults: string[];
  state: WebhookState;
  createdAt: number;
  /** When the next try is due; null while it is held back or has ended. */
  dueAt: number | null;
  tries: number;
};

export type WebhookTry = {
  at: number;
  status: number | null;
  error: string | null;
  tookMs: number;
};

export type WebhookTable = ReturnType<typeof createWebhookTable>;

export function createWebhookTable(database: Database) {
  const read = (row: Record<string, unknown>): WebhookMessage => ({
    id: String(row["id"]),
    predictionId: String(row["prediction_id"]),
    url: String(row["url"]),
    event: String(row["event"]),
    isTerminal: row["is_terminal"] === 1,
    body: String(row["body"]),
    faults: JSON.parse(String(row["faults"])) as string[],
    state: String(row["state"]) as WebhookState,
    createdAt: Number(row["created_at"]),
    dueAt: row["due_at"] === null ? null : Number(row["due_at"]),
    tries: Number(row["tries"]),
  });

  return {
    insert(message: WebhookMessage): void {
      database
        .prepare(
          "INSERT INTO webhooks (id, prediction_id, url, event, is_terminal, body, faults, state, created_at, due_at, tries) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .run(
          message.id,
          message.predictionId,
          message.url,
          message.event,
          message.isTerminal ? 1 : 0,
          message.body,
          JSON.stringify(message.faults),
          message.state,
          message.createdAt,
          message.dueAt,
          message.tries,
        );
    },
    get(id: string): WebhookMessage | null {
      const row = database.prepare("SELECT * FROM webhooks WHERE id = ?").get(id);
      return row === undefined ? null : read(row);
    },
    update(id: string, state: WebhookState, dueAt: number | null, tries: number): void {
      database
        .prepare("UPDATE webhooks SET state = ?, due_at = ?, tries = ? WHERE id = ?")
        .run(state, dueAt, tries, id);
    },
    /** Messages of one state, oldest first, of one prediction when it is named. */
    inState(state: WebhookState, predictionId?: string): WebhookMessage[] {
      return database
        .prepare(
          "SELECT * FROM webhooks WHERE state = ? AND (? IS NULL OR prediction_id = ?) ORDER BY seq",
        )
        .all(state, predictionId ?? null, predictionId ?? null)
        .map(read);
    },
    addTry(id: string, entry: WebhookTry): void {
      database
        .prepare("INSERT INTO webhook_tries VALUES (?, ?, ?, ?, ?)")
        .run(id, entry.at, entry.status, entry.error, entry.tookMs);
    },
    /** Newest first, each with its tries. */
    entries(limit: number) {
      return database
        .prepare("SELECT * FROM webhooks ORDER BY seq DESC LIMIT ?")
        .all(limit)
        .map((row) => {
          const message = read(row);
          const deliveries = database
            .prepare("SELECT * FROM webhook_tries WHERE webhook_id = ? ORDER BY rowid")
            .all(message.id)
            .map((entry): WebhookTry => ({
              at: Number(entry["at"]),
              status: entry["status"] === null ? null : Number(entry["status"]),
              error: entry["error"] === null ? null : String(entry["error"]),
              tookMs: Number(entry["took_ms"]),
            }));
          return { ...message, deliveries };
        });
    },
  };
}
