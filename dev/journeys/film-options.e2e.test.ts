/** Films cut as somebody chose, over real HTTP and real ffmpeg, also when the container is killed. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import { until } from "../harness/until.ts";
import {
  createFilm,
  isFinished,
  look,
  probeAsset,
  send,
  SHORT_FILM,
  untilProject,
} from "./client.ts";

const run = promisify(execFile);
const FFMPEG = process.env["FFMPEG_PATH"] ?? "ffmpeg";

let stack: Stack;
let scratch = "";
let project = "";
beforeAll(async () => {
  scratch = mkdtempSync(path.join(tmpdir(), "edgereel-options-"));
  stack = await startStack({ env: { TIME_SCALE: "0.02" } });
  const made = await createFilm(stack, { ...SHORT_FILM, resolution: "720p" });
  project = made.project.id;
  await untilProject(stack, project, "the first film", isFinished);
});
afterAll(async () => {
  await stack.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

/** A song of pink noise, far from the loudness that films are brought to. */
async function uploadSong(): Promise<string> {
  const file = path.join(scratch, "song.wav");
  const noise = "anoisesrc=color=pink:duration=3:sample_rate=44100:amplitude=0.05:seed=7";
  await run(FFMPEG, ["-v", "error", "-f", "lavfi", "-i", noise, "-ac", "2", file]);
  const form = new FormData();
  form.set("file", new Blob([readFileSync(file)], { type: "audio/wav" }), "song.wav");
  const url = `${stack.origin}/api/projects/${project}/songs`;
  const answer = await fetch(url, { method: "POST", body: form });
  const text = await answer.text();
  expect([answer.status, text]).toEqual([201, expect.any(String)]);
  const { songs } = z
    .object({ songs: z.array(z.object({ id: z.uuid() })) })
    .parse(JSON.parse(text));
  return songs.at(-1)?.id ?? "";
}

/** Starts a film and answers its job's id. */
async function cut(options: Record<string, unknown>): Promise<string> {
  const body = { kind: "film", options };
  const answer = await send(stack, "POST", `/api/projects/${project}/jobs`, body);
  expect(answer).toMatchObject({ status: 202 });
  const { jobs } = z.object({ jobs: z.array(z.object({ id: z.uuid() })) }).parse(answer.body);
  return jobs[0]?.id ?? "";
}

const jobOf = (snapshot: Snapshot, id: string) => snapshot.jobs.find((job) => job.id === id);

/** Integrated loudness in LUFS, by EBU R 128. */
async function loudnessOf(assetId: string): Promise<number> {
  const url = `${stack.origin}/api/projects/${project}/assets/${assetId}`;
  const args = ["-nostats", "-i", url, "-vn", "-af", "ebur128", "-f", "null", "-"];
  const { stderr } = await run(FFMPEG, args);
  return Number(/Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS/.exec(stderr)?.[1]);
}

const Handled = z.object({
  event: z.literal("request_handled"),
  method: z.string(),
  route: z.string(),
  status: z.int(),
});

/** How often parts of films were kept (PUT) or found again (GET) so far, as the Worker's log has it. */
function partsMoved(method: "GET" | "PUT"): number {
  const lines = readFileSync(path.join(stack.dataDir, "logs", "worker.log"), "utf8").split("\n");
  return lines.filter((line) => {
    if (!line.includes("/media/parts/") || !line.endsWith("}")) return false;
    const { data } = Handled.safeParse(JSON.parse(line.slice(line.indexOf("{"))));
    return data?.method === method && data.status < 300;
  }).length;
}

