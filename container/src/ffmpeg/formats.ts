/**
 * The demuxers that ffmpeg may use. Playlists (hls, dash, concat, image sequences) are not here: one of
 * those makes ffmpeg open whatever file or address its text names.
 */
import type { Media } from "../protocol.ts";

type Kind = Media["media"];

/** ffprobe's `format_name` -> our name and what such a file may hold. */
const FORMATS: Record<string, { name: string; kinds: readonly Kind[] }> = {
  "mov,mp4,m4a,3gp,3g2,mj2": { name: "mp4", kinds: ["video", "audio"] },
  "matroska,webm": { name: "webm", kinds: ["video", "audio"] },
  avi: { name: "avi", kinds: ["video"] },
  mpegts: { name: "mpegts", kinds: ["video"] },
  gif: { name: "gif", kinds: ["video", "image"] },
  png_pipe: { name: "png", kinds: ["image"] },
  jpeg_pipe: { name: "jpg", kinds: ["image"] },
  webp_pipe: { name: "webp", kinds: ["image"] },
  mp3: { name: "mp3", kinds: ["audio"] },
  wav: { name: "wav", kinds: ["audio"] },
  flac: { name: "flac", kinds: ["audio"] },
  ogg: { name: "ogg", kinds: ["audio", "video"] },
  aac: { name: "aac", kinds: ["audio"] },
};

/** For ffmpeg's `-format_whitelist`, which matches single names. */
export const ALLOWED_DEMUXERS = Object.keys(FORMATS).join(",");

/** Null for a format that is not allowed. */
export function formatOf(formatName: string): { name: string; kinds: readonly Kind[] } | null {
  return Object.hasOwn(FORMATS, formatName) ? (FORMATS[formatName] ?? null) : null;
}
