import { fromLetters, le24 } from "../bytes.ts";
import { extendedHeader, webpChunk, webpFile } from "../webp.ts";

/**
 * A lossless picture of one colour (RFC 9649, section 3): no transforms, no cache, and five codes of
 * one symbol each, so that a pixel takes no bits at all.
 */
export function losslessPixels(width: number, height: number, alpha = 255): Uint8Array {
  const number = (value: number, bits: number): string =>
    [...value.toString(2).padStart(bits, "0")].reverse().join("");
  const code = (symbol: number): string => `1${number(0, 1)}1${number(symbol, 8)}`;
  const bits = [
    number(width - 1, 14),
    number(height - 1, 14),
    number(alpha === 255 ? 0 : 1, 1),
    number(0, 3),
    "000",
    ...[200, 100, 50, alpha, 0].map(code),
  ].join("");
  const bytes = [0x2f];
  for (let at = 0; at < bits.length; at += 8) {
    bytes.push(Number.parseInt([...bits.slice(at, at + 8)].reverse().join(""), 2));
  }
  return Uint8Array.from(bytes);
}

/** A lossy picture of one pixel, half transparent, as libwebp writes it. */
export const LOSSY_PIXELS = fromBase64(
  "sAEAnQEqAQABAALATCWgAnS6AAAAAADsj8KxT/FtI6FMh/8Q5xBbUdYgAAA=",
);
export const LOSSY_ALPHA = fromBase64("AIA=");

/** The data of a VP8 chunk with this size in its header, which is where a reader finds it. */
export function lossyPixels(width: number, height: number): Uint8Array {
  const data = LOSSY_PIXELS.slice();
  data.set([...le24(width).slice(0, 2), ...le24(height).slice(0, 2)], 6);
  return data;
}

export function buildSimpleWebp(width = 3, height = 2): Uint8Array {
  return webpFile(webpChunk("VP8L", losslessPixels(width, height)));
}

/** A WebP with VP8X, its chunks as given in order. */
export function buildExtendedWebp(
  flags: number,
  chunks: [type: string, data: Uint8Array | string][],
  { width = 3, height = 2 } = {},
): Uint8Array {
  return webpFile([
    ...webpChunk("VP8X", extendedHeader(flags, width, height)),
    ...chunks.flatMap(([type, data]) =>
      webpChunk(type, typeof data === "string" ? fromLetters(data) : data),
    ),
  ]);
}

function fromBase64(text: string): Uint8Array {
  return fromLetters(atob(text));
}
