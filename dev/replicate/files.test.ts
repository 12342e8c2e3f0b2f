import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signDownload } from "./api/files.ts";
import { parseRange } from "./delivery.ts";
import type { Harness } from "./testing/harness.ts";
import { startHarness, TOKEN } from "./testing/harness.ts";
import { PIXEL } from "./testing/studio.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

type Stored = { id: string; urls: { get: string }; [key: string]: unknown };

/** Without the harness's JSON content type, so that fetch sets the form's own. */
async function upload(form: FormData): Promise<Response> {
  return fetch(`${emulator.running.origin}/v1/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${TOKEN}` },
    body: form,
  });
}

async function uploadPixel(): Promise<Stored> {
  const form = new FormData();
  form.append("content", new Blob([new Uint8Array(PIXEL)], { type: "image/png" }), "fox.png");
  form.append("metadata", JSON.stringify({ scene: 1 }));
  const response = await upload(form);
  expect(response.status).toBe(201);
  return (await response.json()) as Stored;
}

describe("the Files API", () => {
  it("keeps, lists, shows, hands out and deletes a file", async () => {
    const file = await uploadPixel();
    expect(file).toMatchObject({
      name: "fox.png",
      content_type: "image/png",
      size: PIXEL.length,
      metadata: { scene: 1 },
      urls: { get: `${emulator.running.origin}/v1/files/${file.id}` },
    });
    const hours =
      (Date.parse(String(file.expires_at)) - Date.parse(String(file.created_at))) / 3.6e6;
    expect(hours).toBe(24);
    const list = (await (await emulator.api("/files")).json()) as { results: Stored[] };
    expect(list.results).toEqual([file]);
    expect(await (await emulator.api(`/files/${file.id}`)).json()).toEqual(file);

    const secret = (await (await emulator.api("/webhooks/default/secret")).json()) as {
      key: string;
    };
    const expiry = Math.floor(Date.now() / 1000) + 60;
    const query = new URLSearchParams({
      expiry: String(expiry),
      owner: "edgereel",
      signature: signDownload(secret.key, "edgereel", file.id, expiry),
    });
    const address = `${emulator.running.origin}/v1/files/${file.id}/download`;
    const bytes = await fetch(`${address}?${query.toString()}`);
    expect(Buffer.from(await bytes.arrayBuffer()).equals(PIXEL)).toBe(true);
    query.set("owner", "other");
    expect((await fetch(`${address}?${query.toString()}`)).status).toBe(403);

    expect((await emulator.api(`/files/${file.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await emulator.api(`/files/${file.id}`, { method: "DELETE" })).status).toBe(404);
    expect((await emulator.api(`/files/${file.id}`)).status).toBe(404);
  });

  it("forgets files after a day and names what an upload lacks", async () => {
    const file = await uploadPixel();
    await emulator.admin("clock", { advanceMs: 24 * 3.6e6 });
    expect((await emulator.api(`/files/${file.id}`)).status).toBe(404);
    expect((await upload(new FormData())).status).toBe(422);
    expect((await emulator.api("/files", { method: "POST", body: "{}" })).status).toBe(415);
  });
});

describe("input pictures", () => {
  const KLING = "kwaivgi/kling-v2.1";
  const run = async (image: string) =>
    emulator.ended((await emulator.create(KLING, { prompt: "a fox", start_image: image })).id);

  it("are fetched from an address, a data URI and the Files API", async () => {
    const server = createServer((_, response) => response.end(PIXEL));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const file = await uploadPixel();
    for (const image of [
      `http://127.0.0.1:${port}/fox.png`,
      `data:image/png;base64,${PIXEL.toString("base64")}`,
      file.urls.get,
    ]) {
      expect((await run(image)).status).toBe("succeeded");
      // The clip takes the ratio of its first frame, which is one pixel here.
      expect(emulator.calls.at(-1)).toMatchObject({
        kind: "clip",
        request: { width: 720, height: 720, lengthS: 5, fps: 24, hasAudio: false },
      });
      const { references } = emulator.calls.at(-1)?.request as { references: string[] };
      expect(references).toHaveLength(1);
    }
    server.close();
  });

  it("fail the prediction in the service's words when they cannot be had", async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === "/gone" ? 403 : 200).end("no picture");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const origin = `http://127.0.0.1:${port}`;
    expect(await run(`${origin}/gone`)).toMatchObject({
      status: "failed",
      error: `Input validation error: 403 Client Error: Forbidden for url: ${origin}/gone`,
    });
    expect((await run(`${origin}/text`)).error).toContain("cannot identify image file");
    await new Promise((resolve) => server.close(resolve));
    expect((await run(`${origin}/closed`)).error).toContain("Max retries exceeded");
  });
});

describe("delivery of outputs", () => {
  it("answers ranges", async () => {
    const { id } = await emulator.create("google/veo-3.1", { prompt: "a fox", seed: 5 });
    const url = String((await emulator.ended(id)).output);
    const whole = await fetch(url);
    expect(whole.headers.get("content-type")).toBe("video/mp4");
    expect(await whole.text()).toBe("a clip of 8 s, seed 5");
    const part = await fetch(url, { headers: { range: "bytes=2-5" } });
    expect(part.status).toBe(206);
    expect(part.headers.get("content-range")).toBe("bytes 2-5/21");
    expect(await part.text()).toBe("clip");
    const beyond = await fetch(url, { headers: { range: "bytes=21-" } });
    expect(beyond.status).toBe(416);
    const head = await fetch(url, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe("21");
  });

  it("reads range headers strictly", () => {
    expect(parseRange("bytes=-4", 10)).toEqual({ start: 6, end: 9 });
    expect(parseRange("bytes=4-", 10)).toEqual({ start: 4, end: 9 });
    expect(parseRange("bytes=4-99", 10)).toEqual({ start: 4, end: 9 });
    expect(parseRange("bytes=10-", 10)).toBe("unsatisfiable");
    expect(parseRange("bytes=-0", 10)).toBe("unsatisfiable");
    expect(parseRange("bytes=5-4", 10)).toBeNull();
    expect(parseRange("bytes=0-1,3-4", 10)).toBeNull();
    expect(parseRange(undefined, 10)).toBeNull();
  });
});
