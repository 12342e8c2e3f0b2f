/**
 * Reads a JPEG segment by segment (ITU-T T.81, annex B) and writes it again without Exif, XMP, IPTC,
 * thumbnails, comments and what follows the end. The compressed pixels are not unpacked.
 */
import { ok } from "../../contracts/errors.ts";
import type { Result } from "../../contracts/errors.ts";
import { joinChunks } from "../chunks.ts";
import { be16, letters, u16be } from "./bytes.ts";
import { checkHuffman, checkQuantization, readFrame, readScan } from "./jpeg-tables.ts";
import type { Frame } from "./jpeg-tables.ts";
import { EXIF_PREFIX, orientationTiff, readOrientation } from "./orientation.ts";
import { cutOff, damaged } from "./picture.ts";
import type { CleanPicture, Refusal } from "./picture.ts";

const DHT = 0xc4;
const RST0 = 0xd0;
const RST7 = 0xd7;
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DRI = 0xdd;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COM = 0xfe;

/**
 * Scans over one picture. Programs write up to a dozen; thousands of empty ones are a way to keep
 * whoever shows the picture busy.
 */
const MAX_SCANS = 100;

/** Of JFIF without its thumbnail, and of Adobe's mark of the colour space. */
const JFIF_BYTES = 14;
const ADOBE_BYTES = 12;

/** A segment with the orientation alone. An Exif made to mislead may be shorter than that. */
const MOST_ADDED = 36;

type Segment = { marker: number; start: number; end: number; data: Uint8Array };

type Reading = {
  /** Written at once: a list of pieces could grow into millions. */
  out: Uint8Array;
  written: number;
  frame: Frame | null;
  scans: number;
  /** Components that some scan has drawn. */
  drawn: Set<number>;
  restartInterval: number;
  /** Which came already of what counts once. */
  seen: Set<"JFIF" | "Exif" | "Adobe" | "profile">;
};

/** The file must begin with SOI. Bytes after EOI are dropped: phones put whole films there. */
export function cleanJpeg(file: Uint8Array): Result<CleanPicture> {
  const reading: Reading = {
    out: new Uint8Array(file.length + MOST_ADDED),
    written: 0,
    frame: null,
    scans: 0,
    drawn: new Set(),
    restartInterval: 0,
    seen: new Set(),
  };
  write(reading, file.subarray(0, 2));
  let at = 2;
  for (;;) {
    const segment = readSegment(file, at);
    if ("ok" in segment) return segment;
    if (segment.marker === EOI) return finish(reading);
    const refusal = takeSegment(file, reading, segment);
    if (refusal !== null) return refusal;
    at = segment.end;
    if (segment.marker === SOS) {
      const scanEnd = findScanEnd(file, at, reading.restartInterval);
      if (typeof scanEnd !== "number") return scanEnd;
      write(reading, file.subarray(at, scanEnd));
      at = scanEnd;
    }
  }
}

/** The marker at `start`, any number of fill bytes before it, and its data. */
function readSegment(file: Uint8Array, start: number): Segment | Refusal {
  let at = start;
  if (at < file.length && file[at] !== 0xff) return damaged("JPEG: no marker where one must be.");
  while (file[at] === 0xff) at += 1;
  const marker = file[at];
  if (marker === undefined) return cutOff();
  at += 1;
  if (marker === EOI) return { marker, start, end: at, data: file.subarray(at, at) };
  const isAlone = marker <= 0x01 || (marker >= RST0 && marker <= SOI);
  if (isAlone) return damaged("JPEG: a marker out of place.");
  if (file.length - at < 2) return cutOff();
  const length = u16be(file, at);
  if (length < 2) return damaged("JPEG: a segment without room for its length.");
  if (length > file.length - at) return cutOff();
  return { marker, start: at - 2, end: at + length, data: file.subarray(at + 2, at + length) };
}

function takeSegment(file: Uint8Array, reading: Reading, segment: Segment): Refusal | null {
  const { marker } = segment;
  if ((marker >= APP0 && marker <= APP15) || marker === COM) {
    if (reading.scans === 0) takeApplication(file, reading, segment);
    return null;
  }
  const refusal = takeStructure(reading, segment);
  if (refusal === null) write(reading, file.subarray(segment.start, segment.end));
  return refusal;
}

