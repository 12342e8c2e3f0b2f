/** ZIPs written in workerd from real R2, read by the directory at their end as every program does. */
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { readZip } from "../testing/read-zip.ts";
import { assetKey } from "./keys.ts";
import { type LastFile, writeZip, type ZipFile, zipLength } from "./write-zip.ts";

const { MEDIA: bucket } = env as unknown as { MEDIA: R2Bucket };
const AT = Date.UTC(2026, 9, 31, 12, 0, 0);

async function file(path: string, bytes: Uint8Array): Promise<ZipFile> {
  const key = assetKey("test", crypto.randomUUID());
  const { etag } = (await bucket.put(key, bytes)) ?? { etag: "" };
  return { path, key, bytes: bytes.length, etag, modifiedAt: AT };
}

/** Different bytes throughout, so that a piece in the wrong place shows. */
function noise(length: number): Uint8Array {
  let state = length;
  return Uint8Array.from({ length }, () => (state = (state * 1_103_515_245 + 12_345) >>> 0) >>> 16);
}

/** Tells the digests it was given. */
const last: LastFile = {
  path: "manifest.json",
  bytes: 10,
  modifiedAt: AT,
  write: (sha256) => new TextEncoder().encode(`${sha256.size} digests`.padEnd(10)),
};

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("a ZIP", () => {
  it("has every file as it is, under its name, and the length that was told before", async () => {
    const contents = [noise(1), noise(3_000_001), noise(262_144)];
    const [a, b, c] = contents as [Uint8Array, Uint8Array, Uint8Array];
    const files = [
      await file("clips/01 - 灯台 - take 1.mp4", a),
      await file("films/film 1.mp4", b),
      await file("songs/x.mp3", c),
    ];
    const seen: [string, string][] = [];
    const telling = {
      ...last,
      write: (digests: ReadonlyMap<string, string>) => {
        seen.push(...digests);
        return last.write(digests);
      },
    };
    const zip = await bytesOf(writeZip(bucket, files, telling));
    expect(zip.length).toBe(zipLength(files, last));
    const entries = readZip(zip);
    expect(entries.map(({ name }) => name)).toEqual([
      ...files.map(({ path }) => path),
      "manifest.json",
    ]);
    for (const [at, content] of contents.entries()) {
      expect(await sha256(entries[at]?.bytes ?? noise(9))).toBe(await sha256(content));
      expect(seen[at]).toEqual([files[at]?.path, await sha256(content)]);
    }
    expect(new TextDecoder().decode(entries[3]?.bytes)).toBe("3 digests ");
  });

  it("without files has its last one", async () => {
    const zip = await bytesOf(writeZip(bucket, [], last));
    expect(zip.length).toBe(zipLength([], last));
    expect(readZip(zip)).toHaveLength(1);
  });

  it.each(["gone", "replaced"])("breaks off at a file that is %s", async (how) => {
    const files = [await file("a/a", noise(10)), await file("b/b", noise(10))];
    const key = files[1]?.key ?? "";
    if (how === "gone") await bucket.delete(key);
    else await bucket.put(key, noise(11));
    await expect(bytesOf(writeZip(bucket, files, last))).rejects.toThrow(/b\/b is gone/);
  });

  it("breaks off where its last file is not as long as was told", async () => {
    const short = { ...last, write: () => new Uint8Array(9) };
    const zip = await bytesOf(writeZip(bucket, [], short));
    expect(zip.length).not.toBe(zipLength([], short));
  });

  it("lets go of the file it is at when nobody reads on, and opens no other", async () => {
    let [opened, closed] = [0, 0];
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
      cancel: () => void (closed += 1),
    });
    const get = async () => ((opened += 1), { body: endless });
    const files = [await file("a/a", noise(100_000)), await file("b/b", noise(10))];
    const reader = writeZip({ get } as unknown as R2Bucket, files, last).getReader();
    for (let pieces = 0; pieces < 4; pieces++) await reader.read();
    await expect(reader.cancel(new Error("enough"))).rejects.toThrow("enough");
    expect([opened, closed]).toEqual([1, 1]);
  });

  it("tells the length of one over 4 GB, which is written in the ZIP64 form", () => {
    const large: ZipFile[] = [5, 4 * 1024 ** 3 + 7, 11, 300].map((bytes, at) => ({
      ...{ path: `f/${at}`, key: "", etag: "", modifiedAt: AT },
      bytes,
    }));
    // Per file 30 + 16 + 46 bytes and its name twice; 8 more and 28 for the large one, 12 for each that
    // begins beyond 4 GB, 76 for the larger directory's end and 22 for the end.
    const names = 2 * (4 * 3 + "manifest.json".length);
    const sizes = large.reduce((sum, { bytes }) => sum + bytes, 0) + last.bytes;
    expect(zipLength(large, last)).toBe(sizes + names + 5 * 92 + 36 + 3 * 12 + 76 + 22);
  });
});
