import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { assetKey, filmPartKey } from "./keys.ts";
import { mediaRoutes } from "./routes.ts";
import { signAssetUrl, signFilmPartsUrl, signPartUrl } from "./signed-urls.ts";
import { beginUpload, completeUpload } from "./uploads.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const signingKey = btoa("0123456789abcdef0123456789abcdef");
const ORIGIN = "https://films.example";
const NOW = 1_795_000_000_000;
const EXPIRES = NOW + 60_000;

function app(now = NOW) {
  return new Hono().route("/media", mediaRoutes({ bucket, signingKey, now: () => now }));
}

/** `text()` warns about a body that says it is a picture. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder().decode(await response.arrayBuffer());
}

async function storedAsset(): Promise<string> {
  const assetId = crypto.randomUUID();
  const httpMetadata = { contentType: "image/png" };
  await bucket.put(assetKey("test", assetId), "picture", { httpMetadata });
  const address = { workspaceId: "test", assetId, extension: "png" };
  return signAssetUrl(signingKey, ORIGIN, address, EXPIRES);
}

describe("GET /media/…", () => {
  it("gives the file to who holds the link", async () => {
    const url = await storedAsset();
    const response = await app().request(url);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(await textOf(response)).toBe("picture");
    const range = await app().request(url, { headers: { range: "bytes=0-2" } });
    expect([range.status, await textOf(range)]).toEqual([206, "pic"]);
  });

  it("answers HEAD with the size and no body", async () => {
    const response = await app().request(await storedAsset(), { method: "HEAD" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe("7");
    expect(await textOf(response)).toBe("");
  });

  it.each([
    ["no signature", 401, "signature_missing", (url: string) => url.split("?")[0] ?? ""],
    ["a changed one", 401, "signature_invalid", (url: string) => url.replace(".png", ".jpg")],
  ])("refuses %s", async (_, status, code, change) => {
    const response = await app().request(change(await storedAsset()));
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it("refuses an old link", async () => {
    const response = await app(EXPIRES).request(await storedAsset());
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "signature_expired" });
  });

  it("answers 404 for a signed file that is gone, and 405 for other methods", async () => {
    const address = { workspaceId: "test", assetId: crypto.randomUUID(), extension: "png" };
    const url = await signAssetUrl(signingKey, ORIGIN, address, EXPIRES);
    expect((await app().request(url)).status).toBe(404);
    const posted = await app().request(url, { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect(await posted.json()).toMatchObject({ code: "method_not_allowed" });
  });
});

describe("PUT /media/uploads/…", () => {
  it("takes the parts that one link allows, each under its number", async () => {
    const assetId = crypto.randomUUID();
    const key = assetKey("test", assetId);
    const uploadId = await beginUpload(bucket, key, "video/mp4", {});
    const address = { workspaceId: "test", assetId, uploadId };
    const template = await signPartUrl(signingKey, ORIGIN, address, EXPIRES);
    const parts: { part: number; etag: string }[] = [];
    for (const [part, length] of [
      [1, 5 * 1024 * 1024],
      [2, 11],
    ] as const) {
      const response = await app().request(template.replace("{part}", String(part)), {
        method: "PUT",
        body: new Uint8Array(length),
        headers: { "content-length": String(length) },
      });
      expect(response.status).toBe(200);
      parts.push({ part, ...(await response.json<{ etag: string }>()) });
    }
    const done = await completeUpload(bucket, key, uploadId, parts);
    expect(done).toEqual({ ok: true, value: { bytes: 5 * 1024 * 1024 + 11 } });
  });

  it("refuses what the link does not allow", async () => {
    const assetId = crypto.randomUUID();
    const uploadId = await beginUpload(bucket, assetKey("test", assetId), "video/mp4", {});
    const address = { workspaceId: "test", assetId, uploadId };
    const template = await signPartUrl(signingKey, ORIGIN, address, EXPIRES);
    const put = (url: string, headers: Record<string, string> = { "content-length": "1" }) =>
      app().request(url, { method: "PUT", body: "x", headers });

    const elsewhere = template.replace("{part}", "1").replace(assetId, crypto.randomUUID());
    expect((await put(elsewhere)).status).toBe(401);
    expect((await put(template.replace("{part}", "10001"))).status).toBe(404);
    const tooLarge = { "content-length": String(51 * 1024 * 1024) };
    expect((await put(template.replace("{part}", "1"), tooLarge)).status).toBe(413);
    const read = await app().request(template.replace("{part}", "1"));
    expect([read.status, read.headers.get("allow")]).toEqual([405, "PUT"]);
  });
});

describe("/media/parts/…", () => {
  const KEY = "5e".repeat(32);

  async function parts() {
    const projectId = crypto.randomUUID();
    const address = { workspaceId: "test", projectId };
    const template = await signFilmPartsUrl(signingKey, ORIGIN, address, EXPIRES);
    const put = (text: string, length = text.length, key = KEY) =>
      app().request(template.replace("{key}", key), {
        method: "PUT",
        body: text,
        headers: { "content-length": String(length) },
      });
    const get = (key = KEY) => app().request(template.replace("{key}", key));
    return { projectId, template, put, get };
  }

  it("gives back what was kept, with its length, or says that there is nothing", async () => {
    const { projectId, put, get } = await parts();
    const missing = await get();
    expect([missing.status, await missing.json()]).toMatchObject([404, { code: "not_found" }]);
    expect((await put("a part")).status).toBe(204);
    const kept = await get();
    expect([kept.status, kept.headers.get("content-length")]).toEqual([200, "6"]);
    expect(await textOf(kept)).toBe("a part");
    expect(await bucket.head(filmPartKey("test", projectId, KEY))).not.toBeNull();
  });

  it("keeps what came first under a name, also of two at once", async () => {
    const { put, get } = await parts();
    expect((await put("first")).status).toBe(204);
    expect((await put("other")).status).toBe(204);
    expect(await textOf(await get())).toBe("first");
    const key = "6f".repeat(32);
    const both = await Promise.all([put("same", 4, key), put("same", 4, key)]);
    expect(both.map(({ status }) => status)).toEqual([204, 204]);
    expect(await textOf(await get(key))).toBe("same");
  });

  it.each([
    ["one that is shorter than it says", "x", 2, 400],
    ["one that is longer than it says", "xyz", 2, 400],
    ["an empty one", "", 0, 400],
    ["one over 512 MB", "x", 512 * 1024 * 1024 + 1, 413],
  ])("takes no part of %s", async (_what, text, length, status) => {
    const { put, get } = await parts();
    expect((await put(text, length)).status).toBe(status);
    expect((await get()).status).toBe(404);
  });

  it("opens nothing but the project's own parts", async () => {
    const { projectId, template } = await parts();
    const query = template.slice(template.indexOf("?"));
    const assetId = crypto.randomUUID();
    await bucket.put(assetKey("test", assetId), "an asset");
    for (const path of [
      `/media/parts/test/${crypto.randomUUID()}/${KEY}`,
      `/media/parts/other/${projectId}/${KEY}`,
      `/media/test/${assetId}.mp4`,
      `/media/test/${projectId}.mp4`,
      `/media/uploads/test/${projectId}/${KEY}/1`,
    ]) {
      for (const method of ["GET", "PUT"]) {
        const response = await app().request(`${ORIGIN}${path}${query}`, {
          method,
          ...(method === "PUT" ? { body: "x", headers: { "content-length": "1" } } : {}),
        });
        expect([401, 405]).toContain(response.status);
      }
    }
    const posted = await app().request(template.replace("{key}", KEY), { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD, PUT"]);
  });
});
