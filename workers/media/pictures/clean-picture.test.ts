import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contracts/limits.ts";
import { joinChunks } from "../chunks.ts";
import { fromLetters } from "./bytes.ts";
import { cleanPicture } from "./clean-picture.ts";
import { pngChunk } from "./png.ts";
import { buildExif } from "./testing/build-exif.ts";
import type { ByteOrder } from "./testing/build-exif.ts";
import {
  JFIF,
  buildJpeg,
  buildJpegWithRestarts,
  buildProgressiveJpeg,
  exifSegment,
} from "./testing/build-jpeg.ts";
import { buildPng } from "./testing/build-png.ts";
import { LOSSY_ALPHA, LOSSY_PIXELS, buildExtendedWebp } from "./testing/build-webp.ts";
import { flipped, seeded } from "./testing/random.ts";
import { expectClean, expectRefused, holds, writtenOrientation } from "./testing/read-back.ts";

/** A small file of each format with this Exif in it. */
const WITH_EXIF: [string, (exif: Uint8Array) => Promise<Uint8Array>][] = [
  ["PNG", (exif) => buildPng({ before: [pngChunk("eXIf", exif)] })],
  ["JPEG", async (exif) => buildJpeg([JFIF, exifSegment(exif)])],
  ["WebP", async (exif) => webpWith(exif)],
];

function webpWith(exif: Uint8Array): Uint8Array {
  const chunks: [string, Uint8Array | string][] = [
    ["ICCP", "profile"],
    ["ALPH", LOSSY_ALPHA],
    ["VP8 ", LOSSY_PIXELS],
    ["EXIF", exif],
  ];
  return buildExtendedWebp(0x38, chunks, { width: 1, height: 1 });
}

const TURNS = [2, 3, 4, 5, 6, 7, 8];
const ORDERS: ByteOrder[] = ["big-endian", "little-endian"];

describe.each(WITH_EXIF)("the orientation of a %s", (_, build) => {
  it.each(ORDERS)("survives, read %s, and nothing else of Exif does", async (order) => {
    for (const turn of TURNS) {
      const { bytes } = expectClean(await build(buildExif(turn, order)));
      expect(writtenOrientation(bytes)).toBe(turn);
      expect(holds(bytes, "SECRET")).toBe(false);
    }
  });

  it.each([0, 1, 9, 0xffff])("is left out where it turns nothing: %d", async (turn) => {
    const { bytes } = expectClean(await build(buildExif(turn, "big-endian")));
    expect(writtenOrientation(bytes)).toBe(null);
    expect(holds(bytes, "SECRET")).toBe(false);
  });

  it.each([
    ["another type", buildExif(6, "little-endian", { type: 4 })],
    ["two values", buildExif(6, "little-endian", { count: 2 })],
    ["no order of bytes", fromLetters("XX*\0\x08\0\0\0")],
    ["a list far away", fromLetters("II*\0\xff\xff\xff\xff")],
    ["a list that ends early", buildExif(6, "big-endian").slice(0, 32)],
    ["nothing", new Uint8Array(0)],
  ])("is left out where Exif has %s", async (__, exif) => {
    expect(writtenOrientation(expectClean(await build(exif)).bytes)).toBe(null);
  });
});

const EXIF = buildExif(6, "little-endian");

/** Small whole files; nothing may follow their end, so that a cut always takes something away. */
const SAMPLES: [string, () => Promise<Uint8Array>][] = [
  ["PNG", () => buildPng({ before: [pngChunk("eXIf", EXIF)] })],
  ["JPEG", async () => buildJpeg([JFIF, exifSegment(EXIF)])],
  ["JPEG with restarts", async () => buildJpegWithRestarts(9)],
  ["progressive JPEG", async () => buildProgressiveJpeg()],
  ["WebP", async () => webpWith(EXIF)],
];

describe.each(SAMPLES)("a %s", (_, build) => {
  it("is refused when cut off at any byte", async () => {
    const file = await build();
    expectClean(file);
    const words = new Set<string>();
    for (let length = 0; length < file.length; length += 1) {
      const result = cleanPicture(file.slice(0, length));
      expect([length, result.ok ? "ok" : result.error.code]).toEqual([length, "asset_invalid"]);
      if (!result.ok && length >= 12) words.add(result.error.message.slice(0, 22));
    }
    expect([...words]).toEqual(["The picture is cut off"]);
  });

  it("with any bits turned over is refused or stays a picture", async () => {
    const file = await build();
    const random = seeded(20_260_804);
    let refused = 0;
    for (let round = 0; round < 2_000; round += 1) {
      const result = cleanPicture(flipped(file, random));
      if (result.ok) expect(cleanPicture(result.value.bytes)).toEqual(result);
      else refused += 1;
    }
    expect(refused).toBeGreaterThan(500);
  });

  it("with bytes of chance behind its first dozen never throws", async () => {
    const file = await build();
    const random = seeded(7);
    for (let round = 0; round < 500; round += 1) {
      const noise = Uint8Array.from({ length: 300 }, () => Math.floor(random() * 256));
      expect(cleanPicture(joinChunks([file.subarray(0, 12), noise])).ok).toBe(false);
    }
  });
});

describe("another kind of file", () => {
  it.each([
    ["GIF89a\x01\0\x01\0", "That is a GIF picture. Upload a PNG, JPEG or WebP"],
    ["\0\0\0\x18ftypavif....", "That is an AVIF or HEIC picture"],
    ["\0\0\0\x18ftypisom....", "That is an MP4 video"],
    ['<svg xmlns="http://www.w3.org/2000/svg">', "That is an XML document"],
    ["<!doctype html><script>", "That is a web page"],
    ["BM\x46\0\0\0", "That is a file of an unknown kind"],
    ["", "The file is empty"],
  ])("%j is refused by name", (head, words) => {
    expectRefused(fromLetters(head), words);
  });
});

describe("the size of the file", () => {
  it("may be the limit and not a byte more", async () => {
    const plain = await buildPng();
    const rest = LIMITS.uploadImageBytes - plain.length;
    const atLimit = joinChunks([plain, new Uint8Array(rest)]);
    expect(cleanPicture(atLimit).ok).toBe(true);
    const result = cleanPicture(joinChunks([atLimit, Uint8Array.of(0)]));
    expect(result).toMatchObject({ ok: false, error: { code: "payload_too_large" } });
    expect(result.ok ? "" : result.error.message).toContain("larger than 10 MB");
  });
});
