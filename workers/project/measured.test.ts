import { describe, expect, it } from "vitest";
import { Bench } from "../domain/testing.ts";
import { measuredOf, newlyMeasured } from "./measured.ts";

function shot(): { bench: Bench; jobId: string } {
  const bench = new Bench();
  bench.upToClips("quick");
  const jobId = bench.jobs("clip")[0]?.id ?? "";
  const attempt = bench.run(jobId);
  bench.now += 71_400;
  bench.deliver(attempt);
  return { bench, jobId };
}

describe("what a finished job says of the usual time", () => {
  it("is how long it took, by its model and the length that was shot", () => {
    const { bench, jobId } = shot();
    expect(measuredOf(bench.state, bench.job(jobId))).toEqual({
      ...{ kind: "clip", model: "maker/video", lengthS: 8, seconds: 71.4 },
    });
  });

  it("is by the length that a film has, however its clips were trimmed and joined", () => {
    const { bench } = shot();
    for (const job of bench.jobs("clip").slice(1)) bench.deliver(bench.run(job.id));
    const attempt = bench.begin(bench.jobs("film")[0]?.id ?? "");
    const { id: attemptId, assetId } = attempt;
    const news = { kind: "done" as const, parts: "{}", warnings: [] };
    bench.tell({ type: "film", attemptId, news, isPoll: false });
    bench.now += 12_000;
    const facts = { width: 16, height: 9, durationMs: 31_000, hasAudio: true };
    const file = { assetId, bytes: 10, contentType: "video/mp4", media: "video" as const, facts };
    bench.tell({ type: "film_saved", attemptId, file, renditions: [], lost: [] });
    const { jobId } = attempt;
    expect(measuredOf(bench.state, bench.job(jobId))).toEqual({
      ...{ kind: "film", model: null, lengthS: 45, seconds: 12 },
    });
    const unseen = { ...bench.state, assets: new Map() };
    expect(measuredOf(unseen, bench.job(jobId))).toBeNull();
  });

  it("is nothing where it failed, was tried more than once, or was sent in", () => {
    const { bench, jobId } = shot();
    const job = bench.job(jobId);
    const changes = [{ status: "failed" as const }, { attemptCount: 2 }, { order: null }];
    for (const change of changes) {
      expect(measuredOf(bench.state, { ...job, ...change })).toBeNull();
    }
  });

  it("is said once, as the job ends", () => {
    const { bench, jobId } = shot();
    const { state } = bench;
    const before = new Map([[jobId, { ...bench.job(jobId), status: "ingesting" as const }]]);
    expect(newlyMeasured(state, [{ id: jobId }], before)).toHaveLength(1);
    expect(newlyMeasured(state, [{ id: jobId }], state.jobs)).toEqual([]);
  });
});
