import { describe, expect, it } from "vitest";
import { joinChunks } from "../chunks.ts";
import { fromLetters } from "./bytes.ts";
import {
  DHT,
  DQT,
  EOI,
  JFIF,
  SOI,
  blocks,
  buildJpeg,
  buildJpegWithRestarts,
  buildProgressiveJpeg,
  exifSegment,
  jpegFrame,
  jpegScan,
  jpegSegment,
  packBits,
  restart,
} from "./testing/build-jpeg.ts";
import { buildExif } from "./testing/build-exif.ts";
import { expectClean, expectRefused, holds, writtenOrientation } from "./testing/read-back.ts";

const SECRET = "SECRET-PLACE";
const PIXELS = packBits(blocks(4, [3]));

/** A grey picture of 32 by 8 with something else in place of a part; SOI and EOI are added. */
function jpegOf(
  parts: Partial<Record<"quantization" | "frame" | "huffman" | "scan" | "pixels", Uint8Array>>,
): Uint8Array {
  const whole = {
    quantization: DQT,
    frame: jpegFrame(32, 8),
    huffman: DHT,
    scan: jpegScan([1]),
    pixels: PIXELS,
    ...parts,
  };
  return joinChunks([SOI, ...Object.values(whole), EOI]);
}

describe("a JPEG", () => {
  it.each([
    ["baseline, with a stuffed byte among its pixels", buildJpeg(), 32, 8],
    ["with restart markers, more than eight", buildJpegWithRestarts(20), 8, 160],
    ["progressive", buildProgressiveJpeg(), 32, 8],
  ])("%s, comes out byte for byte", (_, file, width, height) => {
    const picture = { bytes: file, contentType: "image/jpeg", width, height };
    expect(expectClean(file)).toEqual(picture);
  });

  it("keeps its colour profile, in several segments, and Adobe's mark", () => {
    const profile = (part: number) =>
      jpegSegment(0xe2, fromLetters(`ICC_PROFILE\0${String.fromCharCode(part)}\x02part`));
    const adobe = jpegSegment(0xee, fromLetters("Adobe\0\x64\0\0\0\0\x01"));
    const file = buildJpeg([JFIF, profile(1), profile(2), adobe]);
    expect(expectClean(file).bytes).toEqual(file);
  });

  it.each([
    ["Exif", exifSegment(buildExif(1, "big-endian", { text: SECRET }))],
    ["broken Exif", exifSegment(fromLetters(SECRET))],
    ["XMP", jpegSegment(0xe1, fromLetters(`http://ns.adobe.com/xap/1.0/\0<x>${SECRET}</x>`))],
    ["IPTC", jpegSegment(0xed, fromLetters(`Photoshop 3.0\x008BIM${SECRET}`))],
    ["a comment", jpegSegment(0xfe, fromLetters(SECRET))],
    ["an extension of JFIF", jpegSegment(0xe0, fromLetters(`JFXX\0${SECRET}`))],
    ["a list of more pictures", jpegSegment(0xe2, fromLetters(`MPF\0${SECRET}`))],
    ["a maker's own segment", jpegSegment(0xef, fromLetters(SECRET))],
    ["a second JFIF", jpegSegment(0xe0, joinChunks([JFIF.subarray(4), fromLetters(SECRET)]))],
    ["fill bytes", Uint8Array.of(0xff, 0xff, 0xff)],
  ])("loses %s", (_, segment) => {
    expect(expectClean(buildJpeg([JFIF, segment])).bytes).toEqual(buildJpeg([JFIF]));
  });

  it("loses the thumbnail in JFIF and what hides behind Adobe's mark", () => {
    const thumbnail = joinChunks([JFIF.subarray(4, 16), fromLetters(`\x02\x02${SECRET}`)]);
    const adobe = fromLetters("Adobe\0\x64\0\0\0\0\0");
    const hidden = jpegSegment(0xee, joinChunks([adobe, fromLetters(SECRET)]));
    const { bytes } = expectClean(buildJpeg([jpegSegment(0xe0, thumbnail), hidden]));
    expect(bytes).toEqual(buildJpeg([JFIF, jpegSegment(0xee, adobe)]));
  });

  it("loses segments between its scans", () => {
    const comment = jpegSegment(0xfe, fromLetters(SECRET));
    const profile = jpegSegment(0xe2, fromLetters(`ICC_PROFILE\0\x01\x01${SECRET}`));
    const { bytes } = expectClean(buildProgressiveJpeg([comment, profile]));
    expect(bytes).toEqual(buildProgressiveJpeg());
  });

  it("loses what follows its end, where phones put a film", () => {
    const file = joinChunks([buildJpeg(), fromLetters(`\0\0\0\x18ftypmp42${SECRET}`)]);
    expect(expectClean(file).bytes).toEqual(buildJpeg());
  });

  it("takes the orientation from its first Exif only", () => {
    const [first, second] = [6, 3].map((turn) => exifSegment(buildExif(turn, "big-endian")));
    const { bytes } = expectClean(buildJpeg([JFIF, first ?? SOI, second ?? SOI]));
    expect(writtenOrientation(bytes)).toBe(6);
    expect(holds(bytes, "SECRET")).toBe(false);
  });

  it("may hold an Exif shorter than the orientation it misleads us to write", () => {
    const tiff = "II*\0\x07\0\0\0\x01\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
    const { bytes } = expectClean(buildJpeg([exifSegment(fromLetters(tiff))]));
    expect(writtenOrientation(bytes)).toBe(6);
  });
});

