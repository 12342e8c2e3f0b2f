/** Loudness as EBU R128 and ITU-R BS.1770 measure it, by ffmpeg's ebur128, to a tenth of a decibel. */
import { measureStream } from "../ffmpeg/sound.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";

/** Integrated LUFS and true peak in dBTP; null for silence and for less than the 0.4 s of one block. */
export type Loudness = { lufs: number | null; peakDb: number | null };

/** Below this nothing was loud enough to count. */
const GATE_LUFS = -69.9;

/**
 * `range` is in seconds on the file's own clock and samples of SAMPLE_RATE; null measures everything.
 * Throws ToolFailure when the sound can't be decoded.
 */
export async function measureFile(
  platform: Platform,
  file: string,
  stream: number,
  range: { startS: number; samples: number } | null,
  signal: AbortSignal,
): Promise<Loudness> {
  return runMeasure(platform, measureStream(file, stream, range), signal);
}

/** Runs arguments that end in ebur128. Throws ToolFailure. */
export async function runMeasure(
  platform: Platform,
  args: readonly string[],
  signal: AbortSignal,
  onLine: (line: string) => void = () => undefined,
): Promise<Loudness> {
  const { log } = await runTool(platform.tools.ffmpeg, args, { signal, onLine });
  return parseSummary(log);
}

/** Reads ebur128's summary. Throws an Error when there is none. */
export function parseSummary(log: string): Loudness {
  const summary = log.slice(log.lastIndexOf("Summary:"));
  const lufs = /\bI:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1];
  const peak = /\bPeak:\s+(-?[\d.]+|-?inf|nan) dBFS/.exec(summary)?.[1];
  if (lufs === undefined || peak === undefined) {
    throw new Error("ffmpeg printed no summary of the loudness");
  }
  const peakDb = Number(peak);
  return {
    lufs: Number(lufs) > GATE_LUFS ? Number(lufs) : null,
    peakDb: Number.isFinite(peakDb) ? peakDb : null,
  };
}
