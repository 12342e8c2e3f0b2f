/**
 * Reads a WebP chunk by chunk (RFC 9649) and writes it again with its pixels, colour profile and
 * orientation alone. The compressed pixels are not unpacked.
 */
import { ok } from "../../contracts/errors.ts";
import type { Result } from "../../contracts/errors.ts";
import { countBytes, joinChunks } from "../chunks.ts";
import { fromLetters, le24, le32, letters, u16le, u24le, u32le } from "./bytes.ts";
import { orientationTiff, readOrientation } from "./orientation.ts";
import { cutOff, damaged, moving, refuseSides } from "./picture.ts";
import type { CleanPicture, Refusal } from "./picture.ts";

const FILE_HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const FIRST_CHUNKS = ["VP8 ", "VP8L", "VP8X"];

/** Flags of VP8X. */
const HAS_PROFILE = 0x20;
const HAS_ALPHA = 0x10;
const HAS_EXIF = 0x08;
const IS_ANIMATED = 0x02;

type Size = { width: number; height: number };
type Chunk = { type: string; end: number; data: Uint8Array };

type Reading = {
  /** VP8X, where the file begins with one. */
  canvas: (Size & { flags: number }) | null;
  image: (Size & { type: string; data: Uint8Array; hasAlpha: boolean }) | null;
  profile: Uint8Array | null;
  alpha: Uint8Array | null;
  exif: Uint8Array | null;
};

/** The file must begin with RIFF and WEBP. What follows the size that RIFF tells is dropped. */
export function cleanWebp(file: Uint8Array): Result<CleanPicture> {
  if (file.length < FILE_HEADER_BYTES + CHUNK_HEADER_BYTES) return cutOff();
  const end = 8 + u32le(file, 4);
  if (end > file.length) return cutOff();
  const riff = file.subarray(0, end);

  const reading: Reading = { canvas: null, image: null, profile: null, alpha: null, exif: null };
  let at = FILE_HEADER_BYTES;
  if (!FIRST_CHUNKS.includes(letters(riff, at, 4)))
    return damaged("WebP: no picture at the start.");
  while (at < riff.length) {
    const chunk = readChunk(riff, at);
    if ("ok" in chunk) return chunk;
    const refusal = takeChunk(reading, chunk);
    if (refusal !== null) return refusal;
    at = chunk.end;
  }
  return finish(reading);
}

/** A chunk of an odd length is followed by one byte of padding, which its length leaves out. */
function readChunk(riff: Uint8Array, at: number): Chunk | Refusal {
  const start = at + CHUNK_HEADER_BYTES;
  const length = u32le(riff, at + 4);
  const end = start + length + (length % 2);
  if (start > riff.length || end > riff.length) {
    return damaged("WebP: a chunk reaches past the end of the file.");
  }
  return { type: letters(riff, at, 4), end, data: riff.subarray(start, start + length) };
}

/** Chunks that the standard puts elsewhere, and the second of a kind, count for nothing. */
function takeChunk(reading: Reading, { type, data }: Chunk): Refusal | null {
  switch (type) {
    case "VP8X":
      return takeCanvas(reading, data);
    case "VP8 ":
    case "VP8L":
      return takeImage(reading, type, data);
    case "ANIM":
    case "ANMF":
      return moving("an animated WebP");
    case "ICCP":
      if (reading.image === null) reading.profile ??= data;
      return null;
    case "ALPH":
      if (reading.image === null) reading.alpha ??= data;
      return null;
    case "EXIF":
      reading.exif ??= data;
      return null;
    default:
      return null;
  }
}

function takeCanvas(reading: Reading, data: Uint8Array): Refusal | null {
  if (data.length !== 10 || reading.canvas !== null || reading.image !== null) {
    return damaged("WebP: a header that can't be.");
  }
  const [flags = 0] = data;
  if ((flags & IS_ANIMATED) !== 0) return moving("an animated WebP");
  reading.canvas = { flags, width: 1 + u24le(data, 4), height: 1 + u24le(data, 7) };
  return refuseSides(reading.canvas.width, reading.canvas.height);
}

