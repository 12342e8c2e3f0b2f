import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { serveAsset } from "./delivery.ts";
import { clampRange, readRange } from "./range.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const TEXT = "0123456789abcdefghij";
const SIZE = TEXT.length;

async function store(): Promise<{ key: string; etag: string; date: string }> {
  const key = `test/${crypto.randomUUID()}`;
  const object = await bucket.put(key, TEXT, { httpMetadata: { contentType: "video/mp4" } });
  return { key, etag: object.httpEtag, date: object.uploaded.toUTCString() };
}

function serve(key: string, headers: Record<string, string> = {}, method = "GET") {
  const request = new Request("https://films.example/x", { method, headers });
  return serveAsset(request, bucket, key, { cacheControl: "private, max-age=60" });
}

/** `text()` warns about a body that says it is a video. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.arrayBuffer());
}

describe("a Range header", () => {
  it.each([
    [null, "whole"],
    ["bytes=0-", { offset: 0, length: 20 }],
    ["bytes=0-0", { offset: 0, length: 1 }],
    ["bytes=5-9", { offset: 5, length: 5 }],
    ["Bytes= 5 - 9 ", { offset: 5, length: 5 }],
    ["bytes=19-19", { offset: 19, length: 1 }],
    ["bytes=5-999999", { offset: 5, length: 15 }],
    ["bytes=5-99999999999999999999", { offset: 5, length: 15 }],
    ["bytes=-1", { offset: 19, length: 1 }],
    ["bytes=-20", { offset: 0, length: 20 }],
    ["bytes=-999", { offset: 0, length: 20 }],
    ["bytes=20-", "unsatisfiable"],
    ["bytes=99-100", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=9-5", "whole"],
    ["bytes=-", "whole"],
    ["bytes=a-b", "whole"],
    ["bytes=0-1,5-6", "whole"],
    ["items=0-1", "whole"],
    ["0-1", "whole"],
  ])("reads %j", (header, range) => expect(clampRange(readRange(header), SIZE)).toEqual(range));

  it.each(["3-?", "?-", "-?"])("with an absurd number in %s still asks for integers", (range) => {
    const asked = readRange(`bytes=${range.replace("?", "9".repeat(400))}`);
    expect(Object.values(asked).every(Number.isSafeInteger)).toBe(true);
  });

  it.each(["bytes=0-", "bytes=-1", "bytes=0-0"])("has nothing in an empty file: %s", (header) => {
    expect(clampRange(readRange(header), 0)).toBe("unsatisfiable");
  });
});

/** The real bucket, writing down what is asked of it. */
function listening(): { calls: string[]; bucket: R2Bucket } {
  const calls: string[] = [];
  const noting = new Proxy(bucket, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        calls.push(String(name));
        return Reflect.apply(value, target, args) as unknown;
      };
    },
  });
  return { calls, bucket: noting };
}