describe("a film with options", () => {
  it("arrives with everything that was asked for, although the container is killed in the middle", async () => {
    const songId = await uploadSong();
    const before = await look(stack, project);
    const jobId = await cut({
      transitions: [{ kind: "crossfade", length_s: 0.5 }],
      music: { song_id: songId, play: "loop", fade_out_s: 0, duck: true },
      renditions: ["9:16", "poster"],
    });
    await until("the crossfade and the sound kept", 90_000, () => partsMoved("PUT") >= 2 || null);
    stack.kill("stitcher", "SIGKILL");
    const done = await untilProject(stack, project, "the film", (snapshot) => {
      return jobOf(snapshot, jobId)?.endedAt != null;
    });
    expect(jobOf(done, jobId)).toMatchObject({ status: "succeeded", warnings: [] });
    expect(partsMoved("GET")).toBeGreaterThanOrEqual(2);

    const film = done.films.find((each) => each.jobId === jobId);
    const assets = new Map(done.assets.map((asset) => [asset.id, asset]));
    const filmId = film?.assetId ?? "";
    const { video, audio } = await probeAsset(stack, project, filmId);
    const plain = assets.get(before?.films[0]?.assetId ?? "");
    expect(Math.abs(video.duration - ((plain?.durationMs ?? 0) / 1000 - 0.5))).toBeLessThan(0.05);
    expect(Math.abs((audio?.duration ?? 0) - video.duration)).toBeLessThan(0.04);
    expect(Math.abs((await loudnessOf(filmId)) + 14)).toBeLessThan(0.7);

    const [tall, poster] = (film?.renditions ?? []).map(({ assetId }) => assets.get(assetId));
    expect(film?.renditions.map(({ kind }) => kind)).toEqual(["9:16", "poster"]);
    expect((tall?.width ?? 0) / (tall?.height ?? 1)).toBeCloseTo(9 / 16, 1);
    expect(Math.abs((tall?.durationMs ?? 0) - video.duration * 1000)).toBeLessThan(50);
    expect(poster).toMatchObject({ media: "image", contentType: "image/jpeg" });
    expect(assets.get(filmId)?.posterAssetId).toBe(poster?.id);
  });

  it("is stopped in the container when it is canceled", async () => {
    const jobId = await cut({ renditions: ["9:16", "16:9", "1:1", "draft", "gif", "webp"] });
    await untilProject(stack, project, "the film at work", (snapshot) => {
      return jobOf(snapshot, jobId)?.doing != null;
    });
    const url = `/api/projects/${project}/jobs/${jobId}/cancel`;
    expect(await send(stack, "POST", url)).toMatchObject({ status: 200 });
    await until("an idle container", 10_000, async () => {
      const response = await fetch(`${stack.stitcherOrigin}/health`);
      const { jobs } = z.object({ jobs: z.int() }).parse(await response.json());
      return jobs === 0 || null;
    });
    const after = await untilProject(stack, project, "the end of its job", (snapshot) => {
      return jobOf(snapshot, jobId)?.endedAt != null;
    });
    expect(jobOf(after, jobId)?.status).toBe("canceled");
  });

  it("uses a trimmed clip from its in point to its out point", async () => {
    const before = await look(stack, project);
    const clip = before?.clips[0];
    const url = `/api/projects/${project}/clips/${clip?.id ?? ""}`;
    const refused = await send(stack, "PATCH", url, { in_s: 1, out_s: 60 });
    expect(refused).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect((await send(stack, "PATCH", url, { in_s: 0.5, out_s: 1.5 })).status).toBe(200);
    const jobId = await cut({ normalize_audio: false });
    const done = await untilProject(stack, project, "the trimmed film", (snapshot) => {
      return jobOf(snapshot, jobId)?.endedAt != null;
    });
    expect(jobOf(done, jobId)).toMatchObject({ status: "succeeded" });
    const film = done.films.find((each) => each.jobId === jobId);
    const { video } = await probeAsset(stack, project, film?.assetId ?? "");
    const [, second] = done.clips.map(({ assetId }) => {
      return done.assets.find((asset) => asset.id === assetId)?.durationMs ?? 0;
    });
    expect(Math.abs(video.duration * 1000 - (1_000 + (second ?? 0)))).toBeLessThan(50);
  });
});
