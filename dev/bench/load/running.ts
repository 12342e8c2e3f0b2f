/** Jobs that wait for a prediction which never ends by itself, so that the bench can end it. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { until } from "../../harness/until.ts";
import type { Stack } from "../../harness/stack.ts";
import { send, tellReplicate } from "../../journeys/client.ts";
import { eachOf } from "./each.ts";

/** A running job's prediction as the offline Replicate has it, and where its end is to be told. */
export type Waiting = { webhook: string; project: string; prediction: Record<string, unknown> };

/** The app with its models held, a project in it, a picture to answer with, and the key of webhooks. */
export type Loaded = { stack: Stack; project: string; output: unknown; secret: string };

const PORTRAITS_A_CALL = 4;
const CALLS_AT_ONCE = 8;
/** Creates go at the pace of the account, 600 a minute. */
const RUNNING_WITHIN_MS = 240_000;

const Prediction = z.looseObject({
  id: z.string(),
  status: z.string(),
  webhook: z.nullish(z.string()),
  output: z.unknown(),
});
const Secret = z.object({ key: z.string() });
const Made = z.object({ metadata: z.object({ project_id: z.uuid() }) });

/** One finished portrait: its project, and the address of its picture at the offline Replicate. */
export async function onePortrait(stack: Stack): Promise<{ project: string; output: unknown }> {
  const made = await askFor(stack, null, 1, {});
  const [first] = await predictions(stack);
  return { project: Made.parse(made).metadata.project_id, output: first?.output };
}

/** From now on predictions neither end nor are heard of. */
export async function holdPredictions(stack: Stack): Promise<void> {
  await tellReplicate(stack, "faults", { fault: "stuck-processing", count: null });
  await tellReplicate(stack, "settings", { dropWebhooks: true });
}

/** Starts `count` portraits in each project, null for a new one, and waits until all are running. */
export async function startPortraits(
  stack: Stack,
  projects: readonly (string | null)[],
  count: number,
): Promise<Waiting[]> {
  const known = new Set((await predictions(stack)).map(({ id }) => id));
  const calls = projects.flatMap((project) => {
    const whole = Math.ceil(count / PORTRAITS_A_CALL);
    return Array.from({ length: whole }, (_, call) => async () => {
      const images = Math.min(PORTRAITS_A_CALL, count - call * PORTRAITS_A_CALL);
      await askFor(stack, project, images, { prefer: "respond-async" });
    });
  });
  await eachOf(calls, CALLS_AT_ONCE);
  return until("portraits running", RUNNING_WITHIN_MS, async () => {
    const started = (await predictions(stack)).filter(({ id }) => !known.has(id));
    const running = started.filter(({ status }) => status === "processing");
    return running.length === projects.length * count ? running.map(asWaiting) : null;
  });
}

export async function signingSecret(stack: Stack): Promise<string> {
  const headers = { authorization: "Bearer r8_bench" };
  const path = "/v1/webhooks/default/secret";
  const response = await fetch(`${stack.replicateOrigin}${path}`, { headers });
  return Secret.parse(await response.json()).key;
}

async function askFor(
  stack: Stack,
  project: string | null,
  images: number,
  headers: Record<string, string>,
): Promise<unknown> {
  const request = {
    character_description: "A red fox with a green scarf",
    ...{ num_images: images, project_id: project },
  };
  const path = "/api/mv/generate_character_reference";
  // Without it calls that are alike are one.
  const key = { "idempotency-key": randomUUID() };
  const { status, body } = await send(stack, "POST", path, request, { ...headers, ...key });
  if (status >= 300) throw new Error(`Portraits were refused: ${JSON.stringify(body)}`);
  return body;
}

async function predictions(stack: Stack) {
  const response = await fetch(`${stack.replicateOrigin}/__emu/predictions`);
  return z.array(Prediction).parse(await response.json());
}

function asWaiting(prediction: z.infer<typeof Prediction>): Waiting {
  const webhook = prediction.webhook ?? "";
  const project = new URL(webhook).searchParams.get("project") ?? "";
  return { webhook, project, prediction };
}
