import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ingest } from "./ingest.ts";
import type { IngestRequest } from "./ingest.ts";
import { assetKey } from "./keys.ts";
import { PART_BYTES } from "./store-stream.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const URL_OF_OUTPUT = "https://replicate.delivery/x/out.mp4";
const MP4_HEAD = Uint8Array.from("\0\0\0\x18ftypisom\0\0\0\0", (letter) => letter.charCodeAt(0));

/** An MP4 by its first bytes; the rest tells each byte's place, so that nothing can be swapped. */
function mp4(length: number): Uint8Array {
  const file = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) file[index] = (index * 7 + (index >> 8)) & 0xff;
  file.set(MP4_HEAD.subarray(0, length));
  return file;
}

/** A body that comes in pieces; `then` says how it goes on after the last. */
function body(
  file: Uint8Array,
  options: { piece?: number; then?: "close" | "break" | "hang"; onCancel?: () => void } = {},
): ReadableStream<Uint8Array> {
  const { piece = 64 * 1024, then = "close", onCancel } = options;
  let sent = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent < file.length) {
        controller.enqueue(file.slice(sent, sent + piece));
        sent += piece;
      } else if (then === "close") controller.close();
      else if (then === "break") controller.error(new TypeError("Network connection lost."));
      else return new Promise<void>(() => undefined);
      return undefined;
    },
    cancel: () => onCancel?.(),
  });
}

function answer(
  content: ReadableStream<Uint8Array> | null,
  headers: Record<string, string> = {},
  status = 200,
): Response {
  // A plain object: a Response of the runtime would put its own Content-Length.
  return { status, headers: new Headers(headers), body: content } as Response;
}

function request(
  response: Response | (() => Promise<Response>),
  change: Partial<IngestRequest> = {},
): IngestRequest {
  return {
    fetch: async () => (typeof response === "function" ? response() : response),
    bucket,
    url: URL_OF_OUTPUT,
    key: assetKey("test", crypto.randomUUID()),
    media: "video",
    maxBytes: 64 * 1024 * 1024,
    metadata: { project: "p1" },
    isAllowed: (url) => url.hostname === "replicate.delivery",
    ...change,
  };
}

async function expectFailure(asked: IngestRequest, code: string): Promise<string> {
  const result = await ingest(asked);
  expect(result.ok ? "ok" : result.error.code).toBe(code);
  expect(await bucket.head(asked.key)).toBeNull();
  return result.ok ? "" : result.error.message;
}

async function expectStored(asked: IngestRequest, file: Uint8Array): Promise<void> {
  expect(await ingest(asked)).toEqual({
    ok: true,
    value: { bytes: file.length, contentType: "video/mp4" },
  });
  const object = await bucket.get(asked.key);
  expect(object?.httpMetadata?.contentType).toBe("video/mp4");
  expect(object?.customMetadata).toEqual({ project: "p1", complete: "1" });
  const stored = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(0));
  expect(await sha(stored)).toBe(await sha(file));
}

async function sha(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].join();
}

const lengthOf = (file: Uint8Array) => ({ "content-length": String(file.length) });

