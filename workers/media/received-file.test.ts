import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { hex } from "./hex.ts";
import { assetKey } from "./keys.ts";
import { checkReceived, isKept } from "./received-file.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };

const START: Record<string, string> = {
  "image/png": "\x89PNG\r\n\x1a\n",
  "image/gif": "GIF89a",
  "video/mp4": "\0\0\0\x18ftypisom",
  "audio/mpeg": "ID3",
  "text/html": "<!doctype html><script>",
};

async function store(kind: string, length = 1_000) {
  const bytes = new Uint8Array(length).fill(7);
  bytes.set(Uint8Array.from(START[kind] ?? "", (letter) => letter.charCodeAt(0)));
  const key = assetKey("test", crypto.randomUUID());
  await bucket.put(key, bytes);
  const sha256 = hex(await crypto.subtle.digest("SHA-256", bytes));
  return { key, original: { bytes: length, sha256, contentType: kind } };
}

describe("a file that was sent in as a copy", () => {
  it.each(["image/png", "image/gif", "video/mp4", "audio/mpeg"])("is taken as %s", async (kind) => {
    const { key, original } = await store(kind, 300_000);
    expect(await checkReceived(bucket, key, original)).toEqual({ ok: true, value: null });
  });

  it("may be sound alone in an MP4", async () => {
    const { key, original } = await store("video/mp4");
    const sound = { ...original, contentType: "audio/mp4" };
    expect(await checkReceived(bucket, key, sound)).toMatchObject({ ok: true });
  });

  it("is refused with other bytes, another length, or of another kind", async () => {
    const { key, original } = await store("image/png");
    const refusal = async (change: Partial<typeof original>) => {
      const checked = await checkReceived(bucket, key, { ...original, ...change });
      return checked.ok ? "taken" : `${checked.error.code}: ${checked.error.message}`;
    };
    expect(await refusal({ sha256: "0".repeat(64) })).toMatch(/^asset_invalid: Other bytes came/);
    expect(await refusal({ bytes: 999 })).toMatch(/^asset_invalid: 999 bytes.*1000 came/);
    expect(await refusal({ contentType: "video/mp4" })).toMatch(/but the file is a PNG picture/);
  });

  it("is no web page under another name", async () => {
    const { key, original } = await store("text/html");
    const page = { ...original, contentType: "image/png" };
    expect(await checkReceived(bucket, key, page)).toMatchObject({
      error: { code: "asset_invalid", message: expect.stringContaining("a web page") },
    });
    expect(isKept("text/html", "image")).toBe(false);
  });

  it("is not there at all where nothing came", async () => {
    const { original } = await store("image/png");
    const nowhere = assetKey("test", crypto.randomUUID());
    expect(await checkReceived(bucket, nowhere, original)).toMatchObject({
      error: { code: "asset_missing" },
    });
  });
});

describe("a type", () => {
  it("is kept as what it is and nothing else", () => {
    expect(isKept("video/mp4", "video")).toBe(true);
    expect(isKept("audio/mp4", "audio")).toBe(true);
    expect(isKept("video/mp4", "image")).toBe(false);
    expect(isKept("image/svg+xml", "image")).toBe(false);
  });
});
