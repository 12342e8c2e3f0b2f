import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { findComplete } from "./complete.ts";
import { assetKey } from "./keys.ts";
import { storeUpload } from "./store-upload.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };

describe("storeUpload", () => {
  it.each([
    ["one chunk", [5]],
    ["many chunks, empty ones among them", [0, 3, 0, 1, 70_000, 0]],
    ["large chunks", [3_000_000, 3_000_000]],
    ["no chunk", []],
  ])("keeps %s under its type, marked as whole", async (_, lengths) => {
    const key = assetKey("test", crypto.randomUUID());
    const chunks = lengths.map((length, index) => new Uint8Array(length).fill(index + 1));
    const bytes = lengths.reduce((sum, length) => sum + length, 0);
    const stored = { bytes, contentType: "audio/mpeg" };

    const result = await storeUpload(bucket, key, chunks, "audio/mpeg", { name: "a.mp3" });
    expect(result).toEqual({ ok: true, value: stored });
    expect(await findComplete(bucket, key)).toEqual(stored);
    const object = await bucket.get(key);
    expect(object?.customMetadata).toEqual({ name: "a.mp3", complete: "1" });
    const whole = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(1));
    expect(whole.length).toBe(bytes);
    let offset = 0;
    for (const chunk of chunks) {
      const isSame = whole
        .subarray(offset, offset + chunk.length)
        .every((byte) => byte === chunk[0]);
      expect(isSame).toBe(true);
      offset += chunk.length;
    }
  });

  it("leaves the chunks as they were, so that it can be repeated", async () => {
    const key = assetKey("test", crypto.randomUUID());
    const chunks = [Uint8Array.of(1, 2), Uint8Array.of(3)];
    await storeUpload(bucket, key, chunks, "image/png", {});
    await storeUpload(bucket, key, chunks, "image/png", {});
    const object = await bucket.get(key);
    expect([...new Uint8Array((await object?.arrayBuffer()) ?? [])]).toEqual([1, 2, 3]);
  });

  it("says so when the store refuses without reading", async () => {
    const refusing = {
      put: () => Promise.reject(new Error("internal error (10001)")),
    } as unknown as R2Bucket;
    const result = await storeUpload(refusing, "k", [new Uint8Array(100_000)], "image/png", {});
    expect(result).toMatchObject({ ok: false, error: { code: "internal" } });
  });
});