describe("ingest of a whole file", () => {
  it.each([
    ["in small pieces", 1_000, 100_000],
    ["in pieces of a few bytes", 3, 700],
    ["in one piece", 1_000_000, 100_000],
    ["over several megabytes", 1_000_003, 20 * 1024 * 1024 + 17],
  ])("streams a known length %s", async (_, piece, length) => {
    const file = mp4(length);
    await expectStored(request(answer(body(file, { piece }), lengthOf(file))), file);
  });

  it.each([
    ["small", 5_000],
    ["one part exactly", PART_BYTES],
    ["one part and a byte", PART_BYTES + 1],
    ["two parts exactly", 2 * PART_BYTES],
    ["two parts and a rest", 2 * PART_BYTES + 12_345],
  ])("stores an unknown length: %s", async (_, length) => {
    const file = mp4(length);
    await expectStored(request(answer(body(file, { piece: 1_000_003 }))), file);
  });

  it.each([
    ["known", 1_000_003, true],
    ["known, shorter than a piece", 100, true],
    ["unknown", PART_BYTES + 1_000_003, false],
  ])("takes a body of the network's kind, length %s", async (_, length, isKnown) => {
    const file = mp4(length);
    const { body: bytes } = new Response(file);
    await expectStored(request(answer(bytes, isKnown ? lengthOf(file) : {})), file);
  });

  it("does not trust the length of a compressed answer", async () => {
    const file = mp4(5_000);
    const headers = { "content-length": "700", "content-encoding": "gzip" };
    await expectStored(request(answer(body(file), headers)), file);
  });

  it("goes by the bytes, not by the Content-Type", async () => {
    const file = mp4(2_000);
    const headers = { ...lengthOf(file), "content-type": "text/html" };
    await expectStored(request(answer(body(file), headers)), file);
  });

  it("sends no credentials and follows no redirect by itself", async () => {
    const file = mp4(100);
    const seen: RequestInit[] = [];
    const asked = request(answer(body(file), lengthOf(file)));
    await ingest({
      ...asked,
      fetch: (url, init) => {
        seen.push(init);
        return asked.fetch(url, init);
      },
    });
    expect(seen).toEqual([{ redirect: "manual", headers: { "accept-encoding": "identity" } }]);
  });

  it("does not download again what is there whole", async () => {
    const file = mp4(3_000);
    const asked = request(answer(body(file), lengthOf(file)));
    await expectStored(asked, file);
    const again = { ...asked, fetch: () => Promise.reject(new Error("must not be called")) };
    expect(await ingest(again)).toEqual({
      ok: true,
      value: { bytes: 3_000, contentType: "video/mp4" },
    });
  });

  it("replaces an object that lacks the mark of a whole file", async () => {
    const file = mp4(3_000);
    const asked = request(answer(body(file), lengthOf(file)));
    await bucket.put(asked.key, "half a file");
    await expectStored(asked, file);
  });
});

