/** JPEGs that any program shows: grey or YCbCr, baseline or progressive, flat but for some blocks. */
import { joinChunks } from "../../chunks.ts";
import { be16, fromLetters } from "../bytes.ts";

export const SOI = Uint8Array.of(0xff, 0xd8);
export const EOI = Uint8Array.of(0xff, 0xd9);
export const JFIF = jpegSegment(0xe0, fromLetters("JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));

/** 64 equal steps in slot 0. */
export const DQT = jpegSegment(0xdb, new Uint8Array(65).fill(1).fill(0, 0, 1));

/** Brightness: "0" for no change, "10" for a change of 8 bits. Detail: "0" for end of block. */
export const DHT = jpegSegment(
  0xc4,
  Uint8Array.from([
    ...[0x00, 1, 1, ...new Array<number>(14).fill(0), 0, 8],
    ...[0x10, 1, 0, ...new Array<number>(14).fill(0), 0],
  ]),
);

export function jpegSegment(marker: number, data: Uint8Array): Uint8Array {
  return joinChunks([Uint8Array.of(0xff, marker, ...be16(data.length + 2)), data]);
}

export function exifSegment(exif: Uint8Array): Uint8Array {
  return jpegSegment(0xe1, joinChunks([fromLetters("Exif\0\0"), exif]));
}

/** SOF; every component whole, with the ids from 1. */
export function jpegFrame(
  width: number,
  height: number,
  { marker = 0xc0, components = 1, precision = 8 } = {},
): Uint8Array {
  const each = Array.from({ length: components }, (_, index) => [index + 1, 0x11, 0]).flat();
  const data = [precision, ...be16(height), ...be16(width), components, ...each];
  return jpegSegment(marker, Uint8Array.from(data));
}

/** SOS for these components and coefficients. */
export function jpegScan(components: number[], first = 0, last = 63): Uint8Array {
  const each = components.flatMap((id) => [id, 0x00]);
  return jpegSegment(0xda, Uint8Array.from([components.length, ...each, first, last, 0]));
}

export function restart(index: number): Uint8Array {
  return Uint8Array.of(0xff, 0xd0 + (index % 8));
}

/** Bits as bytes, filled up with ones, with a zero after each 0xff. */
export function packBits(bits: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < bits.length; at += 8) {
    const byte = Number.parseInt(bits.slice(at, at + 8).padEnd(8, "1"), 2);
    bytes.push(byte, ...(byte === 0xff ? [0] : []));
  }
  return Uint8Array.from(bytes);
}

/** Blocks of one component, as they were; those in `bright` step by 255, which gives a 0xff. */
export function blocks(count: number, bright: number[] = []): string {
  return Array.from({ length: count }, (_, index) =>
    bright.includes(index) ? "10111111110" : "00",
  ).join("");
}

/** A whole grey baseline JPEG of 32 by 8 pixels, with more segments after SOI. */
export function buildJpeg(segments: Uint8Array[] = [JFIF]): Uint8Array {
  const pixels = packBits(blocks(4, [3]));
  const frame = jpegFrame(32, 8);
  return joinChunks([SOI, ...segments, DQT, frame, DHT, jpegScan([1]), pixels, EOI]);
}

/** A whole baseline JPEG in colour, 8 by `8 * intervals` pixels, with a restart after each block. */
export function buildJpegWithRestarts(intervals: number): Uint8Array {
  const interval = jpegSegment(0xdd, Uint8Array.from(be16(1)));
  const frame = jpegFrame(8, 8 * intervals, { components: 3 });
  const pixels = Array.from({ length: intervals }, (_, index) => [
    ...(index === 0 ? [] : [restart(index - 1)]),
    packBits(blocks(3)),
  ]).flat();
  return joinChunks([SOI, JFIF, DQT, frame, DHT, interval, jpegScan([1, 2, 3]), ...pixels, EOI]);
}

/** A whole progressive JPEG in colour of 32 by 8 pixels: brightness first, then detail. */
export function buildProgressiveJpeg(between: Uint8Array[] = []): Uint8Array {
  const detail = (id: number) => joinChunks([jpegScan([id], 1, 63), packBits("0000")]);
  return joinChunks([
    ...[SOI, JFIF, DQT, jpegFrame(32, 8, { marker: 0xc2, components: 3 }), DHT],
    ...[jpegScan([1, 2, 3], 0, 0), packBits("0".repeat(12)), ...between],
    ...[detail(1), detail(2), detail(3), EOI],
  ]);
}
