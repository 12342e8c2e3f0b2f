import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../config.ts";
import { eventually, testPlatform } from "../testing/platform.ts";
import type { TestPlatform } from "../testing/platform.ts";
import { TestWeb } from "../testing/web.ts";
import { download } from "./download.ts";
import { upload } from "./upload.ts";

const MB = 1024 * 1024;
let web: TestWeb;
let folder: string;
let platform: TestPlatform;
const body = randomBytes(3 * MB);

beforeEach(async () => {
  web = await TestWeb.open();
  folder = await mkdtemp(path.join(tmpdir(), "edgereel-transfer-"));
  platform = testPlatform();
  await writeFile(path.join(folder, "source"), body);
});
afterEach(async () => {
  await web.close();
  await rm(folder, { recursive: true });
});

const target = () => path.join(folder, "target");
const never = () => new AbortController().signal;
const serve = (at: string) => web.serve(at, path.join(folder, "source"));

type Options = { name?: string; maxBytes?: number; signal?: AbortSignal };

function fetchTo(url: string, options: Options = {}) {
  const { name = "target", maxBytes = 10 * MB, signal = never() } = options;
  return download(platform, { url, file: path.join(folder, name), maxBytes, signal });
}

describe("download", () => {
  it("writes the file as it is", async () => {
    expect(await fetchTo(serve("/plain"))).toBe(body.byteLength);
    expect(body.equals(await readFile(target()))).toBe(true);
  });

  it.each([500, 503, 429])("tries again after a %d", async (status) => {
    let fails = 2;
    const url = serve("/flaky");
    web.prank("/flaky", (_request, response) => {
      if (fails-- <= 0) return false;
      response.writeHead(status).end();
      return true;
    });
    await fetchTo(url);
    expect(body.equals(await readFile(target()))).toBe(true);
    expect(web.requests("/flaky").map((seen) => seen.status)).toEqual([status, status, 200]);
    expect(JSON.stringify(platform.logged)).not.toContain("secret");
  });

  it("resumes where the connection broke, as often as it takes", async () => {
    let cuts = 7;
    const url = serve("/breaking");
    web.prank("/breaking", (request, response) => {
      if (cuts-- <= 0) return false;
      const start = Number(/\d+/.exec(request.headers.range ?? "0")?.[0]);
      const etag = `"${body.byteLength}"`;
      const range = `bytes ${start}-${body.byteLength - 1}/${body.byteLength}`;
      response.writeHead(start > 0 ? 206 : 200, {
        etag,
        "content-length": body.byteLength - start,
        ...(start > 0 ? { "content-range": range } : {}),
      });
      response.write(body.subarray(start, start + 200_000), () => response.destroy());
      return true;
    });
    await fetchTo(url);
    expect(body.equals(await readFile(target()))).toBe(true);
    const ranges = web.requests("/breaking").map((seen) => seen.range);
    expect(ranges).toHaveLength(8);
    expect(ranges.at(-1)).toMatch(/^bytes=[1-9]\d+-$/);
  });

  it("starts over when the file may have changed", async () => {
    let isFirst = true;
    const url = serve("/changed");
    web.prank("/changed", (_request, response) => {
      if (!isFirst) return false;
      isFirst = false;
      response.writeHead(200, { "content-length": 1_000_000 });
      response.write(Buffer.alloc(500_000), () => response.destroy());
      return true;
    });
    await fetchTo(url);
    expect(body.equals(await readFile(target()))).toBe(true);
    expect(web.requests("/changed").at(-1)?.range).toBeNull();
  });

  it("gives up on a server that stays broken", async () => {
    const url = web.prank("/broken", (_request, response) => {
      response.writeHead(502).end();
      return true;
    });
    await expect(fetchTo(url)).rejects.toMatchObject({
      fault: {
        code: "input_unreachable",
        message: expect.stringContaining("answered 502") as unknown,
      },
    });
    expect(web.requests("/broken")).toHaveLength(5);
  });

  it("gives up on a line that stays silent", async () => {
    platform.timings.transferIdle = 20;
    const url = web.prank("/silent", () => true);
    await expect(fetchTo(url)).rejects.toMatchObject({
      fault: {
        code: "input_unreachable",
        message: expect.stringContaining("nothing arrived") as unknown,
      },
    });
  });

  it.each([
    ["404", 404, {}],
    ["a redirect", 302, { location: "http://127.0.0.1:1/inside" }],
  ])("does not try %s again", async (_name, status, headers) => {
    const url = web.prank("/final", (_request, response) => {
      response.writeHead(status, headers).end();
      return true;
    });
    await expect(fetchTo(url)).rejects.toMatchObject({ fault: { code: "input_unreachable" } });
    expect(web.seen).toHaveLength(1);
  });

  it("refuses a file over the limit, told or not", async () => {
    const large = {
      fault: { code: "input_invalid", message: expect.stringContaining("1 MB") as unknown },
    };
    await expect(fetchTo(serve("/told"), { maxBytes: MB })).rejects.toMatchObject(large);
    const untold = web.prank("/untold", (_request, response) => {
      response.writeHead(200);
      response.end(body);
      return true;
    });
    await expect(fetchTo(untold, { maxBytes: MB })).rejects.toMatchObject(large);
  });

  it("does not begin what the disk can't hold", async () => {
    platform.freeBytes = () => Promise.resolve(2 * MB);
    const message = /^This work needs 0\.13 GB of free disk, and the ffmpeg service has 0\.00 GB\./;
    await expect(fetchTo(serve("/full"))).rejects.toMatchObject({
      fault: { code: "disk_full", message: expect.stringMatching(message) as unknown },
    });
  });

  it("counts what is on its way elsewhere as taken, until it has come", async () => {
    platform.freeBytes = () => Promise.resolve(LIMITS.spareDiskBytes + 4 * MB);
    const full = { fault: { code: "disk_full" } };
    let letGo: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      web.prank("/slow", (_request, response) => {
        response.writeHead(200, { "content-length": body.byteLength });
        response.write(body.subarray(0, MB), () => resolve());
        letGo = () => void response.end(body.subarray(MB));
        return true;
      });
    });
    const slow = fetchTo(web.url("/slow"));
    await begun;
    await eventually("the first to be counted", () => platform.arriving.bytes || null);
    await expect(fetchTo(serve("/second"), { name: "second" })).rejects.toMatchObject(full);
    letGo();
    await slow;
    expect(platform.arriving.bytes).toBe(0);
    await expect(fetchTo(serve("/third"), { name: "third" })).resolves.toBe(body.byteLength);
  });

  it("stops at once when it is called off", async () => {
    const controller = new AbortController();
    const url = web.prank("/endless", (_request, response) => {
      response.write(Buffer.alloc(1000), () => controller.abort(new Error("called off")));
      return true;
    });
    await expect(fetchTo(url, { signal: controller.signal })).rejects.toThrow("called off");
  });
});

