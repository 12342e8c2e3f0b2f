/**
 * The predecessor's API as its own notes show it, over real HTTP: its request examples with real ids,
 * its response shapes, the scripts that stand for it, and callers that go away, repeat themselves or lose the
 * server meanwhile.
 */
import { statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { startStack, type Stack } from "../harness/stack.ts";
import { until } from "../harness/until.ts";
import { ledger, send } from "./client.ts";
import { EXAMPLES, expectedScripts, runExample, scripts } from "./examples.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { TIME_SCALE: "0.02", MV_DEBUG_MODE: "1" } });
});
afterAll(() => stack.stop());

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** As the notes show it. */
const Images = z.object({
  images: z.array(z.object({ id: z.uuid(), path: z.string(), base64: z.base64() })),
  metadata: z.object({
    character_description: z.string(),
    model_used: z.literal("google/imagen-4"),
    num_images_requested: z.int(),
    num_images_generated: z.int(),
    parameters_used: z.object({
      aspect_ratio: z.literal("1:1"),
      safety_filter_level: z.literal("block_medium_and_above"),
      person_generation: z.literal("allow_adult"),
      output_format: z.literal("png"),
      negative_prompt: z.null(),
      seed: z.null(),
    }),
    generation_timestamp: z.string().regex(ISO),
  }),
});
const Video = z.object({
  video_id: z.uuid(),
  video_path: z.string(),
  video_url: z.string(),
  metadata: z.looseObject({ prompt: z.string(), model_used: z.literal("google/veo-3.1") }),
  character_reference_warning: z.string().nullable(),
});
const Stitched = z.object({
  video_id: z.uuid(),
  video_path: z.string(),
  video_url: z.string(),
  metadata: z.object({
    input_video_ids: z.array(z.uuid()),
    num_videos_stitched: z.int(),
    merge_time_seconds: z.number().positive(),
    total_processing_time_seconds: z.number().positive(),
    generation_timestamp: z.string().regex(ISO),
    storage_backend: z.literal("local"),
  }),
});

const ROBOT = "Silver metallic robot with blue eyes";

async function post(route: string, body: unknown, headers: Record<string, string> = {}) {
  return send(stack, "POST", `/api/mv/${route}`, body, headers);
}

/** Predictions whose input holds these words. */
async function bought(words: string): Promise<number> {
  const response = await fetch(`${stack.replicateOrigin}/__emu/predictions`);
  const predictions = z.array(z.object({ input: z.unknown() })).parse(await response.json());
  return predictions.filter(({ input }) => JSON.stringify(input).includes(words)).length;
}

describe("the examples of the notes", () => {
  it("draws as many pictures as asked, and hands each out again", async () => {
    const four = await post("generate_character_reference", { character_description: ROBOT });
    expect(four.status).toBe(200);
    const all = Images.parse(four.body);
    expect(all.images).toHaveLength(4);
    expect(all.metadata.num_images_requested).toBe(4);
    const two = Images.parse(
      (await post("generate_character_reference", { character_description: ROBOT, num_images: 2 }))
        .body,
    );
    expect(two.images).toHaveLength(2);

    const [first] = all.images;
    const url = `${stack.origin}/api/mv/get_character_reference/${first?.id ?? ""}`;
    const file = await fetch(url);
    expect(file.headers.get("content-type")).toBe("image/png");
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.toString("base64")).toBe(first?.base64);
    const etag = file.headers.get("etag") ?? "";
    expect((await fetch(url, { headers: { "If-None-Match": etag } })).status).toBe(304);
    const part = await fetch(url, { headers: { Range: "bytes=0-7" } });
    expect(part.status).toBe(206);
    expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(0, 8));
    const info = await send(
      stack,
      "GET",
      `/api/mv/get_character_reference/${first?.id ?? ""}/info`,
    );
    expect(info.body).toMatchObject({ exists: true, bytes: bytes.length, width: 1024 });
  });

  it("stitches the videos of a list, in its order", async () => {
    const { images } = Images.parse(
      (await post("generate_character_reference", { character_description: ROBOT, num_images: 1 }))
        .body,
    );
    const character_reference_id = images[0]?.id;
    const shoot = async (prompt: string) =>
      Video.parse((await post("generate_video", { prompt, character_reference_id })).body);
    const videos = await Promise.all([shoot("The robot waves"), shoot("The robot bows")]);
    const ids = videos.map(({ video_id }) => video_id);
    expect(videos.map(({ video_url }) => video_url)).toEqual(
      ids.map((id) => `/api/mv/get_video/${id}`),
    );

    const answer = await post("stitch-videos", { video_ids: [ids[1], ids[0]] });
    expect(answer.status).toBe(200);
    const film = Stitched.parse(answer.body);
    expect(film.metadata.input_video_ids).toEqual([ids[1], ids[0]]);
    expect(film.metadata.num_videos_stitched).toBe(2);
    const head = await fetch(stack.origin + film.video_url, { method: "HEAD" });
    expect(head.headers.get("content-type")).toBe("video/mp4");
    expect(head.headers.get("accept-ranges")).toBe("bytes");
    const info = await send(stack, "GET", `/api/mv/get_video/${film.video_id}/info`);
    expect(info.body).toMatchObject({ exists: true, duration_seconds: 16, has_audio: true });

    const gone = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    expect((await post("stitch-videos", { video_ids: [ids[0], gone] })).status).toBe(404);
    expect((await post("stitch-videos", { video_ids: [] })).status).toBe(400);
    expect((await post("stitch-videos", { video_ids: ["uuid-1", "uuid-2"] })).status).toBe(400);
    const partial = await post("stitch-videos", { video_ids: [gone, ids[0]], allow_missing: true });
    expect(partial.body).toMatchObject({
      metadata: { num_videos_stitched: 1, missing_video_ids: [gone] },
      warnings: [expect.stringContaining(gone)],
    });
    // Everything made this way stands in one project, which the pages show.
    const list = await send(stack, "GET", "/api/projects");
    expect(JSON.stringify(list.body)).toContain(
      z.object({ metadata: z.object({ project_id: z.uuid() }) }).parse(answer.body).metadata
        .project_id,
    );
    const said = await workerLog();
    for (const event of ["images_requested", "images_made", "stitch_requested", "stitch_ended"]) {
      expect(said).toContain(`"event":"mv_${event}"`);
    }
    expect(said).not.toMatch(/signature|X-Amz/i);
  });

  it("warns of a character that is not here, and shoots without it", async () => {
    const character_reference_id = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    const answer = await post("generate_video", {
      prompt: "A calm sea",
      duration: 4,
      character_reference_id,
    });
    expect(answer.status).toBe(200);
    expect(Video.parse(answer.body).character_reference_warning).toContain(character_reference_id);
  });

  it("answers a refused prompt with 422 and CONTENT_POLICY_VIOLATION", async () => {
    const answer = await post("generate_video", { prompt: "A storm [[emu:fail=E005]]" });
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      detail: { error: "VideoGenerationError", error_code: "CONTENT_POLICY_VIOLATION" },
    });
  });
});

