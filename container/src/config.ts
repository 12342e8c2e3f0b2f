/**
 * Configuration, parsed once from the environment, and every limit and duration of the service.
 *
 *   PORT (8080; 0 takes a free one), HOST (0.0.0.0), FFMPEG_PATH and FFPROBE_PATH (found on PATH),
 *   WORK_DIR (a folder under the system's temporary one), EXIT_WITH_PARENT=1 (stop when stdin closes)
 */
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";

const MB = 1024 * 1024;

export const LIMITS = {
  bodyBytes: 1 * MB,
  /** Largest clip or song that is fetched, for a film or for a check. */
  mediaBytes: 600 * MB,
  imageBytes: 64 * MB,
  /** Largest part that is kept outside; it is in memory while it is sent. */
  partBytes: 64 * MB,
  /** Pixels of one decoded frame: keeps decompression bombs out. */
  framePixels: 100_000_000,
  /** Largest piece of memory that ffmpeg may ask for at once. */
  allocationBytes: 512 * MB,
  /** Pixels of one frame of a clip: 8K. Decoding keeps some twenty of them in memory. */
  clipPixels: 36_000_000,
  /** Longest clip that is taken into a project. */
  clipSeconds: 3_600,
  probesAtOnce: 4,
  probesWaiting: 100,
  filmsAtOnce: 1,
  convertsAtOnce: 1,
  checksAtOnce: 2,
  jobsWaiting: 100,
  finishedJobs: 1_000,
  downloadsAtOnce: 4,
  /** Disk that must stay free while files arrive and parts are written. */
  spareDiskBytes: 128 * MB,
} as const;

/** Milliseconds. Tests shorten them. */
export const TIMINGS = {
  progressEvery: 1_000,
  /** Shorter than stopGrace, or a deaf listener would hold up the stop. */
  progressPostTimeout: 3_000,
  transferIdle: 15_000,
  transferBackoff: 500,
  transferBackoffMax: 10_000,
  /** Of one part fetched or kept. */
  storeTimeout: 30_000,
  probeTimeout: 10 * 60_000,
  /** Of ffmpeg, without one more frame. */
  encodeStall: 2 * 60_000,
  /** Final reports and clean-up after SIGTERM must be over by then. */
  stopGrace: 4_000,
};
export type Timings = typeof TIMINGS;

/** Failures in a row, without a byte gained, before a transfer is given up. */
export const TRANSFER_TRIES = 5;

const Environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default("0.0.0.0"),
  FFMPEG_PATH: z.string().min(1).default("ffmpeg"),
  FFPROBE_PATH: z.string().min(1).default("ffprobe"),
  WORK_DIR: z.string().min(1).default(path.join(tmpdir(), "edgereel-ffmpeg")),
  EXIT_WITH_PARENT: z.enum(["0", "1"]).default("0"),
});

export type Config = {
  port: number;
  host: string;
  tools: { ffmpeg: string; ffprobe: string };
  workDir: string;
  exitWithParent: boolean;
};

/** Throws an Error that names each wrong variable. An empty variable counts as absent. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not usable. ${wrong.join("; ")}`);
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    tools: { ffmpeg: env.FFMPEG_PATH, ffprobe: env.FFPROBE_PATH },
    workDir: path.resolve(env.WORK_DIR),
    exitWithParent: env.EXIT_WITH_PARENT === "1",
  };
}
