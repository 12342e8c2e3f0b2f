/** Requests that must be refused, in the predecessor's words, before anything is opened or stored. */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { LIMITS } from "../../contracts/limits.ts";
import { snakeCase } from "../../contracts/wire.ts";
import { toBase64 } from "../../media/base64.ts";
import { foundFile } from "../../testing/fake-works.ts";
import { readError } from "../../testing/read-error.ts";
import { json, type TestHttp, testHttp } from "../../testing/test-http.ts";
import { MvError } from "./answers.ts";
import { mvRoutes } from "./routes.ts";
import { BODY_CALLS, IMAGE, NOBODY, SONG, VIDEO } from "./testing/bad-fields.ts";
import { BAD_REQUESTS, form } from "./testing/bad-requests.ts";

/** One file of each kind is there. */
function withFiles(): TestHttp {
  const http = testHttp();
  http.works.files.set(IMAGE, foundFile(IMAGE, "image", "image/png"));
  http.works.files.set(VIDEO, foundFile(VIDEO, "video", "video/mp4"));
  http.works.files.set(SONG, foundFile(SONG, "audio", "audio/mpeg"));
  return http;
}

function expectNothingDone({ works, gateway, logged }: TestHttp): void {
  expect(works.opened).toEqual([]);
  expect(works.added).toEqual([]);
  expect(works.delivered).toEqual([]);
  expect(gateway.calls).toEqual([]);
  expect(logged.map(({ event }) => event)).toEqual(["request_handled"]);
}

describe("a bad request", () => {
  it.each(BAD_REQUESTS)("is refused: %s", async (_name, target, init, refusal) => {
    const http = withFiles();
    const response = await http.send(init.method ?? "GET", target, init);
    const { detail } = z.parse(MvError, await response.json());
    expect({ status: response.status, detail }).toMatchObject({
      status: refusal.status,
      detail:
        "type" in refusal
          ? [{ type: refusal.type, loc: refusal.loc }]
          : { error: refusal.error, message: expect.stringMatching(refusal.says) },
    });
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    if (!Array.isArray(detail)) {
      expect(detail).toHaveProperty("request_id", response.headers.get("X-Request-Id"));
    }
    expect(JSON.stringify(detail).length).toBeLessThan(2_000);
    expectNothingDone(http);
  });

  it("covers every field of every body", () => {
    const described = mvRoutes.flatMap(({ method, path, body }) => {
      if (body === undefined || body.contentType !== undefined) return [];
      const { shape } = body.schema as unknown as z.ZodObject;
      return [`${method} ${path}: ${Object.keys(shape).map(snakeCase).sort().join(" ")}`];
    });
    const covered = BODY_CALLS.map(
      ({ path, fields }) => `POST ${path}: ${Object.keys(fields).sort().join(" ")}`,
    );
    expect(covered.sort()).toEqual(described.sort());
  });

  it("tells every fault of a body at once", async () => {
    const body = { num_images: 9, seed: "x", output_format: "gif", project_id: "1" };
    const response = await withFiles().send(
      "POST",
      "/api/mv/generate_character_reference",
      json(body),
    );
    expect(response.status).toBe(422);
    const { detail } = await response.json<{ detail: { loc: string[]; input: unknown }[] }>();
    expect(detail.map(({ loc, input }) => [loc[1], input])).toEqual([
      ["character_description", body],
      ["num_images", 9],
      ["output_format", "gif"],
      ["seed", "x"],
    ]);
  });

  it("names every video that is not here", async () => {
    const ids = [NOBODY, VIDEO, IMAGE, NOBODY];
    const response = await withFiles().send(
      "POST",
      "/api/mv/stitch-videos",
      json({ video_ids: ids }),
    );
    expect(await response.json()).toMatchObject({
      detail: { details: { missing_video_ids: [NOBODY, IMAGE] } },
    });
  });

  it("refuses a picture one byte over 10 MB in base64", async () => {
    const http = withFiles();
    const picture = toBase64(new Uint8Array(LIMITS.uploadImageBytes + 1));
    const body = { prompt: "x", reference_image_base64: picture };
    const response = await http.send("POST", "/api/mv/generate_video", json(body));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      detail: { error: "ValidationError", message: expect.stringContaining("larger than 10 MB") },
    });
    expectNothingDone(http);
  });

  it("says 405 to every other method, and which would do", async () => {
    for (const { method, path } of mvRoutes) {
      const http = withFiles();
      const target = path.replaceAll(/\{\w+\}/g, NOBODY);
      for (const other of ["PUT", "PATCH", "DELETE", method === "GET" ? "POST" : "GET"]) {
        const response = await http.send(other, target, other === "GET" ? {} : json({}));
        expect(response.status).toBe(405);
        expect((await readError(response)).code).toBe("method_not_allowed");
        expect(response.headers.get("Allow")).toBe(method === "GET" ? "GET, HEAD" : method);
      }
      expect(http.works.opened).toEqual([]);
    }
  });

  it("tells a fault of ours by its id, and nothing of its cause", async () => {
    const http = withFiles();
    http.works.library.find = () => Promise.reject(new Error("secret at library.ts:7"));
    const response = await http.send("GET", `/api/mv/get_video/${VIDEO}`);
    expect(response.status).toBe(500);
    const { detail } = z.parse(MvError, await response.json());
    expect(detail).toMatchObject({
      error: "InternalError",
      request_id: response.headers.get("X-Request-Id"),
    });
    expect(JSON.stringify(detail)).not.toContain("secret");
    expect(http.logged).toContainEqual(expect.objectContaining({ event: "request_failed" }));
  });
});

