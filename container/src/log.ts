/**
 * Everything this service can say in its log, as one closed set. One JSON line an event on stdout.
 * URLs never appear: the signed ones carry their right to read in the query.
 */
import type { Fault, JobRequest } from "./protocol.ts";

export type LogEvent =
  | { event: "ready"; port: number }
  | { event: "leftovers_removed"; count: number }
  | { event: "job_accepted"; job_id: string; kind: JobRequest["kind"] }
  | { event: "job_started"; job_id: string; waited_ms: number }
  | { event: "film_planned"; job_id: string; plan: string; disk_bytes: number }
  | {
      event: "job_ended";
      job_id: string;
      status: "succeeded" | "failed" | "canceled";
      code: Fault["code"] | null;
      ms: number;
    }
  | { event: "probe_ended"; code: Fault["code"] | null; ms: number }
  | { event: "transfer_retried"; direction: "in" | "out"; reason: string; failures: number }
  | { event: "part_store_left"; direction: "fetch" | "send"; reason: string }
  | { event: "unexpected_error"; where: string; message: string; stack: string }
  | { event: "stopping"; reason: string; jobs: number }
  | { event: "stopped" };

export type Log = (event: LogEvent) => void;

export const logToStdout: Log = (event) => {
  process.stdout.write(`${JSON.stringify(event)}\n`);
};

/** An unexpected error as a log event, with the queries of any URL removed. */
export function unexpected(where: string, error: unknown): LogEvent {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return {
    event: "unexpected_error",
    where,
    message: withoutQueries(message),
    stack: withoutQueries(stack),
  };
}

function withoutQueries(text: string): string {
  return text.replace(/(https?:\/\/[^\s?'")]+)\?[^\s'")]*/g, "$1");
}