describe("serveAsset", () => {
  it("sends the whole file with what a player and a cache need", async () => {
    const { key, etag, date } = await store();
    const response = await serve(key);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "video/mp4",
      "content-length": "20",
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=60",
      etag,
      "last-modified": date,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'",
    });
    expect(response.headers.has("content-range")).toBe(false);
    expect(response.headers.has("content-disposition")).toBe(false);
    expect(await textOf(response)).toBe(TEXT);
  });

  it.each([
    ["bytes=0-4", "bytes 0-4/20", "01234"],
    ["bytes=15-", "bytes 15-19/20", "fghij"],
    ["bytes=-3", "bytes 17-19/20", "hij"],
    ["bytes=18-99", "bytes 18-19/20", "ij"],
    ["bytes=18-99999999999999999999", "bytes 18-19/20", "ij"],
    ["bytes=-99999999999999999999", "bytes 0-19/20", TEXT],
  ])("sends the range %s", async (range, contentRange, text) => {
    const { key } = await store();
    const response = await serve(key, { range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(text.length));
    expect(await textOf(response)).toBe(text);
  });

  it("sends the whole file for several ranges", async () => {
    const { key } = await store();
    const response = await serve(key, { range: "bytes=0-1,4-5" });
    expect(response.status).toBe(200);
    expect(await textOf(response)).toBe(TEXT);
  });

  it.each(["bytes=20-", "bytes=20-25", "bytes=21-25", "bytes=99999999999999999999-", "bytes=-0"])(
    "refuses the range %s outside the file",
    async (range) => {
      const { key } = await store();
      const response = await serve(key, { range });
      expect(response.status).toBe(416);
      expect(response.headers.get("content-range")).toBe("bytes */20");
      expect(await response.json()).toMatchObject({ code: "range_not_satisfiable" });
    },
  );

  it.each(["bytes=0-", "bytes=0-0", "bytes=-1"])("refuses %s of an empty file", async (range) => {
    const key = `test/${crypto.randomUUID()}`;
    await bucket.put(key, "");
    const response = await serve(key, { range });
    expect([response.status, response.headers.get("content-range")]).toEqual([416, "bytes */0"]);
    await textOf(response);
    expect((await serve(key)).status).toBe(200);
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["the whole file", {}, ["get"]],
    ["a range", { range: "bytes=3-" }, ["get"]],
    ["a suffix", { range: "bytes=-999" }, ["get"]],
    ["several ranges", { range: "bytes=0-1,4-5" }, ["get"]],
    ["a range outside the file", { range: "bytes=30-" }, ["get", "head"]],
    ["what has changed", { "if-none-match": '"x"' }, ["head", "get"]],
    ["what has not", { "if-none-match": "*" }, ["head"]],
  ])("asks R2 no more than it must for %s", async (_, headers, expected) => {
    const { key } = await store();
    const { calls, bucket: noting } = listening();
    const request = new Request("https://films.example/x", { headers });
    const response = await serveAsset(request, noting, key, { cacheControl: "no-store" });
    await textOf(response);
    expect(calls).toEqual(expected);
  });

  it("hides a file that is not allowed as if it were missing", async () => {
    const { key, etag } = await store();
    const cases: [string, Record<string, string>][] = [
      ["GET", {}],
      ["HEAD", {}],
      ["GET", { range: "bytes=0-4" }],
      ["GET", { range: "bytes=30-" }],
      ["GET", { "if-none-match": etag }],
    ];
    for (const [method, headers] of cases) {
      const request = new Request("https://films.example/x", { method, headers });
      const ask = (path: string, isAllowed: (object: R2Object) => Promise<boolean>) => {
        const options = { cacheControl: "no-store", requestId: "r1", isAllowed };
        return serveAsset(request, bucket, path, options);
      };
      const seen: number[] = [];
      const refused = await ask(key, async ({ size }) => seen.push(size) === 0);
      const absent = await ask("no/such", async () => true);
      expect(refused.status).toBe(404);
      expect(await refused.text()).toBe(await absent.text());
      expect([...refused.headers]).toEqual([...absent.headers]);
      expect(seen).toEqual([SIZE]);
    }
    const allowed = await serveAsset(new Request("https://films.example/x"), bucket, key, {
      cacheControl: "no-store",
      isAllowed: ({ httpMetadata }) => httpMetadata?.contentType === "video/mp4",
    });
    expect(await textOf(allowed)).toBe(TEXT);
  });

  it("answers HEAD without a body, ranges ignored", async () => {
    const { key } = await store();
    const response = await serve(key, { range: "bytes=0-4" }, "HEAD");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe("20");
    expect(response.body).toBeNull();
  });

  it("answers 304 to who holds this version", async () => {
    const { key, etag, date } = await store();
    const old = new Date(Date.parse(date) - 1_000).toUTCString();
    const cases: [Record<string, string>, number][] = [
      [{ "if-none-match": etag }, 304],
      [{ "if-none-match": `W/${etag}` }, 304],
      [{ "if-none-match": `"x", ${etag}` }, 304],
      [{ "if-none-match": "*" }, 304],
      [{ "if-none-match": '"x"' }, 200],
      [{ "if-modified-since": date }, 304],
      [{ "if-modified-since": old }, 200],
      [{ "if-modified-since": "yesterday" }, 200],
      // The tag decides where both are sent.
      [{ "if-none-match": '"x"', "if-modified-since": date }, 200],
      [{ "if-none-match": etag, range: "bytes=0-1" }, 304],
    ];
    for (const [headers, status] of cases) {
      const response = await serve(key, headers);
      expect([headers, response.status]).toEqual([headers, status]);
      expect(response.headers.get("etag")).toBe(etag);
      const text = await textOf(response);
      expect(text).toBe(status === 304 ? "" : TEXT);
    }
  });

  it("sends the rest only to who holds the same version (If-Range)", async () => {
    const { key, etag, date } = await store();
    const old = new Date(Date.parse(date) - 1_000).toUTCString();
    const cases: [string, number][] = [
      [etag, 206],
      [date, 206],
      ['"x"', 200],
      [`W/${etag}`, 200],
      [old, 200],
      ["nonsense", 200],
    ];
    for (const [ifRange, status] of cases) {
      const response = await serve(key, { range: "bytes=0-1", "if-range": ifRange });
      expect([ifRange, response.status]).toEqual([ifRange, status]);
      await response.body?.cancel();
    }
  });

  it("names a download so that every client can save it", async () => {
    const { key } = await store();
    const request = new Request("https://films.example/x");
    const response = await serveAsset(request, bucket, key, {
      cacheControl: "no-store",
      fileName: 'Žlutý "kůň" 100%\r\nX: y (1)\ud83d.mp4',
      contentType: "video/webm",
    });
    await response.body?.cancel();
    const disposition = response.headers.get("content-disposition") ?? "";
    expect(disposition).toMatch(
      /^attachment; filename="[^"\r\n]*"; filename\*=UTF-8''[\w%.!~&$+-]+$/,
    );
    const encoded = disposition.split("UTF-8''")[1] ?? "";
    expect(decodeURIComponent(encoded)).toBe('Žlutý "kůň" 100%\r\nX: y (1)\ufffd.mp4');
    expect(response.headers.get("content-type")).toBe("video/webm");
  });

  it("has nothing for a key that is not there", async () => {
    const response = await serveAsset(new Request("https://films.example/x"), bucket, "no/such", {
      cacheControl: "private",
      requestId: "r1",
    });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found", request_id: "r1" });
  });
});
