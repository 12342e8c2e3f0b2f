/**
 * The design inside a picture. A PNG carries it in a text chunk; for other formats, and for pictures
 * that lost it, a file named by the picture's hash remembers it and what the picture looks like.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import * as z from "zod";
import { Design, parseDesign } from "./design.ts";
import type { Pixels } from "./raster.ts";

const KEYWORD = "edgereel-design";
const SIGNATURE_BYTES = 8;
/** After the signature comes IHDR: 4 length, 4 type, 13 data, 4 checksum. */
const AFTER_HEADER = SIGNATURE_BYTES + 25;

/** The PNG with the design in a tEXt chunk after its header (PNG specification, 11.3.4.3). */
export function withDesign(png: Buffer, design: Design): Buffer {
  const body = Buffer.from(`tEXt${KEYWORD}\0${JSON.stringify(design)}`, "latin1");
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, AFTER_HEADER), chunk, png.subarray(AFTER_HEADER)]);
}

function inPng(bytes: Buffer): Design | null {
  if (bytes.toString("latin1", 1, 4) !== "PNG") return null;
  for (let at = SIGNATURE_BYTES; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const [keyword, text] = bytes.toString("latin1", at + 8, at + 8 + length).split("\0", 2);
    if (type === "tEXt" && keyword === KEYWORD) return parseDesign(text ?? "");
    if (type === "IDAT") return null;
    at += length + 12;
  }
  return null;
}

function sidecar(cacheDir: string, bytes: Buffer): string {
  return path.join(cacheDir, `${createHash("sha256").update(bytes).digest("hex")}.json`);
}

const Memory = z.object({ design: Design, likeness: z.string() });

/** A likeness is the picture at this size, RGB. */
export const LIKENESS_SIDE = 16;
/**
 * Mean difference of a channel, of 255. Measured: below 1 for the same picture as PNG or JPEG at
 * another size, up to 6 as WebP; seeds of the same words begin at 5. So the nearest picture wins, and
 * this bound only keeps strangers out.
 */
const SAME_LIKENESS = 8;

/** What an opaque picture looks like, as `LIKENESS_SIDE` squared means of its colours. */
export function likenessOf({ width, height, data }: Pixels): Buffer {
  const likeness = Buffer.alloc(LIKENESS_SIDE * LIKENESS_SIDE * 3);
  const edge = (cell: number, size: number) => Math.floor((cell * size) / LIKENESS_SIDE);
  for (let row = 0; row < LIKENESS_SIDE; row++)
    for (let column = 0; column < LIKENESS_SIDE; column++) {
      const sums: [number, number, number] = [0, 0, 0];
      let count = 0;
      for (let y = edge(row, height); y < edge(row + 1, height); y++)
        for (let x = edge(column, width); x < edge(column + 1, width); x++, count++) {
          const i = (y * width + x) * 4;
          sums[0] += data[i] ?? 0;
          sums[1] += data[i + 1] ?? 0;
          sums[2] += data[i + 2] ?? 0;
        }
      const at = (row * LIKENESS_SIDE + column) * 3;
      sums.forEach((sum, k) => (likeness[at + k] = count === 0 ? 0 : Math.round(sum / count)));
    }
  return likeness;
}

export function rememberDesign(
  cacheDir: string,
  picture: Buffer,
  design: Design,
  likeness: Buffer,
): void {
  mkdirSync(cacheDir, { recursive: true });
  const memory: z.infer<typeof Memory> = { design, likeness: likeness.toString("base64") };
  writeFileSync(sidecar(cacheDir, picture), JSON.stringify(memory));
}

/** Null for a picture that is not one of ours, byte for byte. */
export function recallDesign(cacheDir: string, picture: Buffer): Design | null {
  return inPng(picture) ?? recall(sidecar(cacheDir, picture))?.design ?? null;
}

/** The remembered picture that looks the same; null when none does. */
export function recallLikeness(cacheDir: string, likeness: Buffer): Design | null {
  let best: { design: Design; off: number } | null = null;
  for (const name of readdirSync(cacheDir).sort()) {
    if (!name.endsWith(".json")) continue;
    const memory = recall(path.join(cacheDir, name));
    const other = Buffer.from(memory?.likeness ?? "", "base64");
    if (memory === null || other.length !== likeness.length) continue;
    let sum = 0;
    for (const [i, value] of other.entries()) sum += Math.abs(value - (likeness[i] ?? 0));
    const off = sum / likeness.length;
    if (off < (best?.off ?? SAME_LIKENESS)) best = { design: memory.design, off };
  }
  return best?.design ?? null;
}

function recall(file: string): z.infer<typeof Memory> | null {
  try {
    return Memory.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