describe("a JPEG is refused", () => {
  it.each([
    [8_193, 8],
    [8, 65_535],
  ])("of %d by %d pixels", (width, height) => {
    expectRefused(jpegOf({ frame: jpegFrame(width, height) }), `${width} × ${height} pixels`);
  });

  it.each([
    ["lossless", jpegFrame(32, 8, { marker: 0xc3 })],
    ["hierarchical", jpegSegment(0xde, jpegFrame(32, 8).subarray(4))],
    ["arithmetic", jpegFrame(32, 8, { marker: 0xc9 })],
    ["of 12 bits", jpegFrame(32, 8, { marker: 0xc1, precision: 12 })],
    ["of 2 components", jpegFrame(32, 8, { components: 2 })],
  ])("as a rare kind: %s", (_, frame) => {
    expectRefused(jpegOf({ frame }), "rare kind of JPEG");
  });

  it.each([
    ["no height", { frame: jpegFrame(32, 0) }, "0 pixels"],
    ["no frame", { frame: DQT }, "pixels before the header"],
    ["two frames", { huffman: jpegFrame(32, 8) }, "a second frame"],
    ["a frame of the wrong length", { frame: jpegSegment(0xc0, new Uint8Array(5)) }, "rare kind"],
    ["no scan", { scan: new Uint8Array(0), pixels: new Uint8Array(0) }, "pixels are missing"],
    ["a scan of another component", { scan: jpegScan([2]) }, "a scan of no component"],
    ["a scan of one component twice", { scan: jpegScan([1, 1]) }, "a scan of no component"],
    ["a scan of nothing", { scan: jpegScan([]) }, "wrong length"],
    ["a scan backwards", { scan: jpegScan([1], 5, 4) }, "no coefficients"],
    ["a scan of too much", { scan: jpegScan([1], 0, 64) }, "no coefficients"],
    ["no pixels", { pixels: new Uint8Array(0) }, "a scan without pixels"],
    ["a component never drawn", { frame: jpegFrame(32, 8, { components: 3 }) }, "missing"],
    ["a short Huffman table", { huffman: DHT.slice(0, -1) }, "no marker"],
    ["an empty Huffman table", { huffman: jpegSegment(0xc4, new Uint8Array(0)) }, "Huffman"],
    ["half a Huffman table", { huffman: jpegSegment(0xc4, new Uint8Array(10)) }, "Huffman"],
    ["half a quantization table", { quantization: jpegSegment(0xdb, new Uint8Array(64)) }, "quant"],
    ["a long restart interval", { huffman: jpegSegment(0xdd, new Uint8Array(3)) }, "restart"],
    ["an unknown marker", { huffman: jpegSegment(0x02, new Uint8Array(3)) }, "unknown marker"],
    ["another SOI", { huffman: SOI }, "marker out of place"],
    ["a restart outside a scan", { huffman: restart(0) }, "marker out of place"],
    ["a restart nobody announced", { pixels: joinChunks([PIXELS, restart(0)]) }, "out of order"],
    ["bytes of no segment", { huffman: fromLetters("text") }, "no marker"],
    ["a segment of length 1", { huffman: Uint8Array.of(0xff, 0xc4, 0, 1) }, "without room"],
    ["a segment past the end", { huffman: Uint8Array.of(0xff, 0xc4, 0xff, 0xff) }, "cut off"],
  ])("with %s", (_, parts, words) => {
    expectRefused(jpegOf(parts), words);
  });

  it("with restart markers out of order", () => {
    const file = buildJpegWithRestarts(5);
    const at = file.findLastIndex((byte) => byte === 0xd2);
    file[at] = 0xd3;
    expectRefused(file, "restart marker out of order");
  });

  it("with a component or a table that can't be", () => {
    for (const [at, value] of [
      [7, 0x01],
      [7, 0x50],
      [8, 4],
    ] as const) {
      const frame = jpegFrame(32, 8).slice();
      frame[at + 4] = value;
      expectRefused(jpegOf({ frame }), "a component that can't be");
    }
    const scan = jpegScan([1]).slice();
    scan[6] = 0x40;
    expectRefused(jpegOf({ scan }), "a scan of no component");
  });

  it("with a hundred and one scans", () => {
    const scan = joinChunks([jpegScan([1]), PIXELS]);
    const scans = (count: number) =>
      jpegOf({ pixels: joinChunks([PIXELS, ...repeat(scan, count)]) });
    expectClean(scans(99));
    expectRefused(scans(100), "too many scans");
  });
});

function repeat(bytes: Uint8Array, count: number): Uint8Array[] {
  return new Array<Uint8Array>(count).fill(bytes);
}
