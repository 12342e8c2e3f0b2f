/** Handing files out: through this server, by presigned addresses, and as published films. */
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { fail, ok, type Result } from "../../contracts/errors.ts";
import type { Config, Env } from "../../env.ts";
import { foundFile } from "../../testing/fake-works.ts";
import { NOW, type TestHttp, testHttp } from "../../testing/test-http.ts";
import { snapshotExample } from "../examples.ts";
import { FileAnswer, ImageInfo, MvError, StitchAnswer, VideoAnswer, VideoInfo } from "./answers.ts";
import { ImagesAnswer, ScenesFile } from "./answers.ts";
import { A, ask, B, IMAGES, PROJECT, readExactly, STITCH, VIDEO } from "../../testing/ask-mv.ts";
import { asset, ended, made } from "./testing/outcomes.ts";

const { MEDIA } = env as unknown as Env;
const IMAGE = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";

const presigned: Partial<Config> = {
  storage: {
    kind: "presigned",
    endpoint: "https://account.r2.cloudflarestorage.com",
    bucket: "films",
    accessKeyId: "access",
    secretAccessKey: "secret",
    expiryS: 3_600,
  },
};
const signed = (id: string): unknown =>
  expect.stringMatching(
    new RegExp(
      `^https://account\\.r2\\.cloudflarestorage\\.com/films/w/default/assets/${id}\\?.*X-Amz-Signature=`,
    ),
  );

/** A video and a picture, their bytes in R2 under keys of their own. */
async function withFiles(change: Partial<Config> = {}): Promise<TestHttp> {
  const http = testHttp(change);
  for (const [id, media, contentType] of [
    [B, "video", "video/mp4"],
    [IMAGE, "image", "image/webp"],
  ] as const) {
    const file = foundFile(id, media, contentType);
    http.works.files.set(id, file);
    await MEDIA.put(file.key, "0123456789", { httpMetadata: { contentType } });
  }
  return http;
}

function publish({ works }: TestHttp): void {
  const film = works.files.get(B);
  if (film !== undefined) works.files.set(B, { ...film, isPublished: true });
}

