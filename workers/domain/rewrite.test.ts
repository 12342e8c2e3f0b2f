import { describe, expect, it } from "vitest";
import { Bench } from "./testing.ts";

type Asked = { bench: Bench; sceneId: string; jobId: string };

/** Scene 1 of 2 is to be written anew. */
function asked(wish = "It rains"): Asked {
  const bench = new Bench();
  bench.upToClips("step");
  const sceneId = [...bench.state.scenes.values()].find(({ number }) => number === 1)?.id ?? "";
  const answer = bench.tell({ type: "rewrite_scene", sceneId, input: { wish } });
  return { bench, sceneId, jobId: answer?.jobs[0]?.id ?? "" };
}

function write({ bench, jobId }: Asked, words: string): void {
  const text = { ok: true as const, value: { text: words } };
  bench.observe(bench.run(jobId), { status: "succeeded", output: text });
}

const refused = {
  status: "failed" as const,
  failure: {
    kind: "moderation" as const,
    error: { code: "content_refused" as const, message: "Refused." },
  },
};

describe("one scene written anew", () => {
  it("asks for one scene, with the wish and the others around it", () => {
    const { bench, sceneId, jobId } = asked();
    const job = bench.job(jobId);
    expect(job).toMatchObject({ kind: "script", targetId: sceneId, estimateUsd: 0.001 });
    expect(job.order).toMatchObject({
      sceneCount: 1,
      lengthS: 8,
      rewrite: { sceneId, version: 1, wish: "It rains", before: [], after: ["Scene 2"] },
    });
  });

  it("changes that scene alone, and lets its takes be", () => {
    const all = asked();
    write(all, "Rain");
    const { bench, sceneId } = all;
    expect(bench.state.scenes.get(sceneId)).toMatchObject({ description: "Rain 1", version: 2 });
    const words = [...bench.state.scenes.values()].map(({ description }) => description);
    expect(words).toEqual(["Rain 1", "Scene 2"]);
    // For whoever liked it better before.
    expect(bench.job(all.jobId).warnings).toEqual(["It read before: Scene 1"]);
    bench.tell({ type: "start", input: { kind: "clip" } });
    expect(bench.tell({ type: "rewrite_scene", sceneId, input: { wish: "" } })).not.toBeNull();
  });

  it("never writes over an edit that was made meanwhile, and keeps the words that were paid for", () => {
    const all = asked();
    const { bench, sceneId, jobId } = all;
    bench.tell({ type: "edit_scene", sceneId, input: { description: "My own words" } });
    write(all, "Rain");
    expect(bench.state.scenes.get(sceneId)).toMatchObject({
      description: "My own words",
      version: 2,
    });
    const job = bench.job(jobId);
    expect(job.status).toBe("succeeded");
    expect(job.warnings.at(-1)).toContain("The model wrote: Rain 1");
  });

  it("does not mind where the scene stands now, or that it is out of the film", () => {
    const moved = asked();
    moved.bench.tell({ type: "move_scene", sceneId: moved.sceneId, number: 2 });
    write(moved, "Rain");
    expect(moved.bench.state.scenes.get(moved.sceneId)).toMatchObject({
      number: 2,
      description: "Rain 1",
    });
    const out = asked();
    const attempt = out.bench.run(out.jobId);
    out.bench.tell({ type: "remove_scene", sceneId: out.sceneId });
    const text = { ok: true as const, value: { text: "Rain" } };
    out.bench.observe(attempt, { status: "succeeded", output: text });
    expect(out.bench.job(out.jobId).warnings.at(-1)).toContain("Rain 1");
  });

  it("is done once at a time, and not while the whole script is written", () => {
    const { bench, sceneId } = asked();
    expect(bench.tell({ type: "rewrite_scene", sceneId, input: { wish: "" } })).toBeNull();
    const other = [...bench.state.scenes.values()].find(({ id }) => id !== sceneId)?.id ?? "";
    expect(
      bench.tell({ type: "rewrite_scene", sceneId: other, input: { wish: "" } }),
    ).not.toBeNull();
    bench.tell({ type: "start", input: { kind: "script" } });
    expect(bench.tell({ type: "rewrite_scene", sceneId: other, input: { wish: "" } })).toBeNull();
  });

  it("is tried again for the scene as it reads then", () => {
    const { bench, sceneId, jobId } = asked();
    bench.observe(bench.run(jobId), refused);
    expect(bench.tell({ type: "retry", jobId })).toBeNull();
    bench.tell({ type: "edit_scene", sceneId, input: { description: "Milder" } });
    const again = bench.tell({ type: "retry", jobId })?.jobs[0];
    expect(again).toMatchObject({ targetId: sceneId, retryOf: jobId });
    expect(again?.order).toMatchObject({ rewrite: { description: "Milder", wish: "It rains" } });
  });

  it("takes what came late, as long as the scene still reads as it did", () => {
    const { bench, sceneId, jobId } = asked();
    const attempt = bench.run(jobId);
    bench.passDeadline(jobId);
    expect(bench.job(jobId).status).toBe("failed");
    const text = { ok: true as const, value: { text: "Late" } };
    bench.observe(attempt, { status: "succeeded", output: text });
    expect(bench.state.scenes.get(sceneId)).toMatchObject({ description: "Late 1" });
  });
});
