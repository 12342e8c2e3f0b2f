import { describe, expect, it } from "vitest";
import { joinChunks } from "../chunks.ts";
import { fromLetters, le32, u32le } from "./bytes.ts";
import { buildExif } from "./testing/build-exif.ts";
import {
  LOSSY_ALPHA,
  LOSSY_PIXELS,
  buildExtendedWebp,
  buildSimpleWebp,
  losslessPixels,
  lossyPixels,
} from "./testing/build-webp.ts";
import { expectClean, expectRefused, holds, writtenOrientation } from "./testing/read-back.ts";
import { webpChunk, webpFile } from "./webp.ts";

const SECRET = "SECRET-PLACE";
const PIXELS = losslessPixels(3, 2);
const EXIF = buildExif(6, "little-endian");

const ICC_FLAG = 0x20;
const ALPHA_FLAG = 0x10;
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;
const MOVING_FLAG = 0x02;

/** Flags of VP8X; null where the file does without. */
function flagsOf(file: Uint8Array): number | null {
  return holds(file, "VP8X") ? (file[20] ?? 0) : null;
}

describe("a WebP", () => {
  it("lossless and simple comes out byte for byte", () => {
    const file = buildSimpleWebp(300, 200);
    const picture = { bytes: file, contentType: "image/webp", width: 300, height: 200 };
    expect(expectClean(file)).toEqual(picture);
  });

  it("lossy and simple comes out byte for byte", () => {
    const file = webpFile(webpChunk("VP8 ", LOSSY_PIXELS));
    expect(expectClean(file)).toMatchObject({ bytes: file, width: 1, height: 1 });
  });

  it("keeps colour profile, transparency and orientation together", () => {
    const flags = ICC_FLAG | ALPHA_FLAG | EXIF_FLAG;
    const file = buildExtendedWebp(
      flags,
      [
        ["ICCP", "odd profile"],
        ["ALPH", LOSSY_ALPHA],
        ["VP8 ", LOSSY_PIXELS],
        ["EXIF", EXIF],
      ],
      { width: 1, height: 1 },
    );
    const { bytes } = expectClean(file);
    expect(flagsOf(bytes)).toBe(flags);
    expect(holds(bytes, "ICCP\x0b\0\0\0odd profile\0ALPH")).toBe(true);
    expect(writtenOrientation(bytes)).toBe(6);
    expect(holds(bytes, "SECRET")).toBe(false);
    expect(u32le(bytes, 4)).toBe(bytes.length - 8);
  });

  it("keeps the flag of transparency where the pixels have it", () => {
    const pixels = losslessPixels(3, 2, 100);
    const file = buildExtendedWebp(EXIF_FLAG, [
      ["VP8L", pixels],
      ["EXIF", EXIF],
    ]);
    expect(flagsOf(expectClean(file).bytes)).toBe(ALPHA_FLAG | EXIF_FLAG);
  });

  it("needs no VP8X when nothing of it is left", () => {
    const file = buildExtendedWebp(EXIF_FLAG | XMP_FLAG, [
      ["VP8L", PIXELS],
      ["EXIF", buildExif(1, "big-endian", { text: SECRET })],
      ["XMP ", `<x>${SECRET}</x>`],
      ["ABCD", SECRET],
    ]);
    expect(expectClean(file).bytes).toEqual(buildSimpleWebp());
  });

  it("does not bring to life what its header does not announce", () => {
    const file = buildExtendedWebp(0, [
      ["ICCP", "profile"],
      ["VP8L", PIXELS],
      ["EXIF", EXIF],
    ]);
    expect(expectClean(file).bytes).toEqual(buildSimpleWebp());
    const simple = webpFile([...webpChunk("VP8L", PIXELS), ...webpChunk("EXIF", EXIF)]);
    expect(expectClean(simple).bytes).toEqual(buildSimpleWebp());
  });

  it("does not announce what is not there", () => {
    const file = buildExtendedWebp(ICC_FLAG | ALPHA_FLAG | EXIF_FLAG, [["VP8L", PIXELS]]);
    expect(expectClean(file).bytes).toEqual(buildSimpleWebp());
  });

  it("may have the prefix of JPEG before its Exif", () => {
    const prefixed = joinChunks([fromLetters("Exif\0\0"), EXIF]);
    const file = buildExtendedWebp(EXIF_FLAG, [
      ["VP8L", PIXELS],
      ["EXIF", prefixed],
    ]);
    expect(writtenOrientation(expectClean(file).bytes)).toBe(6);
  });

  it("loses what hides in padding and after its end", () => {
    const odd = losslessPixels(3, 2);
    expect(odd.length % 2).toBe(1);
    const file = buildSimpleWebp();
    file[file.length - 1] = 0x41;
    const { bytes } = expectClean(joinChunks([file, fromLetters(SECRET)]));
    expect(bytes).toEqual(buildSimpleWebp());
  });
});

