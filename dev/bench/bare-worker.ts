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

/** `folder` keeps what it stores. Rejects with what it wrote when it does not become ready. */
export async function startBareWorker(
  folder: string,
  kind: keyof typeof CONFIGS,
  variables: Record<string, string> = {},
): Promise<BareWorker> {
  const config = path.join(folder, "wrangler.json");
  writeFileSync(config, JSON.stringify({ ...COMMON, ...CONFIGS[kind] }));
  const port = await claimPort(0);
  const program = worker(commonEnvironment(ROOT, process.env, folder), {
    ...{ config, port, persistTo: path.join(folder, "worker"), variables },
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

const COMMON = {
  name: "edgereel-bench-bare",
  compatibility_date: "2026-08-04",
  send_metrics: false,
};

const CONFIGS = {
  delivery: {
    main: path.join(import.meta.dirname, "bare/deliverer.ts"),
    r2_buckets: [
      {
        ...{ binding: "MEDIA", bucket_name: BARE_BUCKET },
        local_dev: { experimental_s3_credentials: CREDENTIALS },
      },
    ],
  },
  receiver: {
    main: path.join(import.meta.dirname, "bare/receiver.ts"),
    durable_objects: { bindings: [{ name: "RECEIVERS", class_name: "Receiver" }] },
    migrations: [{ tag: "v1", new_sqlite_classes: ["Receiver"] }],
  },
};
