/** Pixel sizes from a model's ratio and resolution inputs, and from pictures themselves. */
export type Size = { width: number; height: number };

const SHORT_SIDE: Record<string, number> = {
  "480p": 480,
  "512p": 512,
  "720p": 720,
  "768p": 768,
  "1080p": 1080,
};

/** `16:9` to 1.777…; null for anything else. */
export function parseRatio(ratio: string): number | null {
  const match = /^(\d+):(\d+)$/.exec(ratio);
  return match === null ? null : Number(match[1]) / Number(match[2]);
}

/** The frame of a clip: the resolution names its short side; sides are even, as H.264 wants. */
export function frameSize(ratio: number, resolution: string): Size {
  const short = SHORT_SIDE[resolution] ?? 720;
  const even = (value: number) => Math.max(16, Math.round(value / 2) * 2);
  return ratio >= 1
    ? { width: even(short * ratio), height: short }
    : { width: short, height: even(short / ratio) };
}

/** A picture of about `megapixels` with sides that are multiples of 32. */
export function pictureSize(ratio: number, megapixels: number): Size {
  const area = megapixels * 1024 * 1024;
  const side = (value: number) => Math.max(32, Math.round(value / 32) * 32);
  return { width: side(Math.sqrt(area * ratio)), height: side(Math.sqrt(area / ratio)) };
}

/** Width and height from the head of a PNG, JPEG or WebP file; null for anything else. */
export function pictureSizeOf(bytes: Buffer): Size | null {
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47) {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (bytes.length >= 4 && bytes.readUInt16BE(0) === 0xffd8) return jpegSize(bytes);
  const isWebp =
    bytes.length >= 30 &&
    bytes.toString("latin1", 0, 4) === "RIFF" &&
    bytes.toString("latin1", 8, 12) === "WEBP";
  return isWebp ? webpSize(bytes) : null;
}

function jpegSize(bytes: Buffer): Size | null {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // A start-of-frame segment, which C4, C8 and CC are not although they lie between them.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

function webpSize(bytes: Buffer): Size | null {
  switch (bytes.toString("latin1", 12, 16)) {
    case "VP8X":
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
    case "VP8L": {
      const bits = bytes.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8 ":
      return {
        width: bytes.readUInt16LE(26) & 0x3fff,
        height: bytes.readUInt16LE(28) & 0x3fff,
      };
    default:
      return null;
  }
}