describe("upload", () => {
  const part_bytes = MB;
  const send = (part_url: string) =>
    upload(platform, {
      file: path.join(folder, "source"),
      target: { part_url, part_bytes },
      signal: never(),
    });

  it("sends parts of the asked size and keeps their etags", async () => {
    await writeFile(path.join(folder, "source"), body.subarray(0, 2.5 * MB));
    expect(await send(web.url("/up/{part}?signature=secret"))).toEqual([
      { part: 1, etag: "etag-1", bytes: MB },
      { part: 2, etag: "etag-2", bytes: MB },
      { part: 3, etag: "etag-3", bytes: MB / 2 },
    ]);
    expect([...web.parts.values()].map((part) => part.length)).toEqual([
      "1048576",
      "1048576",
      "524288",
    ]);
    expect(body.subarray(0, 2.5 * MB).equals(web.film("/up/"))).toBe(true);
  });

  it("sends a part again after a failure that may pass", async () => {
    let fails = 2;
    web.prank("/up/2", (request, response) => {
      if (fails-- <= 0) return false;
      if (fails === 1) response.writeHead(500).end();
      else request.socket.destroy();
      return true;
    });
    expect(await send(web.url("/up/{part}"))).toHaveLength(3);
    expect(body.equals(web.film("/up/"))).toBe(true);
    expect(web.requests("/up/2")).toHaveLength(3);
  });

  it.each([
    ["a refusal", 403, "{}", /answered 403/],
    ["an answer without an etag", 200, "{}", /no etag/],
    ["an answer that is not JSON", 200, "ok", /no etag/],
  ])("ends at %s", async (_name, status, answer, message) => {
    const url = web.prank("/up/1", (request, response) => {
      request.resume().on("end", () => response.writeHead(status).end(answer));
      return true;
    });
    await expect(send(url.replace("/1", "/{part}"))).rejects.toMatchObject({
      fault: { code: "upload_failed", message: expect.stringMatching(message) as unknown },
    });
    expect(web.seen).toHaveLength(1);
  });
});