describe("the scripts of docs/examples", () => {
  it("are one for each route, can be run, and end with the server's reason when it refuses", async () => {
    expect([...scripts].sort()).toEqual(await expectedScripts(stack));
    for (const script of scripts) {
      expect(statSync(path.join(EXAMPLES, script)).mode & 0o111).not.toBe(0);
    }
    expect(await runExample(stack, tmpdir(), "get_config_flavors.sh")).toContain('"default"');
    const unknown = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    await expect(runExample(stack, tmpdir(), "stitch-videos.sh", unknown)).rejects.toMatchObject({
      code: 22,
      stdout: expect.stringContaining(`There is no video ${unknown}`),
    });
  });
});

describe("a caller that goes away", () => {
  it("finds its video again by its key, and one prediction was paid", async () => {
    const body = { prompt: "A heron lifts off from the reeds", duration: 4 };
    const headers = { "Idempotency-Key": "heron-0001" };
    await abandon(body, headers, "heron");
    const [again, third] = await Promise.all([
      post("generate_video", body, headers),
      post("generate_video", body, headers),
    ]);
    expect(again.status).toBe(200);
    expect(Video.parse(third.body).video_id).toBe(Video.parse(again.body).video_id);
    expect(await bought("heron")).toBe(1);
    const other = await post("generate_video", { prompt: "A crow" }, headers);
    expect(other.status).toBe(409);
    expect(await bought("crow")).toBe(0);
  });

  it("is joined to its work when it repeats itself without a key, and then has a new wish", async () => {
    const body = { prompt: "A lynx crosses a frozen river", duration: 4 };
    await abandon(body, {}, "lynx");
    const joined = await post("generate_video", body);
    expect(joined.status).toBe(200);
    expect(await bought("lynx")).toBe(1);
    await post("generate_video", body, { Prefer: "respond-async" });
    await until("a second prediction", 30_000, async () =>
      (await bought("lynx")) === 2 ? true : null,
    );
  });

  it("gets its answer although the Worker was killed while it waited", async () => {
    const body = { prompt: "An otter juggles a pebble", duration: 4 };
    const headers = { "Idempotency-Key": "otter-0001" };
    const waiting = post("generate_video", body, headers).catch(() => null);
    await until("the prediction", 30_000, async () =>
      (await bought("otter")) === 1 ? true : null,
    );
    stack.kill("workerd", "SIGKILL");
    await waiting;
    const again = await until("the server back", 60_000, () =>
      post("generate_video", body, headers).catch(() => null),
    );
    expect(again.status).toBe(200);
    expect(await bought("otter")).toBe(1);
    const entries = await ledger(stack);
    expect(new Set(entries.map(({ nonce }) => nonce)).size).toBe(entries.length);
  });

  it("need not wait at all", async () => {
    const accepted = await fetch(`${stack.origin}/api/mv/create_scenes`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Prefer: "respond-async" },
      body: JSON.stringify({ idea: "A fox", character_description: "A fox", number_of_scenes: 3 }),
    });
    expect(accepted.status).toBe(202);
    const location = accepted.headers.get("location") ?? "";
    expect(location).toMatch(/^\/api\/mv\/calls\//);
    const report = await until("the scenes", 60_000, async () => {
      const { body } = await send(stack, "GET", location);
      const { status, result } = z.object({ status: z.string(), result: z.unknown() }).parse(body);
      return status === "succeeded" ? result : null;
    });
    const { scenes } = z.object({ scenes: z.array(z.unknown()) }).parse(report);
    expect(scenes).toHaveLength(3);
  });
});

/** Sends the call and hangs up as soon as the provider has it. */
async function abandon(
  body: { prompt: string },
  headers: Record<string, string>,
  words: string,
): Promise<void> {
  const hangUp = new AbortController();
  const call = fetch(`${stack.origin}/api/mv/generate_video`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
    signal: hangUp.signal,
  }).catch(() => null);
  await until("the prediction", 30_000, async () => ((await bought(words)) === 1 ? true : null));
  hangUp.abort();
  expect(await call).toBeNull();
}

async function workerLog(): Promise<string> {
  const { readFile } = await import("node:fs/promises");
  return readFile(`${stack.dataDir}/logs/worker.log`, "utf8");
}
