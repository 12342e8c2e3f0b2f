/** The service itself, apart from its process: work folder, jobs, probes and the HTTP server. */
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { LIMITS } from "../config.ts";
import { ServiceFault } from "../fault.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";
import { checkFile } from "../probe/check.ts";
import { PROTOCOL } from "../protocol.ts";
import type {
  Fault,
  JobOrder,
  ProbeReport,
  ProbeRequest,
  ResultFile,
  Upload,
} from "../protocol.ts";
import { renderCheck } from "../render/check.ts";
import { renderConvert } from "../render/convert.ts";
import { renderFilm } from "../render/film.ts";
import type { Rendered, Work } from "../render/work.ts";
import { download } from "../transfer/download.ts";
import { upload } from "../transfer/upload.ts";
import { Jobs, stopping } from "./jobs.ts";
import type { JobResult, RunJob } from "./jobs.ts";
import { createRouter } from "./router.ts";
import { Slots } from "./slots.ts";
import { WorkDir } from "./work-dir.ts";

export type RunningService = {
  port: number;
  /** Jobs that have not ended. */
  activeJobs(): number;
  /** Fails what runs with `stopping`, reports it, removes every temporary file, closes the port. */
  stop(): Promise<void>;
};

/**
 * Opens the work folder, checks that the tools run, and listens. Rejects with an Error that says what is
 * missing: a tool, the folder, the port.
 */
export async function startService(
  platform: Platform,
  options: { port: number; host: string; workDir: string },
): Promise<RunningService> {
  const version = await ffmpegVersion(platform);
  const { workDir, leftovers } = await WorkDir.open(options.workDir);
  if (leftovers > 0) platform.log({ event: "leftovers_removed", count: leftovers });
  const jobs = new Jobs(platform, runIn(platform, workDir));
  const probes = new Probes(platform, workDir);
  let isStopping = false;

  const server = createServer(
    createRouter(
      {
        submit: (request) => jobs.submit(request),
        job: (id) => jobs.get(id),
        cancel: (id) => jobs.cancel(id),
        probe: (request, signal) => probes.probe(request, signal),
        health: () => ({
          protocol: PROTOCOL,
          status: isStopping ? "stopping" : "ok",
          ffmpeg: version,
          jobs: jobs.active,
        }),
      },
      platform.log,
    ),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    activeJobs: () => jobs.active,
    stop: async () => {
      isStopping = true;
      // The port stays open while jobs end, so that callers hear `stopping` and not a dead line.
      await Promise.all([jobs.stop(), probes.stop()]);
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await workDir.close();
    },
  };
}

function runIn(platform: Platform, workDir: WorkDir): RunJob {
  return (request, { signal, report }) =>
    workDir.lend(async (folder): Promise<JobResult> => {
      const rendered = await render(request, { platform, folder, signal, report });
      const what = request.kind === "film" ? "Saving the film" : "Saving the picture";
      report(1, what, { name: "save", done: 0, of: 1 });
      const send = (file: string, target: Upload) => upload(platform, { file, target, signal });
      const parts = await send(rendered.file, request.upload);
      const files: ResultFile[] = [];
      for (const { name, file, media, upload: target } of rendered.files ?? []) {
        files.push({
          name,
          bytes: (await stat(file)).size,
          parts: await send(file, target),
          media,
        });
      }
      const { media, warnings, findings } = rendered;
      const bytes = (await stat(rendered.file)).size;
      const more = findings === undefined ? {} : { findings };
      return { bytes, parts, media, warnings, ...(files.length > 0 ? { files } : {}), ...more };
    });
}

function render(request: JobOrder, work: Work): Promise<Rendered> {
  switch (request.kind) {
    case "film":
      return renderFilm(work, request);
    case "convert":
      return renderConvert(work, request);
    case "check":
      return renderCheck(work, request);
  }
}

class Probes {
  readonly #platform: Platform;
  readonly #workDir: WorkDir;
  readonly #slots = new Slots(LIMITS.probesAtOnce);
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<unknown>>();

  constructor(platform: Platform, workDir: WorkDir) {
    this.#platform = platform;
    this.#workDir = workDir;
  }

  async probe(request: ProbeRequest, gone: AbortSignal): Promise<ProbeReport> {
    if (this.#stopped.signal.aborted) throw stopping();
    if (this.#slots.waiting >= LIMITS.probesWaiting) {
      throw new ServiceFault("busy", "Too many files wait to be checked. Try again in a minute.");
    }
    const { now, log } = this.#platform;
    const startedAt = now();
    const signal = AbortSignal.any([gone, this.#stopped.signal]);
    const work = this.#slots.run(signal, () => this.#check(request, signal));
    this.#running.add(work);
    let code: Fault["code"] | null = null;
    try {
      return await work;
    } catch (error) {
      code = error instanceof ServiceFault ? error.fault.code : "internal";
      // Nobody reads the answer of a caller that went away.
      if (gone.aborted) throw stopping();
      throw error;
    } finally {
      this.#running.delete(work);
      log({ event: "probe_ended", code, ms: Math.round(now() - startedAt) });
    }
  }

  async stop(): Promise<void> {
    this.#stopped.abort(stopping());
    await Promise.allSettled(this.#running);
  }

  #check(request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    return this.#workDir.lend(async (folder) => {
      const file = path.join(folder, "input");
      const maxBytes = request.media === "image" ? LIMITS.imageBytes : LIMITS.mediaBytes;
      await download(this.#platform, { url: request.url, file, maxBytes, signal });
      const media = await checkFile(this.#platform, file, request.media, signal);
      return { protocol: request.protocol, media };
    });
  }
}

/** Runs both tools once. Throws an Error that names the one that can't be run. */
async function ffmpegVersion({ tools }: Platform): Promise<string> {
  const signal = AbortSignal.timeout(20_000);
  const ask = async (tool: string): Promise<string> => {
    try {
      return (await runTool(tool, ["-version"], { signal })).stdout;
    } catch (cause) {
      const advice = "Install ffmpeg, or set FFMPEG_PATH and FFPROBE_PATH.";
      throw new Error(`${tool} can't be run. ${advice}`, { cause });
    }
  };
  const [text] = await Promise.all([ask(tools.ffmpeg), ask(tools.ffprobe)]);
  return /^ffmpeg version (\S+)/.exec(text)?.[1] ?? "unknown";
}
