/** Puts the emulator together on one data folder and starts it. */
import type { Server } from "node:http";
import { join } from "node:path";
import type { Context } from "./api/context.ts";
import { present } from "./api/context.ts";
import type { Reach } from "./breaks.ts";
import { createBreaks, NOBODY } from "./breaks.ts";
import type { Clock } from "./clock.ts";
import { createClock } from "./clock.ts";
import { createOutputs } from "./engine/outputs.ts";
import { createRunner } from "./engine/runner.ts";
import { createSlots } from "./engine/slots.ts";
import { createFaultBook } from "./faults/book.ts";
import { createStorm } from "./faults/storm.ts";
import { createFileStore } from "./file-store.ts";
import { createLedger } from "./ledger.ts";
import { createLimits } from "./limits.ts";
import { findModel } from "./models/catalogue.ts";
import { createPredictionTable } from "./prediction-table.ts";
import { createRequestLog } from "./request-log.ts";
import { createReplicateServer } from "./server.ts";
import { createSettings } from "./settings.ts";
import { newSecret } from "./signature.ts";
import { openDatabase, readMeta, writeMeta } from "./store.ts";
import type { Studio } from "./studio/studio.ts";
import { createWebhookTable } from "./webhook-table.ts";
import { createWebhooks } from "./webhooks.ts";

/** Clips and songs at once, and pictures at once: development machines have few cores. */
const RENDERING = 2;
const DRAWING = 2;

export type StartOptions = {
  /** Everything is kept in `<dataDir>/replicate`. */
  dataDir: string;
  /** 0 takes the port of last time, or a free one. */
  port: number;
  /** Multiplies latencies and the pauses between webhook retries; 0 does without them. */
  timeScale: number;
  studio: Studio;
  /** Plain sentences for the person at the terminal. */
  report: (message: string) => void;
  wall?: () => number;
};

export type Running = {
  port: number;
  origin: string;
  clock: Clock;
  /** Stops at once; everything unfinished is taken up by the next start. */
  stop(): Promise<void>;
};

/** Throws an Error with a plain sentence when the folder is in use or no port can be had. */
export async function startReplicate(options: StartOptions): Promise<Running> {
  const dir = join(options.dataDir, "replicate");
  const database = openDatabase(dir);
  const clock = createClock({
    ...(options.wall === undefined ? {} : { wall: options.wall }),
    offsetMs: Number(readMeta(database, "clockOffsetMs") ?? 0),
  });
  const secret = readMeta(database, "webhookSecret") ?? newSecret();
  writeMeta(database, "webhookSecret", secret);

  let port = 0;
  const origin = () => `http://127.0.0.1:${port}`;
  const { timeScale, studio, report } = options;
  const settings = createSettings(database);
  const predictions = createPredictionTable(database);
  const ledger = createLedger(database, (usd) => settings.charge(usd));
  const outputs = createOutputs(database, dir);
  const files = createFileStore(database, dir);
  const breaks = createBreaks();
  const reach: Reach = (event, predictionId) => {
    const request = predictions.get(predictionId)?.request;
    if (request === undefined) return breaks.reach(event, { ...NOBODY, predictionId });
    const { model, nonce } = request;
    const kind = findModel(model)?.kind ?? null;
    return breaks.reach(event, { model, kind, predictionId, nonce });
  };
  const webhookTable = createWebhookTable(database);
  const webhooks = createWebhooks({
    clock,
    table: webhookTable,
    settings,
    secret,
    timeScale,
    reach,
    present: (prediction) => present(prediction, origin(), { withWebhook: true }),
  });
  const runner = createRunner({
    clock,
    studio,
    outputs,
    timeScale,
    database,
    predictions,
    ledger,
    webhooks,
    reach,
    drawing: createSlots(DRAWING),
    rendering: createSlots(RENDERING),
    report,
    async ownFiles(url) {
      const prefix = `${origin()}/v1/files/`;
      const id = url.startsWith(prefix) ? url.slice(prefix.length) : "";
      return files.find(id) === null ? null : files.bytes(id);
    },
  });
  const context: Context = {
    database,
    clock,
    origin,
    secret,
    timeScale,
    settings,
    faults: createFaultBook(database),
    storm: createStorm(database),
    limits: createLimits(clock),
    breaks,
    reach,
    ledger,
    requests: createRequestLog(database),
    predictions,
    files,
    outputs,
    webhooks,
    webhookTable,
    runner,
  };
  const server = createReplicateServer(context, report);
  try {
    port = await listenSomewhere(
      server,
      wantedPorts(options.port, readMeta(database, "port")),
      report,
    );
  } catch (cause) {
    database.close();
    throw cause;
  }
  writeMeta(database, "port", String(port));
  webhooks.resume();
  runner.resume();

  return {
    port,
    origin: origin(),
    clock,
    async stop() {
      runner.stop();
      breaks.clear();
      webhooks.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      database.close();
    },
  };
}

function wantedPorts(asked: number, remembered: string | null): number[] {
  if (asked > 0) return [asked, 0];
  return remembered === null ? [0] : [Number(remembered), 0];
}

/** The first port that is free; 0 means any. */
async function listenSomewhere(
  server: Server,
  ports: readonly number[],
  report: (message: string) => void,
): Promise<number> {
  for (const port of ports) {
    const got = await listen(server, port);
    if (got !== null) return got;
    report(`Port ${port} is taken, so the offline Replicate chooses a free one.`);
  }
  throw new Error("The offline Replicate found no free port on 127.0.0.1.");
}

/** Null when the port is taken; rejects for any other reason. */
function listen(server: Server, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(null);
      else reject(error);
    };
    server.once("error", onError);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", onError);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : null);
    });
  });
}
