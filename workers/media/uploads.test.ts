import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { assetKey } from "./keys.ts";
import { MAX_PART_BYTES, abortUpload, beginUpload, completeUpload, putPart } from "./uploads.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const PART = 5 * 1024 * 1024;

async function open(): Promise<{ key: string; uploadId: string }> {
  const key = assetKey("test", crypto.randomUUID());
  return { key, uploadId: await beginUpload(bucket, key, "video/mp4", { project: "p1" }) };
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream() as ReadableStream<Uint8Array>;
}

async function put(key: string, uploadId: string, part: number, length: number, said = length) {
  const bytes = new Uint8Array(length).fill(part);
  return putPart(bucket, key, uploadId, part, streamOf(bytes), String(said));
}

async function putOk(key: string, uploadId: string, part: number, length: number) {
  const result = await put(key, uploadId, part, length);
  if (!result.ok) throw new Error(result.error.message);
  return { part, etag: result.value.etag };
}

describe("an upload", () => {
  it("joins parts sent in any order, one of them twice", async () => {
    const { key, uploadId } = await open();
    const last = await putOk(key, uploadId, 2, 1_000);
    await putOk(key, uploadId, 1, PART);
    const first = await putOk(key, uploadId, 1, PART);
    expect(await bucket.head(key)).toBeNull();
    const done = await completeUpload(bucket, key, uploadId, [last, first]);
    expect(done).toEqual({ ok: true, value: { bytes: PART + 1_000 } });
    const object = await bucket.get(key);
    expect(object?.httpMetadata?.contentType).toBe("video/mp4");
    expect(object?.customMetadata).toEqual({ project: "p1", complete: "1" });
    const bytes = new Uint8Array((await object?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect([bytes[0], bytes[PART - 1], bytes[PART], bytes.length]).toEqual([1, 1, 2, PART + 1_000]);
  });

  it("may be completed twice", async () => {
    const { key, uploadId } = await open();
    const parts = [await putOk(key, uploadId, 1, 10)];
    const first = await completeUpload(bucket, key, uploadId, parts);
    expect(await completeUpload(bucket, key, uploadId, parts)).toEqual(first);
    expect(first).toEqual({ ok: true, value: { bytes: 10 } });
  });

  it("is not completed with parts that were not sent", async () => {
    const { key, uploadId } = await open();
    const part = await putOk(key, uploadId, 1, 10);
    const wrong = await completeUpload(bucket, key, uploadId, [{ ...part, etag: "no-such" }]);
    expect(wrong).toMatchObject({ ok: false, error: { code: "asset_invalid" } });
    const missing = await completeUpload(bucket, key, uploadId, [part, { part: 2, etag: "x" }]);
    expect(missing).toMatchObject({ ok: false, error: { code: "asset_invalid" } });
    expect(await bucket.head(key)).toBeNull();
  });

  it("may be aborted twice, and is closed then", async () => {
    const { key, uploadId } = await open();
    const part = await putOk(key, uploadId, 1, 10);
    expect(await abortUpload(bucket, key, uploadId)).toEqual({ ok: true, value: null });
    expect(await abortUpload(bucket, key, uploadId)).toEqual({ ok: true, value: null });
    const late = await put(key, uploadId, 2, 10);
    expect(late).toMatchObject({ ok: false, error: { code: "not_found" } });
    const done = await completeUpload(bucket, key, uploadId, [part]);
    expect(done).toMatchObject({ ok: false, error: { code: "not_found" } });
  });

  it.each([
    ["shorter than said", 100, 101],
    ["longer than said", 100, 99],
  ])("refuses a part %s", async (_, length, said) => {
    const { key, uploadId } = await open();
    const result = await put(key, uploadId, 1, length, said);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_request" } });
  });

  it.each([null, "", "0", "-1", "1e3", "many"])("refuses a part of size %j", async (said) => {
    const { key, uploadId } = await open();
    const body = streamOf(new Uint8Array(10));
    const result = await putPart(bucket, key, uploadId, 1, body, said);
    expect(result).toMatchObject({ ok: false, error: { code: "invalid_request" } });
  });

  it("refuses a part that is too large, unread", async () => {
    const { key, uploadId } = await open();
    let isCanceled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (isCanceled = true) });
    const result = await putPart(bucket, key, uploadId, 1, body, String(MAX_PART_BYTES + 1));
    expect(result).toMatchObject({ ok: false, error: { code: "payload_too_large" } });
    expect(isCanceled).toBe(true);
  });

  it("refuses a part for an upload that never was", async () => {
    const result = await put(assetKey("test", crypto.randomUUID()), "no-such-upload", 1, 10);
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
  });
});
