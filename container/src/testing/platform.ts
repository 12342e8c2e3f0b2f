/** The machine as tests want it: real tools, short waits, a log that is kept. */
import { TIMINGS } from "../config.ts";
import type { LogEvent } from "../log.ts";
import { realPlatform } from "../platform.ts";
import type { Platform } from "../platform.ts";

export type TestPlatform = Platform & { logged: LogEvent[] };

export function testPlatform(changes: Partial<Platform> = {}): TestPlatform {
  const logged: LogEvent[] = [];
  const tools = {
    ffmpeg: process.env["FFMPEG_PATH"] ?? "ffmpeg",
    ffprobe: process.env["FFPROBE_PATH"] ?? "ffprobe",
  };
  return {
    ...realPlatform(tools),
    timings: { ...TIMINGS, transferBackoff: 5, transferBackoffMax: 20, transferIdle: 2_000 },
    random: () => 0.5,
    log: (event) => logged.push(event),
    ...changes,
    logged,
  };
}

/** Polls until `read` returns something else than null. Throws after `withinMs`. */
export async function eventually<T>(
  what: string,
  read: () => T | null | Promise<T | null>,
  withinMs = 15_000,
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const value = await read();
    if (value !== null) return value;
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
