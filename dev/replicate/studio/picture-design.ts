/**
 * The design inside a picture. A PNG carries it in a text chunk; for other formats, and for PNGs that
 * lost it, a file named by the picture's hash remembers it.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import { type Design, parseDesign } from "./design.ts";

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

export function rememberDesign(cacheDir: string, picture: Buffer, design: Design): void {
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(sidecar(cacheDir, picture), JSON.stringify(design));
}

/** Null for a picture that is not one of ours. */
export function recallDesign(cacheDir: string, picture: Buffer): Design | null {
  const inside = inPng(picture);
  if (inside !== null) return inside;
  try {
    return parseDesign(readFileSync(sidecar(cacheDir, picture), "utf8"));
  } catch {
    return null;
  }
}
