/** What copying H.264 out of an MP4 needs to know and ffprobe does not tell. */
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { openMp4 } from "../mux/packets.ts";
import { parseAvcC } from "./avc.ts";
import type { AvcSets } from "./avc.ts";
import type { VideoFacts } from "./facts.ts";
import type { Packets } from "./ffprobe.ts";

const NAL_IDR = 5;
const NAL_SLICE = 1;

/** The facts with the parameter sets, and clean starts only where the stream truly starts anew. */
export async function copyFacts(
  file: string,
  video: VideoFacts,
  packets: Packets,
): Promise<VideoFacts> {
  const sets = await readSets(file);
  if (sets === null) return video;
  const handle = await open(file, "r");
  try {
    const cleanStarts: number[] = [];
    for (const start of video.cleanStarts) {
      const position = packets.position[start] ?? Number.NaN;
      if (await isIdr(handle, position, sets.lengthBytes)) cleanStarts.push(start);
    }
    return { ...video, sets, cleanStarts };
  } finally {
    await handle.close();
  }
}

/** Null for a file that has more than one avcC, or none that can be read. */
export async function readSets(file: string): Promise<AvcSets | null> {
  const input = openMp4(file);
  try {
    const [track, ...more] = await input.getVideoTracks();
    const config = (await track?.getDecoderConfig()) ?? null;
    const box: unknown = config?.description;
    return more.length === 0 && box instanceof Uint8Array ? parseAvcC(box) : null;
  } catch {
    // ffmpeg reads more than this reader does; such a clip is encoded anew.
    return null;
  } finally {
    input.dispose();
  }
}

/**
 * A keyframe's flag alone is not enough: frames after a recovery point may still look behind it. Only an
 * IDR picture lets the decoder forget all that was.
 */
async function isIdr(file: FileHandle, position: number, lengthBytes: number): Promise<boolean> {
  const head = Buffer.alloc(lengthBytes + 1);
  // Parameter sets, a delimiter or messages may come before the picture.
  for (let at = position, units = 0; Number.isFinite(at) && units < 32; units += 1) {
    const { bytesRead } = await file.read(head, 0, head.length, at);
    if (bytesRead < head.length) return false;
    const type = (head[lengthBytes] ?? 0) & 31;
    if (type === NAL_IDR) return true;
    if (type >= NAL_SLICE && type < NAL_IDR) return false;
    at += lengthBytes + head.readUIntBE(0, lengthBytes);
  }
  return false;
}
