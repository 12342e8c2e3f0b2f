/**
 * What can be told of a file without decoding it: that it is empty, text, or cut off. These are the usual
 * ways a download is wrong, and ffmpeg's own words for them help nobody.
 */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";

export type Fault = "empty" | "text" | "playlist" | "animated_webp" | "cut_off" | "encrypted";

/** Indexes larger than this are not looked through. */
const INDEX_BYTES = 16 * 1024 * 1024;

/** Null when nothing is plainly wrong with the file. */
export async function sniff(path: string): Promise<Fault | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size === 0) return "empty";
    const head = Buffer.alloc(Math.min(size, 1024));
    await file.read(head, 0, head.byteLength, 0);
    const words = textOf(head);
    if (words !== null) return isPlaylist(words) ? "playlist" : "text";
    if (isAnimatedWebp(head)) return "animated_webp";
    return head.toString("latin1", 4, 8) === "ftyp" ? await faultOfBoxes(file, size) : null;
  } finally {
    await file.close();
  }
}

/** The text of a file that begins as text, null for a binary one. */
function textOf(head: Buffer): string | null {
  const isText = head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);
  if (!isText) return null;
  const words = head.toString("utf8");
  // Bytes above 0x7f appear in binary files too; only UTF-8 counts, save a character cut at the end.
  return words.slice(0, -3).includes("\uFFFD") ? null : words;
}

function isPlaylist(words: string): boolean {
  const start = words.replace(/^\uFEFF/, "").trimStart();
  return /^(#EXTM3U|ffconcat|\[playlist\]|<\?xml[^>]*>\s*<MPD|<MPD|file\s+['"]?\S)/i.test(start);
}

function isAnimatedWebp(head: Buffer): boolean {
  const isExtended = head.toString("latin1", 8, 16) === "WEBPVP8X";
  return isExtended && ((head[20] ?? 0) & 0b10) !== 0;
}

/** An MP4 in which a box of the top level reaches past the end, that has no index, or is encrypted. */
async function faultOfBoxes(
  file: FileHandle,
  size: number,
): Promise<"cut_off" | "encrypted" | null> {
  const header = Buffer.alloc(16);
  let offset = 0;
  let hasIndex = false;
  while (offset + 8 <= size) {
    header.fill(0);
    await file.read(header, 0, 16, offset);
    const type = header.toString("latin1", 4, 8);
    const short = header.readUInt32BE(0);
    const told = short === 1 ? Number(header.readBigUInt64BE(8)) : short;
    if (type === "moov") {
      hasIndex = true;
      if (await isEncrypted(file, offset, Math.min(told, size - offset))) return "encrypted";
    }
    // 0: to the end of the file.
    if (told < 8) break;
    offset += told;
  }
  return !hasIndex || offset > size ? "cut_off" : null;
}

/** Encrypted tracks have sample entries of their own, and a box beside that says with what. */
async function isEncrypted(file: FileHandle, offset: number, length: number): Promise<boolean> {
  const index = Buffer.alloc(Math.min(length, INDEX_BYTES));
  await file.read(index, 0, index.byteLength, offset);
  return index.includes("sinf") && (index.includes("encv") || index.includes("enca"));
}
