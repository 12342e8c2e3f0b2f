/** Decodes a clip to its end and measures what is in it. */
import { analyse } from "../ffmpeg/check.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";
import type { FileFacts, VideoFacts } from "./facts.ts";
import { parseSummary } from "./loudness.ts";
import type { Loudness } from "./loudness.ts";
import { asInvalid, invalid } from "./read.ts";
import { Stretches } from "./stretches.ts";
import type { Stretch } from "./stretches.ts";

/** Stretches are in seconds from the clip's start; `frames` were decoded. */
export type Analysis = {
  frames: number;
  loudness: Loudness;
  black: Stretch[];
  frozen: Stretch[];
  silent: Stretch[];
};

/** Throws ServiceFault `input_invalid` for a clip that can't be decoded to its end, or shows no movement. */
export async function analyseClip(
  platform: Platform,
  file: string,
  facts: FileFacts & { video: VideoFacts },
  options: { signal: AbortSignal; onFrames: (frames: number) => void },
): Promise<Analysis> {
  const { video, audio } = facts;
  const stretches = {
    black: new Stretches("lavfi.black_start", "lavfi.black_end"),
    frozen: new Stretches("lavfi.freezedetect.freeze_start", "lavfi.freezedetect.freeze_end"),
    silent: new Stretches("lavfi.silence_start", "lavfi.silence_end"),
  };
  let frames = 0;
  let log: string;
  try {
    const args = analyse(file, video.stream, audio?.stream ?? null);
    ({ log } = await runTool(platform.tools.ffmpeg, args, {
      signal: options.signal,
      timeoutMs: platform.timings.probeTimeout,
      onLine: (line) => {
        const [name = "", value] = line.split("=");
        if (name === "frame") options.onFrames((frames = Number(value)));
        for (const each of Object.values(stretches)) each.take(name, Number(value));
      },
    }));
  } catch (error) {
    throw asInvalid(error, "The clip is damaged: it can't be decoded to its end.");
  }
  if (frames === 0) throw invalid("No frame of the clip could be decoded. Make it again.");
  const { durationS, startS } = video;
  const from = (each: Stretches) => each.within(startS, startS + durationS);
  return {
    frames,
    loudness: audio === null ? { lufs: null, peakDb: null } : parseSummary(log),
    black: from(stretches.black),
    frozen: from(stretches.frozen),
    silent: audio === null ? [{ fromS: 0, toS: durationS }] : from(stretches.silent),
  };
}