describe("a WebP is refused", () => {
  it.each([
    ["by its flag", MOVING_FLAG, [["VP8L", PIXELS]]],
    ["by its frames", 0, [["ANMF", "frame"]]],
    ["by its loop", 0, [["ANIM", "loop"]]],
  ] as [string, number, [string, Uint8Array | string][]][])(
    "that moves, told %s",
    (_, flags, chunks) => {
      expectRefused(buildExtendedWebp(flags, chunks), "moves: it is an animated WebP");
    },
  );

  it.each([
    [8_193, 1],
    [1, 16_384],
  ])("of %d by %d pixels", (width, height) => {
    expectRefused(buildSimpleWebp(width, height), `${width} × ${height} pixels`);
  });

  it("whose canvas is huge", () => {
    const file = buildExtendedWebp(0, [["VP8L", PIXELS]], { width: 2 ** 24, height: 2 ** 24 });
    expectRefused(file, `${2 ** 24} × ${2 ** 24} pixels`);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])("of %d by %d pixels: no picture at all", (width, height) => {
    expectRefused(webpFile(webpChunk("VP8 ", lossyPixels(width, height))), "0 pixels");
  });

  it("whose canvas has another size than its pixels", () => {
    const file = buildExtendedWebp(0, [["VP8L", PIXELS]], { width: 2, height: 3 });
    expectRefused(file, "another size than the pixels");
  });

  it("with its chunks missing, twice or in a wrong order", () => {
    const pixels = webpChunk("VP8L", PIXELS);
    const canvas = buildExtendedWebp(0, []).slice(12);
    const cases: [Uint8Array[], string][] = [
      [[...webpChunk("EXIF", EXIF), ...pixels], "no picture at the start"],
      [[canvas], "no pixels"],
      [[canvas, canvas, ...pixels], "header that can't be"],
      [[...pixels, canvas], "header that can't be"],
      [[...pixels, ...pixels], "a second picture"],
      [webpChunk("VP8X", new Uint8Array(9)), "header that can't be"],
      [[...pixels, fromLetters("EXIF")], "past the end"],
      [[...pixels, fromLetters("EXIF\x01\0\0\0a")], "past the end"],
      [[...pixels, fromLetters("EXIF\xff\xff\xff\xff")], "past the end"],
    ];
    for (const [pieces, words] of cases) expectRefused(webpFile(pieces), words);
  });

  it.each([
    ["no key frame", 0, 0x01],
    ["a frame not shown", 0, 0x10],
    ["an unknown version", 0, 0x08],
    ["a first part longer than all", 2, 0x80],
    ["no start code", 3, 0x01],
  ])("with lossy pixels of %s", (_, at, bit) => {
    const data = LOSSY_PIXELS.slice();
    data[at] = (data[at] ?? 0) ^ bit;
    expectRefused(webpFile(webpChunk("VP8 ", data)), "pixels that can't be");
  });

  it.each([
    ["no signature", 0, 0x01],
    ["an unknown version", 4, 0x20],
  ])("with lossless pixels of %s", (_, at, bit) => {
    const data = PIXELS.slice();
    data[at] = (data[at] ?? 0) ^ bit;
    expectRefused(webpFile(webpChunk("VP8L", data)), "pixels that can't be");
  });

  it.each(["VP8 ", "VP8L"])("with %s of a header alone", (type) => {
    const header = type === "VP8L" ? PIXELS.slice(0, 5) : LOSSY_PIXELS.slice(0, 10);
    expectRefused(webpFile(webpChunk(type, header)), "pixels that can't be");
  });

  it.each([0xffffffff, 0x80000000, 1_000])("where RIFF tells %d bytes", (size) => {
    const file = buildSimpleWebp();
    file.set(le32(size), 4);
    expectRefused(file, "cut off");
  });

  it.each([0, 4, 12, 13])("where RIFF tells %d bytes of more", (size) => {
    const file = buildSimpleWebp();
    file.set(le32(size), 4);
    expectRefused(file, "The picture is damaged");
  });
});
