/** The app and the offline Replicate as a program outside sees them: over HTTP, answers parsed. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import type { Job } from "../../workers/contracts/job.ts";
import { Snapshot } from "../../workers/contracts/live.ts";
import { fromWire } from "../../workers/contracts/wire.ts";
import type { Stack } from "../harness/stack.ts";
import { until } from "../harness/until.ts";

const run = promisify(execFile);

/** Two scenes of two seconds on a model that is quick to simulate. */
export const SHORT_FILM = {
  idea: "A fox crosses the frozen lake to bring a lantern home",
  character_description: "A red fox with a green scarf",
  scene_count: 2,
  clip_length_s: 2,
  image_count: 1,
  video_model: "bytedance/seedance-1-lite",
};

/** Settings of presigned storage whose cloud is the local R2; its keys are those of wrangler.toml. */
export const LOCAL_CLOUD = {
  SERVE_FROM_CLOUD: "1",
  STORAGE_BUCKET: "edgereel-media",
  R2_S3_ENDPOINT: "local",
  R2_ACCESS_KEY_ID: "edgereel-local",
  R2_SECRET_ACCESS_KEY: "edgereel-local-only",
};

export async function send(
  stack: Stack,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${stack.origin}${path}`, {
    method,
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
}

function parseSnapshot(body: unknown): Snapshot {
  const parsed = fromWire(Snapshot, body);
  if (!parsed.success) throw new Error(`Not a snapshot: ${JSON.stringify(body).slice(0, 300)}`);
  return parsed.data;
}

export async function createFilm(
  stack: Stack,
  request: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Snapshot> {
  const answer = await send(stack, "POST", "/api/projects", request, headers);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  return parseSnapshot(answer.body);
}

/** Null while the app does not answer, as between a kill and the restart. */
export async function look(stack: Stack, projectId: string): Promise<Snapshot | null> {
  try {
    const answer = await send(stack, "GET", `/api/projects/${projectId}`);
    return answer.status === 200 ? parseSnapshot(answer.body) : null;
  } catch {
    return null;
  }
}

export function untilProject(
  stack: Stack,
  projectId: string,
  what: string,
  isThere: (snapshot: Snapshot) => boolean,
  withinMs = 120_000,
): Promise<Snapshot> {
  return until(what, withinMs, async () => {
    const snapshot = await look(stack, projectId);
    return snapshot !== null && isThere(snapshot) ? snapshot : null;
  });
}

export function untilShooting(stack: Stack, projectId: string): Promise<Snapshot> {
  return untilProject(stack, projectId, "a clip running", (snapshot) =>
    jobsOf(snapshot, "clip").some((job) => job.status === "running"),
  );
}

export const isFinished = (snapshot: Snapshot) => snapshot.project.station === "finished";

export function jobsOf(snapshot: Snapshot, kind: Job["kind"]): Job[] {
  return snapshot.jobs.filter((job) => job.kind === kind);
}

const Ledger = z.object({
  entries: z.array(
    z.object({
      predictionId: z.string(),
      model: z.string(),
      nonce: z.string().nullable(),
      usd: z.number(),
      state: z.string(),
    }),
  ),
});
export type LedgerEntry = z.infer<typeof Ledger>["entries"][number];

/** Every prediction the offline Replicate ever made, with what it cost. */
export async function ledger(stack: Stack): Promise<LedgerEntry[]> {
  const response = await fetch(`${stack.replicateOrigin}/__emu/ledger`);
  return Ledger.parse(await response.json()).entries;
}

/** Switches or faults of the offline Replicate. */
export async function tellReplicate(stack: Stack, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${stack.replicateOrigin}/__emu/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

const Probe = z.object({
  streams: z.array(
    z.object({
      codec_type: z.string(),
      codec_name: z.string(),
      duration: z.coerce.number(),
      nb_frames: z.coerce.number(),
    }),
  ),
});

/** Lengths in seconds and frames of an asset, read by ffprobe over HTTP. */
export async function probeAsset(stack: Stack, projectId: string, assetId: string) {
  return probe(`${stack.origin}/api/projects/${projectId}/assets/${assetId}`);
}

/** The same of a file, or of an address. */
export async function probe(file: string) {
  const { stdout } = await run(process.env["FFPROBE_PATH"] ?? "ffprobe", [
    ...["-v", "error", "-show_entries", "stream=codec_type,codec_name,duration,nb_frames"],
    ...["-of", "json", file],
  ]);
  const { streams } = Probe.parse(JSON.parse(stdout));
  const video = streams.find((stream) => stream.codec_type === "video");
  const audio = streams.find((stream) => stream.codec_type === "audio");
  if (video === undefined) throw new Error("No picture in the file");
  return { video, audio };
}
