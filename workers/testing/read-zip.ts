/** Reads a ZIP of stored files by the directory at its end, and checks what it says of each. */
import { crc32 } from "../media/pictures/crc.ts";

export type ZipEntry = { name: string; bytes: Uint8Array };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** Throws for anything but a whole ZIP of stored files without ZIP64 parts. */
export function readZip(zip: Uint8Array): ZipEntry[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  expectNumber("end", view.getUint32(end, true), END);
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    expectNumber("entry", view.getUint32(at, true), ENTRY);
    expectNumber("method", view.getUint16(at + 10, true), 0);
    const [crc, size, from] = [16, 24, 42].map((offset) => view.getUint32(at + offset, true));
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(zip.subarray(at + 46, at + 46 + nameLength));
    const bytes = contentAt(zip, view, from ?? 0, size ?? 0);
    expectNumber(`CRC of ${name}`, crc32(bytes), crc ?? -1);
    entries.push({ name, bytes });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  expectNumber("end of the directory", at, end);
  return entries;
}

function contentAt(zip: Uint8Array, view: DataView, from: number, size: number): Uint8Array {
  expectNumber("file", view.getUint32(from, true), LOCAL);
  const begin = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
  return zip.subarray(begin, begin + size);
}

function expectNumber(what: string, is: number, expected: number): void {
  if (is !== expected) throw new Error(`The ZIP's ${what} is ${is}, not ${expected}.`);
}
