/**
 * The one piece of Exif that is seen: how to turn the picture. Exif is a TIFF file (TIFF 6.0, section
 * 2) in which tag 0x0112 is the orientation; 1 is upright, 2–8 are mirrored or turned.
 */
import { be16, be32, fromLetters, letters, u16be, u16le, u32be, u32le } from "./bytes.ts";

const UPRIGHT = 1;
const ORIENTATION_TAG = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** What JPEG puts before the TIFF; some writers of the other formats do as well. */
export const EXIF_PREFIX = fromLetters("Exif\0\0");

/** 1–8 from Exif with or without its prefix. Whatever can't be read is upright. */
export function readOrientation(exif: Uint8Array): number {
  const tiff = letters(exif, 0, 6) === "Exif\0\0" ? exif.subarray(EXIF_PREFIX.length) : exif;
  const order = letters(tiff, 0, 4);
  if (order !== "II*\0" && order !== "MM\0*") return UPRIGHT;
  const [u16, u32] = order === "II*\0" ? [u16le, u32le] : [u16be, u32be];

  const directory = u32(tiff, 4);
  const entries = u16(tiff, directory);
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.length) return UPRIGHT;
    if (u16(tiff, at) !== ORIENTATION_TAG) continue;
    const value = u16(tiff, at + 8);
    const isKnown = u16(tiff, at + 2) === SHORT && u32(tiff, at + 4) === 1;
    return isKnown && value >= 1 && value <= 8 ? value : UPRIGHT;
  }
  return UPRIGHT;
}

/** The TIFF with this tag alone; null for upright, which needs none. */
export function orientationTiff(orientation: number): Uint8Array | null {
  if (orientation === UPRIGHT) return null;
  const directoryAt = 8;
  const noNextDirectory = 0;
  return Uint8Array.from([
    ...fromLetters("MM\0*"),
    ...be32(directoryAt),
    ...be16(1),
    ...be16(ORIENTATION_TAG),
    ...be16(SHORT),
    ...be32(1),
    ...be16(orientation),
    ...be16(0),
    ...be32(noNextDirectory),
  ]);
}
