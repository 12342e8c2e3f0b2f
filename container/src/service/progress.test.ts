import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JobReport } from "../protocol.ts";
import { ProgressPoster } from "./progress.ts";

const timings = { progressEvery: 1_000, progressPostTimeout: 3_000 };

function report(progress: number): JobReport {
  return {
    protocol: 1,
    job_id: "00000000-0000-4000-8000-000000000000",
    status: "running",
    progress,
    doing: "",
    result: null,
    error: null,
  };
}

/** A listener whose answers the test gives. */
let posted: number[] = [];
let answers: Array<() => void> = [];

beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
  answers = [];
  vi.stubGlobal("fetch", (_url: string, init: { body: string; signal: AbortSignal }) => {
    posted.push((JSON.parse(init.body) as JobReport).progress);
    return new Promise((resolve, reject) => {
      answers.push(() => resolve(new Response(null, { status: 204 })));
      init.signal.addEventListener("abort", () => reject(init.signal.reason as Error));
    });
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("posting progress", () => {
  it("posts the first report at once and then only the newest, once a second", async () => {
    const poster = new ProgressPoster("http://listener/", timings);
    poster.report(report(0.1));
    answers[0]?.();
    poster.report(report(0.2));
    poster.report(report(0.3));
    await vi.advanceTimersByTimeAsync(999);
    expect(posted).toEqual([0.1]);
    await vi.advanceTimersByTimeAsync(1);
    expect(posted).toEqual([0.1, 0.3]);
  });

  it("keeps one request in flight, however slow the listener is", async () => {
    const poster = new ProgressPoster("http://listener/", timings);
    poster.report(report(0.1));
    poster.report(report(0.2));
    await vi.advanceTimersByTimeAsync(2_500);
    expect(posted).toEqual([0.1]);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(posted).toEqual([0.1, 0.2]);
  });

  it("posts the last report at once, dropping one that is stuck", async () => {
    const poster = new ProgressPoster("http://listener/", timings);
    poster.report(report(0.1));
    poster.report(report(0.2));
    const finished = poster.finish(report(1));
    await vi.advanceTimersByTimeAsync(0);
    expect(posted).toEqual([0.1, 1]);
    answers[1]?.();
    await finished;
    poster.report(report(0.5));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(posted).toEqual([0.1, 1]);
  });

  it("ignores a listener that fails", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("fetch failed")));
    const poster = new ProgressPoster("http://listener/", timings);
    poster.report(report(0.1));
    await expect(poster.finish(report(1))).resolves.toBeUndefined();
  });

  it("does nothing when nobody listens", async () => {
    const poster = new ProgressPoster(null, timings);
    poster.report(report(0.1));
    await poster.finish(report(1));
    expect(posted).toEqual([]);
  });
});
