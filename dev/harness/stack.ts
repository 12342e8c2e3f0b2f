/** The whole app as a person starts it, on free ports and its own data, for tests that need all of it. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import * as z from "zod";

const ROOT = path.resolve(import.meta.dirname, "../..");
const READY_WITHIN_MS = 120_000;
const STOPPED_WITHIN_MS = 10_000;

/** As dev/launcher/ready-file.mjs writes it. */
const ReadyReport = z.object({
  origin: z.url(),
  replicateOrigin: z.url().nullable(),
  stitcherOrigin: z.url(),
  dataDir: z.string(),
  pids: z.object({
    launcher: z.int(),
    worker: z.int().nullable(),
    workerd: z.array(z.int()),
    replicate: z.int().nullable(),
    stitcher: z.int().nullable(),
  }),
});
type ReadyReport = z.infer<typeof ReadyReport>;

export type StackOptions = {
  /** Added to an environment without any of Edgereel's settings. PORT is 0 unless given. */
  env?: Record<string, string>;
  /** Kept by `stop`; without it a temporary folder is made, and removed by `stop`. */
  dataDir?: string;
};

export type Part = "launcher" | "workerd" | "replicate" | "stitcher";

export type Stack = {
  readonly origin: string;
  /** Empty with a token, when there is no offline Replicate. */
  readonly replicateOrigin: string;
  readonly stitcherOrigin: string;
  readonly dataDir: string;
  /** As they are now: a part that was started again has a new id. */
  readonly pids: ReadyReport["pids"];
  /** How the launcher ended; settles when it has. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** SIGTERM, and SIGKILL when that is not enough. */
  stop(): Promise<void>;
  kill(which: Part, signal: NodeJS.Signals): void;
  /** Everything printed so far, both streams together. */
  output(): string;
};

/** Starts the launcher as its own process. Rejects with its output when it does not become ready. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const scratch = mkdtempSync(path.join(tmpdir(), "edgereel-stack-"));
  const dataDir = options.dataDir ?? path.join(scratch, "data");
  const readyFile = path.join(scratch, "ready.json");
  const launcher = spawn("node", ["dev/launcher/main.mjs", "start"], {
    cwd: ROOT,
    env: {
      ...withoutSettings(process.env),
      EDGEREEL_IGNORE_DEV_VARS: "1",
      EDGEREEL_READY_FILE: readyFile,
      PORT: "0",
      DATA_DIR: dataDir,
      ...options.env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  launcher.stdout.on("data", keep);
  launcher.stderr.on("data", keep);
  let hasEnded = false;
  const ended: Stack["ended"] = new Promise((resolve) => {
    launcher.once("exit", (code, signal) => {
      hasEnded = true;
      resolve({ code, signal });
    });
  });

  const report = (): ReadyReport | null => {
    try {
      return ReadyReport.parse(JSON.parse(readFileSync(readyFile, "utf8")));
    } catch {
      return null;
    }
  };
  const stop = async (): Promise<void> => {
    launcher.kill("SIGTERM");
    const late = new AbortController();
    await Promise.race([ended, wait(STOPPED_WITHIN_MS, null, { signal: late.signal })]);
    late.abort();
    launcher.kill("SIGKILL");
    await ended;
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  };

  const until = Date.now() + READY_WITHIN_MS;
  while (!output.includes("Edgereel is ready on ") || report() === null) {
    if (hasEnded || Date.now() > until) {
      await stop();
      throw new StartFailed(output);
    }
    await wait(50);
  }
  const first = report();
  if (first === null) throw new StartFailed(output);
  let last = first;
  const pidsNow = (): ReadyReport["pids"] => {
    last = report() ?? last;
    return last.pids;
  };
  return {
    origin: first.origin,
    replicateOrigin: first.replicateOrigin ?? "",
    stitcherOrigin: first.stitcherOrigin,
    dataDir: first.dataDir,
    get pids() {
      return pidsNow();
    },
    ended,
    stop,
    kill(which, signal) {
      const pids = pidsNow();
      const targets = which === "workerd" ? pids.workerd : [pids[which]];
      for (const pid of targets) if (pid !== null) process.kill(pid, signal);
    },
    output: () => output,
  };
}

/** The app did not come up; the message is all that it printed. */
export class StartFailed extends Error {
  override name = "StartFailed";
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const settings =
    /^(REPLICATE_|R2_|(PUBLIC_ORIGIN|INTERNAL_ORIGIN|STITCHER_URL|SERVE_FROM_CLOUD|STORAGE_BUCKET|PRESIGNED_URL_EXPIRY|TIME_SCALE|MV_DEBUG_MODE|CORS_ORIGINS)$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !settings.test(name)));
}
