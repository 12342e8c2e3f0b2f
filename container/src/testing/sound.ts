/** Sounds for tests, and what is to be heard in them: decoded to samples and measured by hand. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
export const RATE = 48_000;

/** The sound of a file, mixed to one channel at 48 kHz. */
export async function samplesOf(file: string): Promise<Float32Array> {
  const { stdout } = await run(
    "ffmpeg",
    [
      ...["-v", "error", "-nostdin", "-i", file, "-map", "0:a:0"],
      ...["-ac", "1", "-ar", String(RATE), "-f", "f32le", "-"],
    ],
    { encoding: "buffer", maxBuffer: 256 * 1024 * 1024 },
  );
  return new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.byteLength / 4));
}

/** Mean level in dB between two times; silence is -Infinity. */
export function levelDb(samples: Float32Array, fromS: number, toS: number): number {
  const part = samples.subarray(Math.round(fromS * RATE), Math.round(toS * RATE));
  const power = part.reduce((sum, value) => sum + value * value, 0) / part.length;
  return 10 * Math.log10(power);
}

/** Seconds at which something louder than `threshold` begins after at least 50 ms without. */
export function onsets(samples: Float32Array, threshold = 0.1): number[] {
  const found: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  samples.forEach((value, index) => {
    if (Math.abs(value) < threshold) return;
    if (index - last > 0.05 * RATE) found.push(index / RATE);
    last = index;
  });
  return found;
}

/** The level of what changes from sample to sample faster than tones do: clicks. */
export function clickDb(samples: Float32Array, fromS: number, toS: number): number {
  const part = samples.subarray(Math.round(fromS * RATE), Math.round(toS * RATE));
  let highest = 0;
  for (let i = 2; i < part.length; i += 1) {
    const bend = (part[i] ?? 0) - 2 * (part[i - 1] ?? 0) + (part[i - 2] ?? 0);
    highest = Math.max(highest, Math.abs(bend));
  }
  return 20 * Math.log10(highest);
}

/** What ffmpeg's ebur128 says of a file, on its own and not through our code. */
export async function ebur128(file: string): Promise<{ lufs: number; peakDb: number }> {
  const args = ["-hide_banner", "-nostdin", "-i", file, "-vn", "-af", "ebur128=peak=true"];
  const { stderr } = await run("ffmpeg", [...args, "-f", "null", "-"], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const summary = stderr.slice(stderr.lastIndexOf("Summary:"));
  return {
    lufs: Number(/I:\s+(-?[\d.]+) LUFS/.exec(summary)?.[1]),
    peakDb: Number(/Peak:\s+(-?[\d.]+) dBFS/.exec(summary)?.[1]),
  };
}
