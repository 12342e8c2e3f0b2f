/** The bare Worker as a process, run by the very program that runs the app's Worker. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { PassThrough } from "node:stream";
import { runChild } from "../launcher/child.mjs";
import { claimPort } from "../launcher/ports.mjs";
import { commonEnvironment, localOrigin, worker } from "../launcher/programs.mjs";
import { CREDENTIALS } from "./large-object.ts";

export const BARE_BUCKET = "bench-bare";
export const BARE_KEY = "object";

const ROOT = path.resolve(import.meta.dirname, "../..");
const STOP_PATIENCE_MS = 3_500;

export type BareWorker = { origin: string; workerd: number[]; stop(): Promise<void> };

/** `folder` keeps the bucket. Rejects with what it wrote when it does not become ready. */
export async function startBareWorker(folder: string): Promise<BareWorker> {
  const config = path.join(folder, "wrangler.json");
  writeFileSync(config, JSON.stringify(CONFIG));
  const port = await claimPort(0);
  const program = worker(commonEnvironment(ROOT, process.env, folder), {
    ...{ config, port, persistTo: path.join(folder, "worker"), variables: {} },
    ...{ isWatching: false, registry: null },
  });
  const child = runChild({
    ...{ script: program.script, cwd: ROOT, env: program.env, input: program.input ?? null },
    log: new PassThrough().resume(),
    showErrors: (text) => process.stderr.write(text),
  });
  const ready = await child.readyOrWhyNot();
  if (typeof ready === "string") {
    await child.stop(0);
    throw new Error(`The bare Worker did not start: ${ready}`);
  }
  return {
    origin: localOrigin(port),
    workerd: ready.workerd ?? [],
    stop: async () => {
      await child.stop(STOP_PATIENCE_MS);
      await child.gone;
    },
  };
}

const CONFIG = {
  name: "edgereel-bench-bare",
  main: path.join(import.meta.dirname, "bare/worker.ts"),
  compatibility_date: "2026-08-04",
  send_metrics: false,
  r2_buckets: [
    {
      ...{ binding: "MEDIA", bucket_name: BARE_BUCKET },
      local_dev: { experimental_s3_credentials: CREDENTIALS },
    },
  ],
};