function takeStructure(reading: Reading, { marker, data }: Segment): Refusal | null {
  switch (marker) {
    case SOS:
      return takeScan(reading, data);
    case DHT:
      return checkHuffman(data);
    case DQT:
      return checkQuantization(data);
    case DRI:
      return takeRestartInterval(reading, data);
    default:
      return takeFrame(reading, marker, data);
  }
}

/** Writes what changes the look: pixel shape, orientation, colour profile, colour space. */
function takeApplication(file: Uint8Array, reading: Reading, segment: Segment): void {
  const name = applicationName(segment);
  if (name === null || reading.seen.has(name)) return;
  const { data } = segment;
  switch (name) {
    case "profile":
      // A long profile comes in several segments.
      return write(reading, file.subarray(segment.start, segment.end));
    case "JFIF": {
      const noThumbnail = Uint8Array.of(0, 0);
      const density = data.subarray(0, JFIF_BYTES - noThumbnail.length);
      writeSegment(reading, APP0, joinChunks([density, noThumbnail]));
      break;
    }
    case "Exif": {
      const tiff = orientationTiff(readOrientation(data));
      if (tiff !== null) writeSegment(reading, APP1, joinChunks([EXIF_PREFIX, tiff]));
      break;
    }
    case "Adobe":
      writeSegment(reading, APP14, data.subarray(0, ADOBE_BYTES));
  }
  reading.seen.add(name);
}

function applicationName({ marker, data }: Segment): "JFIF" | "Exif" | "profile" | "Adobe" | null {
  const begins = (text: string): boolean => letters(data, 0, text.length) === text;
  if (marker === APP0 && data.length >= JFIF_BYTES && begins("JFIF\0")) return "JFIF";
  if (marker === APP1 && begins("Exif\0\0")) return "Exif";
  if (marker === APP2 && begins("ICC_PROFILE\0")) return "profile";
  if (marker === APP14 && data.length >= ADOBE_BYTES && begins("Adobe")) return "Adobe";
  return null;
}

function takeFrame(reading: Reading, marker: number, data: Uint8Array): Refusal | null {
  if (reading.frame !== null) return damaged("JPEG: a second frame or an unknown marker.");
  const frame = readFrame(marker, data);
  if ("ok" in frame) return frame;
  reading.frame = frame;
  return null;
}

function takeRestartInterval(reading: Reading, data: Uint8Array): Refusal | null {
  if (data.length !== 2) return damaged("JPEG: a restart interval that can't be.");
  reading.restartInterval = u16be(data, 0);
  return null;
}

function takeScan(reading: Reading, data: Uint8Array): Refusal | null {
  if (reading.frame === null) return damaged("JPEG: pixels before the header.");
  const components = readScan(reading.frame, data);
  if ("ok" in components) return components;
  for (const component of components) reading.drawn.add(component);
  reading.scans += 1;
  return reading.scans > MAX_SCANS ? damaged("JPEG: too many scans.") : null;
}

/** Where the marker after the compressed pixels begins. `start` is their first byte. */
function findScanEnd(file: Uint8Array, start: number, restartInterval: number): number | Refusal {
  let restarts = 0;
  let at = start;
  for (;;) {
    at = file.indexOf(0xff, at);
    const next = at === -1 ? undefined : file[at + 1];
    if (next === undefined) return cutOff();
    if (next === 0xff) at += 1;
    else if (next === 0) at += 2;
    else if (next >= RST0 && next <= RST7) {
      if (restartInterval === 0 || next !== RST0 + (restarts % 8)) {
        return damaged("JPEG: a restart marker out of order.");
      }
      restarts += 1;
      at += 2;
    } else return at > start ? at : damaged("JPEG: a scan without pixels.");
  }
}

function finish(reading: Reading): Result<CleanPicture> {
  const { frame, drawn } = reading;
  if (frame === null || frame.components.some((component) => !drawn.has(component))) {
    return damaged("JPEG: pixels are missing.");
  }
  write(reading, Uint8Array.of(0xff, EOI));
  const bytes = reading.out.subarray(0, reading.written);
  return ok({ bytes, contentType: "image/jpeg", width: frame.width, height: frame.height });
}

function writeSegment(reading: Reading, marker: number, data: Uint8Array): void {
  write(reading, Uint8Array.of(0xff, marker, ...be16(data.length + 2)));
  write(reading, data);
}

function write(reading: Reading, bytes: Uint8Array): void {
  reading.out.set(bytes, reading.written);
  reading.written += bytes.length;
}
