/**
 * The jobs of this instance: accepted once by id, run in lanes (films one at a time), reported, canceled.
 * Kept in memory only: whoever asked keeps the truth and asks again elsewhere if this process dies.
 * A job that has ended never moves again.
 */
import { LIMITS } from "../config.ts";
import { faultOf, ServiceFault } from "../fault.ts";
import { unexpected } from "../log.ts";
import type { Platform } from "../platform.ts";
import type { Fault, JobOrder, JobReport, Step } from "../protocol.ts";
import { ProgressPoster } from "./progress.ts";
import { Slots } from "./slots.ts";

export type JobResult = NonNullable<JobReport["result"]>;

/** `progress` is 0 to 1; `step` says the same as `doing` for machines. */
export type Report = (progress: number, doing: string, step: Step) => void;

/** Does a job's work; rejects with the signal's reason when it is aborted. */
export type RunJob = (
  request: JobOrder,
  controls: { signal: AbortSignal; report: Report },
) => Promise<JobResult>;

type Job = {
  fingerprint: string;
  kind: JobOrder["kind"];
  report: JobReport;
  controller: AbortController;
  poster: ProgressPoster;
  acceptedAt: number;
  /** Resolves when nothing of the job runs any more and its last report was posted. */
  settled: Promise<void>;
};

export class Jobs {
  readonly #platform: Platform;
  readonly #run: RunJob;
  readonly #jobs = new Map<string, Job>();
  readonly #lanes = {
    film: new Slots(LIMITS.filmsAtOnce),
    convert: new Slots(LIMITS.convertsAtOnce),
    check: new Slots(LIMITS.checksAtOnce),
  };
  #isStopping = false;

  constructor(platform: Platform, run: RunJob) {
    this.#platform = platform;
    this.#run = run;
  }

  /** Jobs that have not ended. */
  get active(): number {
    return this.#unended().length;
  }

  /**
   * Takes a job, or returns the one that has its id. Throws ServiceFault: `invalid_request` (409, the
   * id belongs to another job), `stopping`, `busy`.
   */
  submit(request: JobOrder): JobReport {
    const fingerprint = fingerprintOf(request);
    const known = this.#jobs.get(request.job_id);
    if (known !== undefined) {
      if (known.fingerprint === fingerprint) return known.report;
      throw new ServiceFault(
        "invalid_request",
        "Another job already has this job_id. Send a new one.",
        { status: 409 },
      );
    }
    if (this.#isStopping) throw stopping();
    if (this.#lanes[request.kind].waiting >= LIMITS.jobsWaiting) {
      throw new ServiceFault("busy", "Too many jobs are waiting here. Try again in a minute.");
    }
    const report: JobReport = {
      protocol: request.protocol,
      job_id: request.job_id,
      status: "queued",
      progress: 0,
      doing: "Waiting for its turn",
      step: { name: "wait", done: 0, of: 0 },
      result: null,
      error: null,
    };
    const job: Job = {
      fingerprint,
      kind: request.kind,
      report,
      controller: new AbortController(),
      poster: new ProgressPoster(request.progress_url, this.#platform.timings),
      acceptedAt: this.#platform.now(),
      settled: Promise.resolve(),
    };
    this.#jobs.set(request.job_id, job);
    this.#platform.log({ event: "job_accepted", job_id: request.job_id, kind: request.kind });
    job.settled = this.#work(job, request);
    return job.report;
  }

  get(id: string): JobReport | null {
    return this.#jobs.get(id)?.report ?? null;
  }

  /** Null for an unknown id. The work itself ends right after: processes are killed, files removed. */
  cancel(id: string): JobReport | null {
    const job = this.#jobs.get(id);
    if (job === undefined) return null;
    this.#end(job, { status: "canceled", doing: "Canceled", result: null, error: null });
    job.controller.abort(new Error("The job was canceled"));
    return job.report;
  }

  /** Fails every job that has not ended with `stopping` and waits until all is quiet. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const job of this.#unended()) {
      this.#fail(job, stopping().fault);
      job.controller.abort(new Error("The service is stopping"));
    }
    await Promise.all([...this.#jobs.values()].map((job) => job.settled));
  }

  async #work(job: Job, request: JobOrder): Promise<void> {
    const { signal } = job.controller;
    try {
      const result = await this.#lanes[job.kind].run(signal, () => {
        const waited = Math.round(this.#platform.now() - job.acceptedAt);
        this.#platform.log({
          event: "job_started",
          job_id: request.job_id,
          waited_ms: waited,
        });
        this.#advance(job, 0, "Starting", { name: "fetch", done: 0, of: 0 });
        return this.#run(request, {
          signal,
          report: (progress, doing, step) => this.#advance(job, progress, doing, step),
        });
      });
      this.#end(job, { status: "succeeded", progress: 1, doing: "Done", result, error: null });
    } catch (error) {
      if (!signal.aborted && !(error instanceof ServiceFault)) {
        this.#platform.log(unexpected("job", error));
      }
      this.#fail(job, faultOf(error));
    }
    await job.poster.finish(job.report);
    this.#forgetOld();
  }

  #advance(job: Job, progress: number, doing: string, step: Step): void {
    if (hasEnded(job)) return;
    // A changed plan means more frames than thought: the number never goes back.
    const bounded = Math.min(0.99, Math.max(job.report.progress, progress));
    job.report = { ...job.report, status: "running", progress: bounded, doing, step };
    job.poster.report(job.report);
  }

  #fail(job: Job, error: Fault): void {
    this.#end(job, { status: "failed", doing: "Failed", result: null, error });
  }

  #end(job: Job, end: Partial<JobReport> & { status: "succeeded" | "failed" | "canceled" }): void {
    if (hasEnded(job)) return;
    job.report = { ...job.report, ...end, step: { name: "end", done: 0, of: 0 } };
    this.#platform.log({
      event: "job_ended",
      job_id: job.report.job_id,
      status: end.status,
      code: job.report.error?.code ?? null,
      ms: Math.round(this.#platform.now() - job.acceptedAt),
    });
  }

  #unended(): Job[] {
    return [...this.#jobs.values()].filter((job) => !hasEnded(job));
  }

  /** Maps keep the order of insertion: the oldest finished reports go first. */
  #forgetOld(): void {
    const finished = [...this.#jobs].filter(([, job]) => hasEnded(job));
    for (const [id] of finished.slice(0, Math.max(0, finished.length - LIMITS.finishedJobs))) {
      this.#jobs.delete(id);
    }
  }
}

export function stopping(): ServiceFault {
  return new ServiceFault(
    "stopping",
    "The ffmpeg service is shutting down. Start the job again; a new instance takes it.",
  );
}

function hasEnded(job: Job): boolean {
  return ["succeeded", "failed", "canceled"].includes(job.report.status);
}

/** Signed URLs get a new signature each time they are sent, so their queries say nothing of the job. */
function fingerprintOf(request: JobOrder): string {
  return JSON.stringify(request, (_key, value: unknown) =>
    typeof value === "string" && /^https?:\/\//.test(value) ? value.replace(/[?#].*$/, "") : value,
  );
}