function takeImage(reading: Reading, type: "VP8 " | "VP8L", data: Uint8Array): Refusal | null {
  const { canvas } = reading;
  if (reading.image !== null) return damaged("WebP: a second picture.");
  const image = type === "VP8L" ? readLossless(data) : readLossy(data);
  if (image === null) return damaged("WebP: pixels that can't be.");
  if (canvas !== null && (canvas.width !== image.width || canvas.height !== image.height)) {
    return damaged("WebP: the header tells another size than the pixels.");
  }
  reading.image = { type, data, ...image };
  return refuseSides(image.width, image.height);
}

/** The header of a VP8 key frame (RFC 6386, section 9.1). */
function readLossy(data: Uint8Array): (Size & { hasAlpha: boolean }) | null {
  const tag = u24le(data, 0);
  const isKeyFrame = (tag & 0x01) === 0;
  const isShown = (tag & 0x10) !== 0;
  const version = (tag >> 1) & 0x07;
  const firstPartition = tag >> 5;
  const headerBytes = 10;
  const isWhole = data.length > headerBytes && firstPartition < data.length - headerBytes;
  if (!isKeyFrame || !isShown || version > 3 || !isWhole) return null;
  if (letters(data, 3, 3) !== "\x9d\x01\x2a") return null;
  return { width: u16le(data, 6) & 0x3fff, height: u16le(data, 8) & 0x3fff, hasAlpha: false };
}

/** The header of a lossless picture (RFC 9649, section 3.4). */
function readLossless(data: Uint8Array): (Size & { hasAlpha: boolean }) | null {
  const bits = u32le(data, 1);
  const version = bits >>> 29;
  if (data.length <= 5 || data[0] !== 0x2f || version !== 0) return null;
  const width = 1 + (bits & 0x3fff);
  const height = 1 + ((bits >>> 14) & 0x3fff);
  return { width, height, hasAlpha: ((bits >>> 28) & 1) === 1 };
}

function finish({ canvas, image, ...found }: Reading): Result<CleanPicture> {
  if (image === null) return damaged("WebP: no pixels.");
  const { width, height } = image;
  // What VP8X does not announce is not shown; without VP8X nothing but the pixels is.
  const flags = canvas?.flags ?? 0;
  const profile = (flags & HAS_PROFILE) !== 0 ? found.profile : null;
  const exif = (flags & HAS_EXIF) !== 0 ? found.exif : null;
  const alpha = canvas !== null && image.type === "VP8 " ? found.alpha : null;
  const tiff = exif === null ? null : orientationTiff(readOrientation(exif));
  const hasAlpha = alpha !== null || image.hasAlpha;
  const newFlags =
    (profile === null ? 0 : HAS_PROFILE) |
    (hasAlpha ? HAS_ALPHA : 0) |
    (tiff === null ? 0 : HAS_EXIF);
  const needsHeader = profile !== null || alpha !== null || tiff !== null;
  const bytes = webpFile([
    ...(needsHeader ? webpChunk("VP8X", extendedHeader(newFlags, width, height)) : []),
    ...(profile === null ? [] : webpChunk("ICCP", profile)),
    ...(alpha === null ? [] : webpChunk("ALPH", alpha)),
    ...webpChunk(image.type, image.data),
    ...(tiff === null ? [] : webpChunk("EXIF", tiff)),
  ]);
  return ok({ bytes, contentType: "image/webp", width, height });
}

/** The data of a VP8X chunk. */
export function extendedHeader(flags: number, width: number, height: number): Uint8Array {
  return Uint8Array.of(flags, 0, 0, 0, ...le24(width - 1), ...le24(height - 1));
}

/** A chunk with its length and padding, in pieces: the pixels are large and copied only once. */
export function webpChunk(type: string, data: Uint8Array): Uint8Array[] {
  const padding = new Uint8Array(data.length % 2);
  return [fromLetters(type), Uint8Array.from(le32(data.length)), data, padding];
}

/** The whole file around the pieces of its chunks. */
export function webpFile(pieces: Uint8Array[]): Uint8Array {
  const size = Uint8Array.from(le32(4 + countBytes(pieces)));
  return joinChunks([fromLetters("RIFF"), size, fromLetters("WEBP"), ...pieces]);
}
