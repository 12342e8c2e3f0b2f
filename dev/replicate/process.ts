/**
 * The emulator as a process. Environment: DATA_DIR (default `.data`), REPLICATE_OFFLINE_PORT (0 or
 * absent: the port of last time, or a free one), TIME_SCALE (default 1), FFMPEG_PATH and FFPROBE_PATH
 * (default: from PATH), EXIT_WITH_PARENT=1 (stop when stdin closes). Prints one line of JSON on stdout,
 * `{"event":"ready","port":4000}`; everything else goes to stderr. SIGTERM and SIGINT stop it.
 */
import { join, resolve } from "node:path";
import * as z from "zod";
import { startReplicate } from "./start.ts";
import type { Studio } from "./studio/studio.ts";

/** An empty variable counts as absent. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema);

const Environment = z.object({
  DATA_DIR: optional(z.string().default(".data")),
  REPLICATE_OFFLINE_PORT: optional(z.coerce.number().int().min(0).max(65_535).default(0)),
  TIME_SCALE: optional(z.coerce.number().min(0).max(1000).default(1)),
  FFMPEG_PATH: optional(z.string().default("ffmpeg")),
  FFPROBE_PATH: optional(z.string().default("ffprobe")),
  EXIT_WITH_PARENT: optional(z.enum(["0", "1"]).default("0")),
});

/** Leaves room for what can't be interrupted; the whole stop has 2 s. */
const STOP_MS = 1_500;

export async function runProcess(
  createStudio: (options: { ffmpeg: string; ffprobe: string; cacheDir: string }) => Studio,
): Promise<void> {
  const report = (message: string) => process.stderr.write(`${message}\n`);
  const environment = Environment.safeParse(process.env);
  if (!environment.success) {
    for (const issue of environment.error.issues)
      report(`${issue.path.join(".")}: ${issue.message}`);
    process.exit(1);
  }
  const env = environment.data;
  const dataDir = resolve(env.DATA_DIR);
  try {
    const running = await startReplicate({
      dataDir,
      port: env.REPLICATE_OFFLINE_PORT,
      timeScale: env.TIME_SCALE,
      studio: createStudio({
        ffmpeg: env.FFMPEG_PATH,
        ffprobe: env.FFPROBE_PATH,
        cacheDir: join(dataDir, "replicate", "cache"),
      }),
      report,
    });
    let isStopping = false;
    const stop = () => {
      if (isStopping) return;
      isStopping = true;
      // The database is safe at any instant, so a stop that hangs may simply be cut short.
      setTimeout(() => process.exit(0), STOP_MS).unref();
      void running.stop().finally(() => process.exit(0));
    };
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
    if (env.EXIT_WITH_PARENT === "1") {
      // A pipe ends and closes; a file or /dev/null only ends; a reset socket only closes.
      process.stdin.once("end", stop).once("close", stop).resume();
    }
    process.stdout.write(`${JSON.stringify({ event: "ready", port: running.port })}\n`);
  } catch (cause) {
    report(cause instanceof Error ? cause.message : String(cause));
    process.exit(1);
  }
}