describe("direct mode", () => {
  it.each([
    [`get_video/${B}`, "video/mp4", `${B}.mp4`],
    [`get_character_reference/${IMAGE}`, "image/webp", `${IMAGE}.webp`],
  ])("serves %s under its name, asked for again by every cache", async (path, type, name) => {
    const { send } = await withFiles();
    for (const query of ["", "?redirect=true"]) {
      const response = await send("GET", `/api/mv/${path}${query}`);
      expect(response.status).toBe(200);
      expect(new TextDecoder().decode(await response.arrayBuffer())).toBe("0123456789");
      expect(response.headers.get("Content-Type")).toBe(type);
      expect(response.headers.get("Content-Disposition")).toContain(`inline; filename="${name}"`);
      expect(response.headers.get("Cache-Control")).toBe("private, no-cache");
      const unchanged = { headers: { "If-None-Match": response.headers.get("ETag") ?? "" } };
      expect((await send("GET", `/api/mv/${path}`, unchanged)).status).toBe(304);
    }
  });

  it("serves one range, tells the length to HEAD, and refuses a range outside", async () => {
    const { send } = await withFiles();
    const part = await send("GET", `/api/mv/get_video/${B}`, { headers: { Range: "bytes=2-4" } });
    expect([part.status, part.headers.get("Content-Range")]).toEqual([206, "bytes 2-4/10"]);
    expect(new TextDecoder().decode(await part.arrayBuffer())).toBe("234");
    const head = await send("HEAD", `/api/mv/get_video/${B}`);
    expect([head.status, head.headers.get("Content-Length"), head.body]).toEqual([200, "10", null]);
    const outside = await send("GET", `/api/mv/get_video/${B}`, {
      headers: { Range: "bytes=50-" },
    });
    expect([outside.status, outside.headers.get("Content-Range")]).toEqual([416, "bytes */10"]);
    expect(z.parse(MvError, await outside.json()).detail).toMatchObject({
      error: "RangeNotSatisfiable",
      message: "The file has 10 bytes. Ask for a range inside it.",
    });
  });

  it("says that a file is gone when only its row is left", async () => {
    const http = await withFiles();
    const file = foundFile(B, "video", "video/mp4");
    http.works.files.set(B, { ...file, key: `w/default/assets/${crypto.randomUUID()}` });
    const response = await http.send("GET", `/api/mv/get_video/${B}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      detail: { error: "NotFound", message: expect.stringContaining("gone from the store") },
    });
  });

  it("knows a picture and a video", async () => {
    const { send } = await withFiles();
    const image = await send("GET", `/api/mv/get_character_reference/${IMAGE}/info`);
    expect(await readExactly(image, ImageInfo)).toEqual({
      id: IMAGE,
      exists: true,
      content_type: "image/webp",
      bytes: 3,
      width: 16,
      height: 9,
      created_at: "2026-01-01T00:00:00Z",
      prompt: "A prompt",
      model: "maker/model",
      seed: 7,
      project_id: PROJECT,
      image_url: `/api/mv/get_character_reference/${IMAGE}`,
      is_mock: true,
    });
    const video = await send("GET", `/api/mv/get_video/${B}/info`);
    expect(await readExactly(video, VideoInfo)).toMatchObject({
      video_id: B,
      exists: true,
      file_size_bytes: 3,
      duration_seconds: 8,
      has_audio: true,
      serving_mode: "local",
      cloud_url: null,
      cloud_storage: null,
    });
  });
});

describe("presigned mode", () => {
  it("tells where the file is, for how long, and does not read it", async () => {
    const { send } = await withFiles(presigned);
    const video = await send("GET", `/api/mv/get_video/${B}`);
    expect([video.status, video.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    expect(await readExactly(video, FileAnswer)).toEqual({
      video_id: B,
      video_url: signed(B),
      storage_backend: "s3",
      expires_in_seconds: 3_600,
      cloud_path: `w/default/assets/${B}`,
    });
    const image = await send("GET", `/api/mv/get_character_reference/${IMAGE}?redirect=false`);
    expect(await readExactly(image, FileAnswer)).toMatchObject({
      image_id: IMAGE,
      image_url: signed(IMAGE),
    });
  });

  it("leads there with redirect=true", async () => {
    const { send } = await withFiles(presigned);
    const response = await send("GET", `/api/mv/get_video/${B}?redirect=true`);
    expect([response.status, response.body]).toEqual([302, null]);
    expect(response.headers.get("Location")).toEqual(signed(B));
    expect(response.headers.get("Cache-Control")).toBe("no-store");
  });

  it("tells it in the info as well, and nothing of a file that is not here", async () => {
    const { send } = await withFiles(presigned);
    const info = async (id: string) =>
      readExactly(await send("GET", `/api/mv/get_video/${id}/info`), VideoInfo);
    expect(await info(B)).toMatchObject({
      serving_mode: "cloud",
      cloud_url: signed(B),
      cloud_storage: { backend: "s3", expires_in_seconds: 3_600 },
    });
    expect(await info(A)).toMatchObject({ exists: false, cloud_url: null, cloud_storage: null });
  });

  it("gives whole addresses in the answers of calls", async () => {
    const http = await withFiles(presigned);
    http.works.files.set(A, foundFile(A, "video", "video/mp4"));
    http.works.state = ended(made("clip", { asset: asset(B, "video") }));
    const video = await readExactly(await ask(http, VIDEO), VideoAnswer);
    expect(video).toMatchObject({
      video_path: `/api/mv/get_video/${B}`,
      video_url: signed(B),
      metadata: { cloud_urls: { video: signed(B) }, local_video_url: `/api/mv/get_video/${B}` },
    });
    http.works.state = ended(made("film", { asset: asset(B, "video") }));
    const film = await readExactly(await ask(http, STITCH), StitchAnswer);
    expect(film).toMatchObject({
      video_url: signed(B),
      metadata: { storage_backend: "s3", cloud_urls: { video: signed(B) } },
    });
    http.works.state = ended(made("character", { asset: asset(IMAGE, "image") }));
    const images = await readExactly(await ask(http, IMAGES), ImagesAnswer);
    expect(images["images"]).toMatchObject([{ id: IMAGE, cloud_url: signed(IMAGE) }]);
  });

  it("never lets one address live longer than it was asked for", async () => {
    const http = await withFiles(presigned);
    const url = (http.config.storage as { expiryS: number }).expiryS;
    const response = await http.send("GET", `/api/mv/get_video/${B}?redirect=true`);
    const query = new URL(response.headers.get("Location") ?? "").searchParams;
    expect(Number(query.get("X-Amz-Expires"))).toBe(url);
    expect(query.get("X-Amz-Date")).toBe(new Date(NOW).toISOString().replace(/[:-]|\.\d+/g, ""));
  });
});

describe("a published film", () => {
  const publicMediaOrigin = "https://films.example";
  const address = `${publicMediaOrigin}/w/default/assets/${B}`;

  it("has its address for ever, without a signature", async () => {
    const http = await withFiles({ ...presigned, publicMediaOrigin });
    publish(http);
    const told = await readExactly(await http.send("GET", `/api/mv/get_video/${B}`), FileAnswer);
    expect(told).toMatchObject({ video_url: address, expires_in_seconds: null });
    const led = await http.send("GET", `/api/mv/get_video/${B}?redirect=1`);
    expect(led.headers.get("Location")).toBe(address);
    http.works.files.set(A, foundFile(A, "video", "video/mp4"));
    http.works.state = ended(made("film", { asset: asset(B, "video") }));
    expect(await (await ask(http, STITCH)).json()).toMatchObject({ video_url: address });
  });

  it("is signed for like every other file where the bucket is not public", async () => {
    const http = await withFiles(presigned);
    publish(http);
    const told = await http.send("GET", `/api/mv/get_video/${B}`);
    expect(await told.json()).toMatchObject({ video_url: signed(B), expires_in_seconds: 3_600 });
  });

  it("is the only file that the public address is told of", async () => {
    const http = await withFiles({ ...presigned, publicMediaOrigin });
    const told = await http.send("GET", `/api/mv/get_video/${B}`);
    expect(await told.json()).toMatchObject({ video_url: signed(B) });
  });
});

describe("a project's scenes as a file", () => {
  const target = `/api/mv/get_scenes/${PROJECT}`;

  it("come as JSON and as a document for people", async () => {
    const { send, gateway } = testHttp();
    const scenes = [
      { ...snapshotExample.scenes[0], description: "It wakes.", negativeDescription: "text" },
      {
        ...snapshotExample.scenes[0],
        number: 2,
        description: "It walks.",
        negativeDescription: "",
      },
    ];
    gateway.answers["snapshot"] = ok({ ...snapshotExample, scenes }) as Result<never>;
    expect(await readExactly(await send("GET", target), ScenesFile)).toEqual({
      scenes: [
        { description: "It wakes.", negative_description: "text" },
        { description: "It walks.", negative_description: "" },
      ],
    });
    const document = await send("GET", `${target}?format=markdown`);
    expect(document.headers.get("Content-Type")).toBe("text/markdown; charset=utf-8");
    expect(await document.text()).toBe(
      "# The last lamp\n\n## Scene 1\n\nIt wakes.\n\nNot in it: text\n\n## Scene 2\n\nIt walks.\n",
    );
  });

  it("of a project that is not here are a 404", async () => {
    const { send, gateway } = testHttp();
    gateway.answers["snapshot"] = fail("not_found", "There is no such project.");
    const response = await send("GET", target);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ detail: { error: "NotFound" } });
  });
});
