/**
 * One job of the engine in a process of its own, for measuring: `node container/bench/work.ts JOB`, where JOB
 * is a film's or a check's request as JSON, without what only the service needs, and
 * perhaps a `folder` in which its files are left. Prints one line of JSON:
 * milliseconds until the clips were here, from then until the result was made, and what was planned.
 */
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { realPlatform } from "../src/platform.ts";
import type { Platform } from "../src/platform.ts";
import { JobRequest } from "../src/protocol.ts";
import { renderCheck } from "../src/render/check.ts";
import { renderFilm } from "../src/render/film.ts";
import type { Work } from "../src/render/work.ts";

const NOWHERE = { part_url: "http://127.0.0.1:9/{part}", part_bytes: 5 * 1024 * 1024 };

async function main(): Promise<void> {
  const { folder: given, ...job } = JSON.parse(process.argv[2] ?? "{}") as { folder?: string };
  const service = { protocol: 2, job_id: randomUUID(), upload: NOWHERE, progress_url: null };
  const order = JobRequest.parse({ ...service, ...job });
  const folder = given ?? (await mkdtemp(path.join(tmpdir(), "edgereel-bench-work-")));
  let plan = "";
  let fetchedAt = performance.now();
  const platform: Platform = {
    ...realPlatform({
      ffmpeg: process.env["FFMPEG_PATH"] ?? "ffmpeg",
      ffprobe: process.env["FFPROBE_PATH"] ?? "ffprobe",
    }),
    log: (event) => {
      if (event.event === "film_planned") plan = event.plan;
    },
  };
  const report: Work["report"] = (_progress, _doing, step) => {
    if (step.name === "fetch") fetchedAt = performance.now();
  };
  const work = { platform, folder, signal: new AbortController().signal, report };
  const startedAt = performance.now();
  if (order.kind === "film") await renderFilm(work, order);
  else if (order.kind === "check") await renderCheck(work, order);
  const endedAt = performance.now();
  if (given === undefined) await rm(folder, { recursive: true });
  const told = { fetchMs: fetchedAt - startedAt, makeMs: endedAt - fetchedAt, plan };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

await main();
