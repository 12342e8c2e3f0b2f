/**
 * The kinds of file that Edgereel keeps, and how to tell them by their first bytes. A name or a
 * Content-Type is only a claim; the bytes decide. Signatures are those of each format's own
 * specification (PNG, JPEG/JFIF, RIFF, ISO BMFF `ftyp`, EBML, Ogg, FLAC, MPEG audio frame header).
 */

export type MediaKind = "image" | "video" | "audio";

export type MediaType = {
  contentType: string;
  media: MediaKind;
  /** File name extension without the dot. */
  extension: string;
  /** As a person says it: "a PNG picture". */
  label: string;
};

const PNG = type("image/png", "image", "png", "a PNG picture");
const JPEG = type("image/jpeg", "image", "jpg", "a JPEG picture");
const WEBP = type("image/webp", "image", "webp", "a WebP picture");
/** Made here only: one that comes from outside is not taken. */
const GIF = type("image/gif", "image", "gif", "a GIF picture");
const MP4 = type("video/mp4", "video", "mp4", "an MP4 video");
const MOV = type("video/quicktime", "video", "mov", "a QuickTime video");
const WEBM = type("video/webm", "video", "webm", "a WebM video");
const MP3 = type("audio/mpeg", "audio", "mp3", "an MP3 sound");
const WAV = type("audio/wav", "audio", "wav", "a WAV sound");
const OGG = type("audio/ogg", "audio", "ogg", "an Ogg sound");
const FLAC = type("audio/flac", "audio", "flac", "a FLAC sound");
export const M4A = type("audio/mp4", "audio", "m4a", "an M4A sound");

export const MEDIA_TYPES: readonly MediaType[] = [
  PNG,
  JPEG,
  WEBP,
  GIF,
  MP4,
  MOV,
  WEBM,
  MP3,
  WAV,
  OGG,
  FLAC,
  M4A,
];

/** Enough bytes to tell every type above; fewer are enough only when the file is shorter. */
export const SNIFF_BYTES = 256;

/** The start of WebM and of all Matroska, which differ only in a name that follows. */
const EBML = "\x1a\x45\xdf\xa3";

/** What a file is by its first bytes: a type Edgereel keeps, or words for what it is instead. */
export function sniff(
  head: Uint8Array,
): { type: MediaType; label: string } | { type: null; label: string } {
  const found = sniffType(head);
  return found === null
    ? { type: null, label: describeOther(head) }
    : { type: found, label: found.label };
}

function sniffType(head: Uint8Array): MediaType | null {
  const text = (start: number, end: number): string => latin1(head.subarray(start, end));
  if (text(0, 8) === "\x89PNG\r\n\x1a\n") return PNG;
  if (text(0, 3) === "\xff\xd8\xff") return JPEG;
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return WEBP;
  if (text(0, 4) === "RIFF" && text(8, 12) === "WAVE") return WAV;
  if (text(0, 4) === "OggS") return OGG;
  if (text(0, 4) === "fLaC") return FLAC;
  if (text(0, 3) === "ID3" || isMp3Frame(head)) return MP3;
  if (text(0, 4) === EBML) return text(4, SNIFF_BYTES).includes("webm") ? WEBM : null;
  if (text(4, 8) === "ftyp") return ftypType(text(8, 12));
  // Old QuickTime writers put no `ftyp` first.
  if (text(4, 8) === "moov" || text(4, 8) === "wide") return MOV;
  return null;
}

/** The major brand of an ISO BMFF file. Picture brands (AVIF, HEIC) are not kept. */
function ftypType(brand: string): MediaType | null {
  if (brand === "qt  ") return MOV;
  if (brand === "M4A " || brand === "M4B " || brand === "M4P ") return M4A;
  return /^(avi[fs]|he[ivx][cmsx]|mif1|msf1)$/.test(brand) ? null : MP4;
}

/** An MPEG audio layer III header. Layer bits 00 would be AAC in ADTS, which is not kept. */
function isMp3Frame(head: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0xff] = head;
  const isLayer3 = first === 0xff && (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08;
  return isLayer3 && third >> 4 !== 0x0f && (third & 0x0c) !== 0x0c;
}

function describeOther(head: Uint8Array): string {
  if (latin1(head).startsWith(EBML)) return "a Matroska video";
  const start = latin1(head)
    .replace(/^\xef\xbb\xbf/, "")
    .trimStart()
    .toLowerCase();
  if (start.startsWith("gif8")) return "a GIF picture";
  if (start.slice(4).startsWith("ftyp")) return "an AVIF or HEIC picture";
  if (start.startsWith("<!doctype html") || start.startsWith("<html")) return "a web page";
  if (start.startsWith("<?xml") || start.startsWith("<svg")) return "an XML document";
  if (start.startsWith("{") || start.startsWith("[")) return "JSON text";
  if (start !== "" && /^[\t\n\r\x20-\x7e]+$/.test(start)) return "plain text";
  return "a file of an unknown kind";
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, SNIFF_BYTES));
}

function type(contentType: string, media: MediaKind, extension: string, label: string): MediaType {
  return { contentType, media, extension, label };
}
