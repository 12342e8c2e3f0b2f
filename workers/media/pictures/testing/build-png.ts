import { joinChunks } from "../../chunks.ts";
import { be32, fromLetters } from "../bytes.ts";
import { pngChunk } from "../png.ts";

export const PNG_SIGNATURE = fromLetters("\x89PNG\r\n\x1a\n");
export const PNG_END = pngChunk("IEND", new Uint8Array(0));

/** An IHDR chunk; by default of 8 bits in grey. */
export function pngHeader(
  width: number,
  height: number,
  { depth = 8, colour = 0, compression = 0, filter = 0, interlace = 0 } = {},
): Uint8Array {
  const rest = [depth, colour, compression, filter, interlace];
  return pngChunk("IHDR", Uint8Array.from([...be32(width), ...be32(height), ...rest]));
}

/** The IDAT chunk of a picture whose rows are each `rowBytes` long, every byte `value`. */
export async function pngPixels(rowBytes: number, height: number, value = 0x80) {
  const row = Uint8Array.from([0, ...new Array<number>(rowBytes).fill(value)]);
  const rows = new Blob(new Array<Uint8Array>(height).fill(row));
  const packed = rows.stream().pipeThrough(new CompressionStream("deflate"));
  return pngChunk("IDAT", new Uint8Array(await new Response(packed).arrayBuffer()));
}

/** A whole grey PNG, with more chunks before and after its pixels. */
export async function buildPng({
  width = 3,
  height = 2,
  before = [] as Uint8Array[],
  after = [] as Uint8Array[],
} = {}): Promise<Uint8Array> {
  const pixels = await pngPixels(width, height);
  const header = pngHeader(width, height);
  return joinChunks([PNG_SIGNATURE, header, ...before, pixels, ...after, PNG_END]);
}