describe("a request that is just right", () => {
  const [images, scenes, video, stitch] = BODY_CALLS.map(({ path }) => path);
  const full = { idea: "x".repeat(2_000), character_description: "x".repeat(2_000) };
  const upper = VIDEO.toUpperCase();

  it.each<[string, string | undefined, unknown]>([
    ["its least", images, { character_description: "x", num_images: 1, seed: 0 }],
    ["its most", images, { character_description: "x", num_images: 4, seed: 2_147_483_000 }],
    ["unknown fields", images, { character_description: "x", model: "y", a: { b: [[1]] } }],
    ["a prototype", images, '{"character_description":"x","__proto__":{"num_images":9}}'],
    ["camelCase of an optional field", images, { character_description: "x", numImages: 9 }],
    ["nulls", images, { character_description: "x", negative_prompt: null, project_id: null }],
    ["a blank wish", images, { character_description: "x", negative_prompt: " " }],
    ["an unknown flavor", images, { character_description: "x", config_flavor: "mv1" }],
    ["one scene", scenes, { ...full, number_of_scenes: 1 }],
    ["twelve scenes", scenes, { ...full, number_of_scenes: 12, video_type: "" }],
    ["two seconds", video, { prompt: "x", duration: 2, generate_audio: null }],
    ["fifteen seconds", video, { prompt: "x", duration: 15, backend: "replicate" }],
    ["an unknown character", video, { prompt: "x", character_reference_id: NOBODY }],
    ["a video as character", video, { prompt: "x", character_reference_id: VIDEO }],
    ["a scene's number", video, { prompt: "x", sequence: 1, project_id: NOBODY }],
    ["one video twice", stitch, { video_ids: [VIDEO, VIDEO] }],
    ["an id in capitals", stitch, { video_ids: [upper] }],
    ["200 videos", stitch, { video_ids: new Array(200).fill(VIDEO) }],
    ["a gap", stitch, { video_ids: [NOBODY, VIDEO], allow_missing: true }],
    ["a format", stitch, { video_ids: [VIDEO], width: 16, height: 4096, fps: 23.976 }],
    ["a format without a rate", stitch, { video_ids: [VIDEO], width: 640, height: 360 }],
    ["a transition", stitch, { video_ids: [VIDEO], transition: "Dip-Black" }],
    ["the longest transition", stitch, { video_ids: [VIDEO], transition_duration: 2 }],
    ["a song", stitch, { video_ids: [VIDEO], audio_overlay_id: SONG }],
  ])("gets through with %s", async (_name, path, body) => {
    const http = withFiles();
    const response = await http.send(
      "POST",
      path ?? "",
      json(body, { Prefer: "respond-async", "Idempotency-Key": "a.key:1-_" }),
    );
    expect([response.status, await response.text()]).toEqual([202, expect.any(String)]);
    expect(http.works.opened).toHaveLength(1);
    expect(http.works.opened[0]?.request.key).toBe("a.key:1-_");
  });

  it.each(BODY_CALLS.map((call) => [call.path, call] as const))(
    "is read to its last byte: %s",
    async (path, { valid, maxBytes }) => {
      const http = withFiles();
      const body = JSON.stringify(valid).padEnd(maxBytes, " ");
      const response = await http.send("POST", path, json(body, { Prefer: "respond-async" }));
      expect(response.status).toBe(202);
    },
  );

  it.each(["true", "True", "1", "false", "False", "0"])("may say redirect=%s", async (flag) => {
    const response = await withFiles().send("GET", `/api/mv/get_video/${NOBODY}?redirect=${flag}`);
    expect(response.status).toBe(404);
  });

  it("reads ids in capitals as the same ids", async () => {
    const response = await withFiles().send("GET", `/api/mv/get_video/${upper}/info`);
    expect(await response.json()).toMatchObject({ video_id: VIDEO, exists: true });
  });

  it("answers for a file that is not here or of another kind that it does not exist", async () => {
    const http = withFiles();
    for (const path of [
      `get_character_reference/${NOBODY}/info`,
      `get_character_reference/${VIDEO}/info`,
      `get_video/${NOBODY}/info`,
      `get_video/${IMAGE}/info`,
    ]) {
      const response = await http.send("GET", `/api/mv/${path}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ exists: false, project_id: null });
    }
  });

  it("uploads a song, with capitals in its project's id", async () => {
    const http = withFiles();
    const song = new TextEncoder().encode("ID3 and sound");
    const parts = form([
      ["file", song],
      ["project_id", upper],
    ]);
    const response = await http.send("POST", "/api/mv/upload_audio", parts);
    expect(response.status).toBe(200);
    expect(http.works.added).toMatchObject([{ media: "audio", projectId: VIDEO }]);
  });
});
