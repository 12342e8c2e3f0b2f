/**
 * What the work of this service takes from the machine, handed in so that tests can replace it.
 */
import { statfs } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { TIMINGS } from "./config.ts";
import type { Timings } from "./config.ts";
import { Arriving } from "./disk.ts";
import { logToStdout } from "./log.ts";
import type { Log } from "./log.ts";

export type Platform = {
  tools: { ffmpeg: string; ffprobe: string };
  timings: Timings;
  log: Log;
  /** Monotonic milliseconds. */
  now: () => number;
  /** 0 up to 1, for jitter. */
  random: () => number;
  /** Rejects with the signal's reason when it is aborted. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Bytes this process may still write in `folder`. */
  freeBytes: (folder: string) => Promise<number>;
  /** What transfers have still to write of it. */
  arriving: Arriving;
};

export function realPlatform(tools: Platform["tools"]): Platform {
  return {
    tools,
    timings: TIMINGS,
    log: logToStdout,
    now: () => performance.now(),
    random: () => Math.random(),
    sleep: async (ms, signal) => {
      await delay(ms, undefined, { signal });
    },
    freeBytes: async (folder) => {
      const disk = await statfs(folder);
      return disk.bavail * disk.bsize;
    },
    arriving: new Arriving(),
  };
}
