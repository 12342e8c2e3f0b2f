import { fromLetters } from "../bytes.ts";

export type ByteOrder = "big-endian" | "little-endian";

/**
 * Exif as a camera writes it, without a prefix: the camera's name (`text`), the orientation, a pointer.
 * The orientation's type and count may be wrong on purpose.
 */
export function buildExif(
  orientation: number,
  order: ByteOrder,
  { text = "SECRET-CAMERA", type = 3, count = 1 } = {},
): Uint8Array {
  const isLittle = order === "little-endian";
  const entries = 3;
  const textAt = 8 + 2 + entries * 12 + 4;
  const exif = new Uint8Array(textAt + text.length + 1);
  const view = new DataView(exif.buffer);
  exif.set(fromLetters(isLittle ? "II" : "MM"));
  view.setUint16(2, 42, isLittle);
  view.setUint32(4, 8, isLittle);
  view.setUint16(8, entries, isLittle);
  const entry = (index: number, tag: number, kind: number, many: number): number => {
    const at = 10 + index * 12;
    view.setUint16(at, tag, isLittle);
    view.setUint16(at + 2, kind, isLittle);
    view.setUint32(at + 4, many, isLittle);
    return at + 8;
  };
  view.setUint32(entry(0, 0x010f, 2, text.length + 1), textAt, isLittle);
  view.setUint16(entry(1, 0x0112, type, count), orientation, isLittle);
  view.setUint32(entry(2, 0x8769, 4, 1), textAt, isLittle);
  exif.set(fromLetters(text), textAt);
  return exif;
}
