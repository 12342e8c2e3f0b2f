/** The segments of a JPEG that say how its pixels are stored (ITU-T T.81, sections B.2.2 to B.2.4). */
import { u16be } from "./bytes.ts";
import { damaged, refuseSides, unusual } from "./picture.ts";
import type { Refusal } from "./picture.ts";

/** Sides in pixels; the components by their ids. */
export type Frame = { width: number; height: number; components: number[] };

const BASELINE = 0xc0;
const PROGRESSIVE = 0xc2;
/** The last of the SOF markers, between which stand JPG and two that begin tables. */
const LAST_SOF = 0xcf;
/** Height set after the first scan, and a picture in several frames. */
const DNL = 0xdc;
const DHP = 0xde;

/** An SOF segment; any other marker is refused. */
export function readFrame(marker: number, data: Uint8Array): Frame | Refusal {
  const isKnown = (marker >= BASELINE && marker <= LAST_SOF) || marker === DNL || marker === DHP;
  if (!isKnown) return damaged("JPEG: an unknown marker.");
  if (marker > PROGRESSIVE) return unusual("JPEG: lossless, hierarchical or arithmetic coding.");
  const [precision, , , , , count = 0] = data;
  if (precision !== 8) return unusual("JPEG: not 8 bits a sample.");
  if (![1, 3, 4].includes(count)) return unusual("JPEG: not 1, 3 or 4 components.");
  if (data.length !== 6 + 3 * count) return damaged("JPEG: a header of the wrong length.");

  const components: number[] = [];
  for (let at = 6; at < data.length; at += 3) {
    const [id = 0, sampling = 0, table = 0] = data.subarray(at, at + 3);
    const isSampling = (factor: number): boolean => factor >= 1 && factor <= 4;
    const isRight = isSampling(sampling >> 4) && isSampling(sampling & 0x0f) && table <= 3;
    if (!isRight || components.includes(id)) return damaged("JPEG: a component that can't be.");
    components.push(id);
  }
  const [height, width] = [u16be(data, 1), u16be(data, 3)];
  return refuseSides(width, height) ?? { width, height, components };
}

/** The ids of the components that the scan of this SOS segment draws. */
export function readScan(frame: Frame, data: Uint8Array): number[] | Refusal {
  const count = data[0] ?? 0;
  if (count < 1 || count > 4 || data.length !== 4 + 2 * count) {
    return damaged("JPEG: a scan header of the wrong length.");
  }
  const components: number[] = [];
  for (let at = 1; at < 1 + 2 * count; at += 2) {
    const [id = 0, tables = 0] = data.subarray(at, at + 2);
    const isRight = frame.components.includes(id) && tables >> 4 <= 3 && (tables & 0x0f) <= 3;
    if (!isRight || components.includes(id)) return damaged("JPEG: a scan of no component.");
    components.push(id);
  }
  const [first = 0, last = 0] = data.subarray(1 + 2 * count);
  return first <= last && last <= 63 ? components : damaged("JPEG: a scan of no coefficients.");
}

/** A DHT segment: tables of 16 counts and as many symbols as these add up to. */
export function checkHuffman(data: Uint8Array): Refusal | null {
  let at = 0;
  while (at < data.length) {
    const slot = data[at] ?? 0;
    const symbols = data.subarray(at + 1, at + 17).reduce((sum, count) => sum + count, 0);
    if (slot >> 4 > 1 || (slot & 0x0f) > 3 || symbols > 256) break;
    at += 17 + symbols;
  }
  return at === data.length && at > 0 ? null : damaged("JPEG: a Huffman table that can't be.");
}

/** A DQT segment: tables of 64 values, of one or two bytes. */
export function checkQuantization(data: Uint8Array): Refusal | null {
  let at = 0;
  while (at < data.length) {
    const slot = data[at] ?? 0;
    if (slot >> 4 > 1 || (slot & 0x0f) > 3) break;
    at += 1 + 64 * (1 + (slot >> 4));
  }
  return at === data.length && at > 0 ? null : damaged("JPEG: a quantization table that can't be.");
}
