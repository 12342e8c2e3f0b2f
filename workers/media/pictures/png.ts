/**
 * Reads a PNG chunk by chunk (PNG specification, third edition) and writes it again without what is
 * not seen: texts, XMP, times and chunks of unknown meaning go; colour and transparency stay. The
 * compressed pixels are not unpacked.
 */
import { ok } from "../../contracts/errors.ts";
import type { Result } from "../../contracts/errors.ts";
import { joinChunks } from "../chunks.ts";
import { be32, fromLetters, letters, u32be } from "./bytes.ts";
import { crc32 } from "./crc.ts";
import { orientationTiff, readOrientation } from "./orientation.ts";
import { cutOff, damaged, moving, refuseSides } from "./picture.ts";
import type { CleanPicture, Refusal } from "./picture.ts";

const SIGNATURE_BYTES = 8;
/** Length, type and CRC: a chunk without its data. */
const FRAME_BYTES = 12;

/** Bit depths for each colour type. */
const DEPTHS: Record<number, number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const PALETTE_COLOUR = 3;

/**
 * The chunks that change how the picture looks, each with the most bytes it can have: in more than that
 * something else could hide. All of them stand before the pixels and at most once.
 */
const KEPT = new Map([
  ["tRNS", 256],
  ["gAMA", 4],
  ["cHRM", 32],
  ["sRGB", 1],
  ["iCCP", Infinity],
  ["sBIT", 4],
  ["cICP", 4],
  ["mDCV", 24],
  ["cLLI", 8],
  ["bKGD", 6],
  ["pHYs", 9],
]);

type Chunk = { type: string; start: number; end: number; data: Uint8Array };

type Reading = {
  header: { width: number; height: number; colour: number } | null;
  /** What is written before the pixels, as it was. */
  kept: Uint8Array[];
  seen: Set<string>;
  /** All IDAT chunks, which stand side by side. Zero-length ones come in millions: never a list. */
  pixels: { start: number; end: number; bytes: number } | null;
  orientation: number;
};

/** The file must begin with the signature. What follows its last chunk is dropped. */
export function cleanPng(file: Uint8Array): Result<CleanPicture> {
  const reading: Reading = {
    header: null,
    kept: [],
    seen: new Set(),
    pixels: null,
    orientation: 1,
  };
  let at = SIGNATURE_BYTES;
  for (;;) {
    const chunk = readChunk(file, at);
    if ("ok" in chunk) return chunk;
    if (chunk.type === "IEND") return finish(file, reading, chunk);
    const refusal = takeChunk(file, reading, chunk);
    if (refusal !== null) return refusal;
    at = chunk.end;
  }
}

function readChunk(file: Uint8Array, start: number): Chunk | Refusal {
  if (file.length - start < FRAME_BYTES) return cutOff();
  const length = u32be(file, start);
  const type = letters(file, start + 4, 4);
  if (!/^[A-Za-z]{4}$/.test(type)) return damaged("PNG: a chunk without a name.");
  if (length > file.length - start - FRAME_BYTES) return cutOff();
  const end = start + FRAME_BYTES + length;
  if (crc32(file.subarray(start + 4, end - 4)) !== u32be(file, end - 4)) {
    return damaged("PNG: a chunk fails its checksum.");
  }
  return { type, start, end, data: file.subarray(start + 8, end - 4) };
}

function takeChunk(file: Uint8Array, reading: Reading, chunk: Chunk): Refusal | null {
  const { type, start, end, data } = chunk;
  if (reading.header === null) return takeHeader(file, reading, chunk);
  if (type === "IDAT") return takePixels(reading, chunk);
  if (type === "acTL") return moving("an animated PNG");
  if (type === "PLTE") return takePalette(file, reading, chunk);
  if (isCritical(type)) return damaged("PNG: a chunk out of place or unknown.");
  const mostBytes = type === "eXIf" ? Infinity : KEPT.get(type);
  // Only names we know are remembered: of the others a file may have a million.
  if (mostBytes === undefined || reading.seen.has(type)) return null;
  reading.seen.add(type);
  if (type === "eXIf") reading.orientation = readOrientation(data);
  else if (data.length <= mostBytes && reading.pixels === null) {
    reading.kept.push(file.subarray(start, end));
  }
  return null;
}

function takePalette(file: Uint8Array, reading: Reading, chunk: Chunk): Refusal | null {
  const { length } = chunk.data;
  const isRight = length > 0 && length <= 768 && length % 3 === 0;
  const isGrey = reading.header?.colour === 0 || reading.header?.colour === 4;
  if (!isRight || isGrey || reading.seen.has("PLTE") || reading.pixels !== null) {
    return damaged("PNG: a palette that can't be.");
  }
  reading.seen.add("PLTE");
  reading.kept.push(file.subarray(chunk.start, chunk.end));
  return null;
}

/** A capital first letter: without this chunk the picture can't be shown. */
function isCritical(type: string): boolean {
  return type.charAt(0) <= "Z";
}

function takeHeader(file: Uint8Array, reading: Reading, chunk: Chunk): Refusal | null {
  const { type, start, end, data } = chunk;
  if (type !== "IHDR" || data.length !== 13) return damaged("PNG: no header at the start.");
  const [width, height] = [u32be(data, 0), u32be(data, 4)];
  const [depth = 0, colour = 0, compression, filter, interlace = 2] = data.subarray(8);
  const isKnown = DEPTHS[colour]?.includes(depth) === true && interlace <= 1;
  if (!isKnown || compression !== 0 || filter !== 0) {
    return damaged("PNG: a header that can't be.");
  }
  reading.header = { width, height, colour };
  reading.kept.push(file.subarray(start, end));
  return refuseSides(width, height);
}

function takePixels(reading: Reading, { start, end, data }: Chunk): Refusal | null {
  const { pixels, header, seen } = reading;
  if (pixels === null) {
    if (header?.colour === PALETTE_COLOUR && !seen.has("PLTE")) {
      return damaged("PNG: the palette is missing.");
    }
    reading.pixels = { start, end, bytes: data.length };
    return null;
  }
  if (pixels.end !== start) return damaged("PNG: pixels in two places.");
  pixels.end = end;
  pixels.bytes += data.length;
  return null;
}

function finish(file: Uint8Array, reading: Reading, last: Chunk): Result<CleanPicture> {
  const { header, kept, pixels } = reading;
  if (header === null || pixels === null || pixels.bytes === 0 || last.data.length > 0) {
    return damaged("PNG: no pixels, or an end that can't be.");
  }
  const tiff = orientationTiff(reading.orientation);
  const bytes = joinChunks([
    file.subarray(0, SIGNATURE_BYTES),
    ...kept,
    ...(tiff === null ? [] : [pngChunk("eXIf", tiff)]),
    file.subarray(pixels.start, pixels.end),
    file.subarray(last.start, last.end),
  ]);
  return ok({ bytes, contentType: "image/png", width: header.width, height: header.height });
}

/** A chunk with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const named = joinChunks([fromLetters(type), data]);
  return joinChunks([
    Uint8Array.from(be32(data.length)),
    named,
    Uint8Array.from(be32(crc32(named))),
  ]);
}
