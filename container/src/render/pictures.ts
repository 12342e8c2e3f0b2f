/** Pictures of a finished film, moving and still, each kept like its parts. */
import { open, stat } from "node:fs/promises";
import path from "node:path";
import { takePoster } from "../ffmpeg/check.ts";
import { PREVIEW_RATE, takePreview } from "../ffmpeg/preview.ts";
import { runTool } from "../ffmpeg/run.ts";
import { previewSize } from "../plan/renditions.ts";
import type { Preview } from "../plan/renditions.ts";
import type { VideoFacts } from "../probe/facts.ts";
import type { Media } from "../protocol.ts";
import type { PartStore } from "./store.ts";
import { encodeFailed } from "./work.ts";
import type { Work } from "./work.ts";

/** The film they are taken from, and where they are kept. */
export type Origin = { file: string; video: VideoFacts; store: PartStore };
export type Made = { file: string; media: Media };

/** Throws ServiceFault `encode_failed`, or the signal's reason. */
export async function renderPreview(work: Work, film: Origin, asked: Preview): Promise<Made> {
  const { video } = film;
  const { format } = asked;
  const lengthS = Math.min(asked.length_s, video.durationS);
  const startS = Math.min(asked.start_s, video.durationS - lengthS);
  const size = previewSize(asked, video);
  const file = path.join(work.folder, `preview.${format}`);
  const preview = { format, startS, lengthS, ...size };
  await take(work, film, file, (from, to) => takePreview(from, preview, to));
  const frames = Math.max(1, Math.round(lengthS * PREVIEW_RATE));
  const picture = { codec: format, ...size, fps: PREVIEW_RATE, frames };
  return { file, media: await mediaOfPicture(file, picture, Math.round(lengthS * 1000)) };
}

/** Of the frame shown at `atS` seconds, or the last one. Throws as renderPreview does. */
export async function renderPoster(work: Work, film: Origin, atS: number): Promise<Made> {
  const { width, height, stream, durationS, frames } = film.video;
  const file = path.join(work.folder, "poster.jpg");
  const last = Math.max(0, durationS - durationS / frames);
  const poster = { atS: Math.min(atS, last), size: { width, height } };
  await take(work, film, file, (from, to) => takePoster(from, stream, poster, to));
  const picture = { codec: "mjpeg", width, height, fps: 0, frames: 1 };
  return { file, media: await mediaOfPicture(file, picture, 0) };
}

async function take(
  { platform, signal }: Work,
  film: Origin,
  file: string,
  args: (from: string, to: string) => string[],
): Promise<void> {
  const options = { signal, onLine: () => undefined };
  await film.store.part(file, { content: args("", ""), inputs: [film.file] }, isWhole, async () => {
    await runTool(platform.tools.ffmpeg, args(film.file, file), options).catch(encodeFailed);
    return true;
  });
}

/** Whether a JPEG or GIF ends as it has to, or a WebP is as long as its head says. */
async function isWhole(file: string): Promise<boolean> {
  const { size } = await stat(file);
  const handle = await open(file);
  try {
    const head = (await handle.read(Buffer.alloc(8), 0, 8, 0)).buffer;
    const tail = (await handle.read(Buffer.alloc(2), 0, 2, Math.max(0, size - 2))).buffer;
    if (head.toString("latin1", 0, 4) === "RIFF") return head.readUInt32LE(4) + 8 === size;
    if (head.toString("latin1", 0, 4) === "GIF8") return tail[1] === 0x3b;
    return tail.readUInt16BE() === 0xffd9;
  } finally {
    await handle.close();
  }
}

async function mediaOfPicture(
  file: string,
  picture: Omit<NonNullable<Media["video"]>, "duration_ms">,
  duration_ms: number,
): Promise<Media> {
  const { size: bytes } = await stat(file);
  const format = picture.codec === "mjpeg" ? "jpg" : picture.codec;
  const video = { ...picture, duration_ms };
  return { media: "image", format, bytes, duration_ms, video, audio: null };
}
