/** The full check of a file: it is what was expected and decodes to its last frame. */
import { decodeAll } from "../ffmpeg/arguments.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";
import type { Media } from "../protocol.ts";
import type { FileFacts } from "./facts.ts";
import { asInvalid, invalid, readFile } from "./read.ts";
import type { Kind } from "./read.ts";

/** Throws ServiceFault `input_invalid`. Frames in the answer were decoded and counted. */
export async function checkFile(
  platform: Platform,
  file: string,
  expected: Kind,
  signal: AbortSignal,
): Promise<Media> {
  const facts = await readFile(platform, file, expected, signal);
  const streams = [facts.video, facts.audio].flatMap((each) => (each ? [each.stream] : []));
  let frames = 0;
  let decodedUs = 0;
  try {
    await runTool(platform.tools.ffmpeg, decodeAll(file, streams), {
      signal,
      timeoutMs: platform.timings.probeTimeout,
      onLine: (line) => {
        const [name, value] = line.split("=");
        if (name === "frame") frames = Number(value);
        if (name === "out_time_us" && Number(value) > 0) decodedUs = Number(value);
      },
    });
  } catch (error) {
    throw asInvalid(error, "The file is damaged: it can't be decoded to its end.");
  }
  if (facts.video !== null && frames === 0)
    throw invalid("No frame could be decoded. Make it again.");
  if (expected === "audio" && decodedUs === 0) throw invalid("The song has no sound in it.");
  return mediaOf(facts, expected, frames);
}

/** The report of a file. `frames` are those decoded, or those in the file where none were decoded. */
export function mediaOf(facts: FileFacts, media: Kind, frames: number): Media {
  const { video, audio } = facts;
  const isTurned = video !== null && video.rotation % 180 === 90;
  const videoMs = video === null || media === "image" ? 0 : Math.round(video.durationS * 1000);
  const audioMs = audio === null ? 0 : Math.round(audio.durationS * 1000);
  return {
    media,
    format: facts.format,
    bytes: facts.bytes,
    duration_ms: Math.max(videoMs, audioMs),
    video: video && {
      codec: video.codec,
      width: isTurned ? video.height : video.width,
      height: isTurned ? video.width : video.height,
      fps: media === "image" ? 0 : Math.round((video.rate.num / video.rate.den) * 1000) / 1000,
      frames,
      duration_ms: videoMs,
    },
    audio: audio && {
      codec: audio.codec,
      channels: audio.channels,
      sample_rate: audio.sampleRate,
      duration_ms: audioMs,
    },
  };
}