describe("ingest of a bad file", () => {
  const file = mp4(300_000);

  it("that ends before its length: cut off", async () => {
    const short = request(answer(body(file), { "content-length": "300001" }));
    expect(await expectFailure(short, "asset_invalid")).toContain("300000 of 300001");
  });

  it.each([1, 299_999, 65_536])("that goes on after %d bytes announced", async (said) => {
    const long = request(answer(body(file), { "content-length": String(said) }));
    expect(await expectFailure(long, "asset_invalid")).toContain("longer than");
  });

  it("that goes on: the store never gets the last byte announced", async () => {
    let got = 0;
    const counting = {
      head: () => Promise.resolve(null),
      async put(_: string, stream: ReadableStream<Uint8Array>) {
        for await (const chunk of stream) got += chunk.length;
      },
    } as unknown as R2Bucket;
    const long = answer(body(file, { piece: 1_000 }), { "content-length": "200000" });
    const result = await ingest(request(long, { bucket: counting }));
    expect(result).toMatchObject({ ok: false, error: { code: "asset_invalid" } });
    expect(got).toBe(199_000);
  });

  it.each([
    ["known", { "content-length": "300000" }],
    ["unknown", {}],
  ])("whose connection breaks half way, length %s", async (_, headers) => {
    const half = body(file.slice(0, 150_000), { then: "break" });
    await expectFailure(request(answer(half, headers)), "provider_unavailable");
  });

  it("whose connection breaks after a part was stored", async () => {
    const big = body(mp4(PART_BYTES + 1_000), { then: "break" });
    const asked = request(answer(big));
    await expectFailure(asked, "provider_unavailable");
    const listed = await bucket.list({ prefix: asked.key });
    expect(listed.objects).toEqual([]);
  });

  it.each([
    ["no body", null, {}],
    ["an empty body", new Uint8Array(0), {}],
    ["a length of zero", new Uint8Array(0), { "content-length": "0" }],
  ])("with %s", async (_, content, headers) => {
    const empty = answer(content === null ? null : body(content), headers);
    expect(await expectFailure(request(empty), "asset_invalid")).toContain("0 bytes");
  });

  it("that says it is too large: not one byte is read", async () => {
    let isCanceled = false;
    const huge = body(file, { onCancel: () => (isCanceled = true) });
    const asked = request(answer(huge, lengthOf(file)), { maxBytes: 299_999 });
    expect(await expectFailure(asked, "asset_invalid")).toContain("too large");
    expect(isCanceled).toBe(true);
  });

  it("that turns out too large: the sender is let go", async () => {
    let isCanceled = false;
    const huge = body(mp4(3 * PART_BYTES), { onCancel: () => (isCanceled = true) });
    const asked = request(answer(huge), { maxBytes: 2 * PART_BYTES });
    expect(await expectFailure(asked, "asset_invalid")).toContain("too large");
    expect(isCanceled).toBe(true);
  });

  it.each([
    ["image", "an MP4 video came"],
    ["audio", "an MP4 video came"],
  ] as const)("that is no %s", async (media, words) => {
    const asked = request(answer(body(file), lengthOf(file)), { media });
    expect(await expectFailure(asked, "asset_invalid")).toContain(words);
  });

  it("that is a web page", async () => {
    const page = new TextEncoder().encode("<!doctype html><title>Sorry</title>");
    const asked = request(answer(body(page), { "content-type": "video/mp4" }));
    expect(await expectFailure(asked, "asset_invalid")).toContain("a web page came");
  });

  it.each([
    [301, "output_invalid"],
    [302, "output_invalid"],
    [304, "output_invalid"],
    [403, "asset_missing"],
    [404, "asset_missing"],
    [410, "asset_missing"],
    [206, "provider_unavailable"],
    [429, "provider_unavailable"],
    [500, "provider_unavailable"],
    [503, "provider_unavailable"],
  ])("behind HTTP %d: %s", async (status, code) => {
    const headers = { location: "https://elsewhere.example/" };
    await expectFailure(request(answer(body(file), headers, status)), code);
  });

  it("that can't be reached", async () => {
    const lost = () => Promise.reject(new TypeError("Network connection lost."));
    await expectFailure(request(lost), "provider_unavailable");
  });

  it.each(["https://elsewhere.example/out.mp4", "not a url", ""])(
    "at an address we do not fetch from: %j",
    async (url) => {
      const never = () => Promise.reject(new Error("must not be called"));
      await expectFailure(request(never, { url }), "output_invalid");
    },
  );

  it.each([
    ["a time-out", () => AbortSignal.timeout(20), "provider_timeout"],
    ["a cancel on the way", () => cancelSoon(), "canceled"],
    ["a cancel before it began", () => AbortSignal.abort(), "canceled"],
  ])("that hangs ends by %s", async (_, start, code) => {
    for (const sent of [0, 1_000]) {
      const hanging = () => Promise.resolve(answer(body(file.slice(0, sent), { then: "hang" })));
      await expectFailure(request(hanging, { signal: start() }), code);
    }
  });
});

/** Aborts once whoever got the signal has begun. */
function cancelSoon(): AbortSignal {
  const cancel = new AbortController();
  setTimeout(() => cancel.abort());
  return cancel.signal;
}

describe("ingest with a store that refuses", () => {
  const file = mp4(2 * PART_BYTES);
  const refuse = (code: number) => () => Promise.reject(new Error(`internal error (${code})`));

  it.each([
    ["a put", lengthOf(file)],
    ["a part", {}],
  ])("%s, unread, ends and does not blame the file", async (_, headers) => {
    let isCanceled = false;
    let isAborted = false;
    const upload = {
      uploadPart: refuse(10001),
      abort: () => Promise.resolve(void (isAborted = true)),
    };
    const refusing = {
      head: () => Promise.resolve(null),
      put: refuse(10001),
      createMultipartUpload: () => Promise.resolve(upload),
    } as unknown as R2Bucket;
    const sender = body(file, { onCancel: () => (isCanceled = true) });
    const result = await ingest(request(answer(sender, headers), { bucket: refusing }));
    expect(result).toMatchObject({ ok: false, error: { code: "internal" } });
    expect(isCanceled).toBe(true);
    expect(isAborted).toBe(!("content-length" in headers));
  });
});
