/**
 * How many webhooks a second the app takes, each the first completion of a running job, against a bare
 * Worker and Durable Object that verify the same signature and write one row.
 */
import { randomUUID } from "node:crypto";
import { eachOf } from "./each.ts";
import { sign } from "../../replicate/signature.ts";
import type { Waiting } from "./running.ts";

/** Requests on their way at once: more than the processors, fewer than would only queue. */
const AT_ONCE = 16;

/** A signed webhook says that `job`'s prediction has succeeded with the given output. */
export function completion(
  origin: string,
  secret: string,
  job: Waiting,
  output: unknown,
): () => Promise<void> {
  const now = new Date().toISOString();
  const body = JSON.stringify({
    ...{ ...job.prediction, status: "succeeded", output, error: null, completed_at: now },
    metrics: { predict_time: 3, total_time: 4 },
  });
  const { pathname, search } = new URL(job.webhook);
  return async () => {
    const id = `msg_${randomUUID()}`;
    const timestamp = Math.floor(Date.now() / 1_000);
    const response = await fetch(`${origin}${pathname}${search}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": String(timestamp),
        "webhook-signature": sign({ secret, id, timestamp, body }),
      },
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`A webhook was answered ${response.status}: ${text}`);
  };
}

/** Milliseconds for one delivery, over all of them. */
export async function deliverAll(
  origin: string,
  secret: string,
  jobs: readonly Waiting[],
  output: unknown,
): Promise<number> {
  const deliveries = jobs.map((job) => completion(origin, secret, job, output));
  const startedAt = performance.now();
  await eachOf(deliveries, AT_ONCE);
  return (performance.now() - startedAt) / jobs.length;
}
