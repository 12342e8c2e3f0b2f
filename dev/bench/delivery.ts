/**
 * Delivery of films through the Worker, against a bare Worker that only hands on `object.body`: both in
 * the same workerd, each with a bucket of its own that holds an object of the same size.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as z from "zod";
import { startStack } from "../harness/stack.ts";
import type { Stack } from "../harness/stack.ts";
import { send } from "../journeys/client.ts";
import { BARE_BUCKET, BARE_KEY, startBareWorker } from "./bare-worker.ts";
import type { BareWorker } from "./bare-worker.ts";
import { download } from "./download.ts";
import { putLargeObject } from "./large-object.ts";
import type { Bench } from "./main.ts";
import { sideBySide } from "./measure.ts";
import { residentMb } from "./resident.ts";
import { given, times } from "./table.ts";
import type { Row } from "./table.ts";

const OBJECT_MB = 500;
const MB = 1024 * 1024;
const RANGE_BYTES = 65_536;
/** Ranges are quick: many of them cost nothing and calm the median. Odd, so that their number stays odd. */
const RANGES_A_ROUND = 15;
const SAMPLE_MS = 10;

const MIDDLE = (OBJECT_MB * MB) / 2;
const RANGE = { range: `bytes=${MIDDLE}-${MIDDLE + RANGE_BYTES - 1}` };

/** Where the object is read, and the processes that give it. */
type Side = { url: string; workerd: number[] };

export async function delivery(bench: Bench): Promise<Row[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "edgereel-bench-"));
  const appFolder = path.join(scratch, "app");
  const bareFolder = path.join(scratch, "bare");
  mkdirSync(bareFolder);
  try {
    bench.say(`delivery: a film of ${OBJECT_MB} MB in the app, and its like for the bare Worker`);
    const filmPath = await using(startStack({ dataDir: appFolder, env: QUICK }), enlargedFilm);
    await using(startBareWorker(bareFolder, "delivery"), ({ origin }) =>
      putLargeObject(origin, { bucket: BARE_BUCKET, key: BARE_KEY }, OBJECT_MB),
    );
    // Started again, because a process that has just stored the object has memory to spare.
    return await using(startStack({ dataDir: appFolder }), (stack) =>
      using(startBareWorker(bareFolder, "delivery"), (bare) =>
        rows(
          bench,
          { url: stack.origin + filmPath, workerd: stack.pids.workerd },
          { url: bare.origin, workerd: bare.workerd },
        ),
      ),
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  }
}

const QUICK = { TIME_SCALE: "0.01" };

async function rows({ rounds, say }: Bench, app: Side, bare: Side): Promise<Row[]> {
  for (const side of [app, bare]) await firstByte(side);
  say("delivery: the object read whole");
  const before = { app: residentMb(app.workerd), bare: residentMb(bare.workerd) };
  const peak = { ...before };
  const whole = await sideBySide(rounds, {
    app: () => readWhole(app, (mb) => (peak.app = Math.max(peak.app, mb))),
    bare: () => readWhole(bare, (mb) => (peak.bare = Math.max(peak.bare, mb))),
  });
  say("delivery: ranges from its middle");
  const ranged = await sideBySide(rounds * RANGES_A_ROUND, {
    app: () => firstByte(app),
    bare: () => firstByte(bare),
  });

  const rate = whole.bare / whole.app;
  const wait = ranged.app / ranged.bare;
  const raised = peak.app - before.app;
  return [
    {
      work: `${OBJECT_MB} MB through the Worker, rate against a bare Worker's`,
      ...{ value: times(rate), must: ">= 0.5×", aim: "", ok: rate >= 0.5 },
    },
    given(
      "the rates themselves, app and bare",
      `${perSecond(whole.app)}, ${perSecond(whole.bare)}`,
    ),
    {
      work: "first byte of a range of 64 KiB in the middle, against a bare Worker's",
      ...{ value: times(wait), must: "<= 3×", aim: "", ok: wait <= 3 },
    },
    given("the waits themselves, app and bare", `${millis(ranged.app)}, ${millis(ranged.bare)}`),
    {
      work: `memory that workerd takes more while ${OBJECT_MB} MB are read`,
      ...{ value: megabytes(raised), must: "< 64 MB", aim: "", ok: raised < 64 },
    },
    given("the same for the bare Worker", megabytes(peak.bare - before.bare)),
  ];
}

/** Makes a clip through the API and puts the large object in the place of its file. Returns its path. */
async function enlargedFilm(stack: Stack): Promise<string> {
  const made = await send(stack, "POST", "/api/mv/generate_video", { prompt: "A calm sea" });
  const { video_id, video_url } = Video.parse(made.body);
  const info = await send(stack, "GET", `${video_url}/info`);
  const { project_id } = VideoInfo.parse(info.body);
  const at = { bucket: "edgereel-media", key: `w/default/assets/${video_id}` };
  await putLargeObject(stack.origin, at, OBJECT_MB, { project: project_id });
  return video_url;
}

const Video = z.object({ video_id: z.uuid(), video_url: z.string() });
const VideoInfo = z.object({ project_id: z.uuid() });

/** Milliseconds; `sample` is told the memory again and again. */
async function readWhole(side: Side, sample: (mb: number) => void): Promise<number> {
  const sampler = setInterval(() => sample(residentMb(side.workerd)), SAMPLE_MS);
  try {
    const { ms, bytes } = await download(side.url, 200);
    if (bytes !== OBJECT_MB * MB) throw new Error(`${side.url} gave ${bytes} bytes`);
    return ms;
  } finally {
    clearInterval(sampler);
  }
}

async function firstByte({ url }: Side): Promise<number> {
  const { firstByteMs, bytes } = await download(url, 206, RANGE);
  if (bytes !== RANGE_BYTES) throw new Error(`${url} gave ${bytes} bytes of a range`);
  return firstByteMs;
}

async function using<P extends Stack | BareWorker, T>(
  starting: Promise<P>,
  work: (program: P) => Promise<T>,
): Promise<T> {
  const program = await starting;
  try {
    return await work(program);
  } finally {
    await program.stop();
  }
}

const perSecond = (ms: number) => `${Math.round(OBJECT_MB / (ms / 1_000))} MB/s`;
const millis = (ms: number) => `${ms.toFixed(1)} ms`;
const megabytes = (mb: number) => `${mb.toFixed(0)} MB`;
