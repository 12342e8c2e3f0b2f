import { describe, expect, it } from "vitest";
import { fail, ok } from "../contracts/errors.ts";
import { agreeable, Bench } from "./testing.ts";

/** One scene with two takes ready; the film uses the second. */
function twoTakes(): { bench: Bench; sceneId: string; clipIds: [string, string] } {
  const bench = new Bench();
  bench.upToClips("step");
  const [reference] = bench.state.characterReferences.values();
  bench.tell({ type: "choose", characterReferenceId: reference?.id ?? "" });
  const sceneId = [...bench.state.scenes.values()].find(({ number }) => number === 1)?.id ?? "";
  for (let take = 1; take <= 2; take++) {
    bench.tell({ type: "start", input: { kind: "clip", sceneIds: [sceneId] } });
    bench.deliver(bench.run(bench.jobs("clip").at(-1)?.id ?? ""));
  }
  const [first = "", second = ""] = bench.state.clips.keys();
  return { bench, sceneId, clipIds: [first, second] };
}

const used = (bench: Bench, sceneId: string) => bench.state.scenes.get(sceneId)?.selectedClipId;

describe("choosing a take", () => {
  it("is what films use from now on, also twice", () => {
    const { bench, sceneId, clipIds } = twoTakes();
    expect(used(bench, sceneId)).toBe(clipIds[1]);
    expect(bench.tell({ type: "select_take", clipId: clipIds[0] })).not.toBeNull();
    expect(bench.tell({ type: "select_take", clipId: clipIds[0] })).not.toBeNull();
    expect(used(bench, sceneId)).toBe(clipIds[0]);
    const film = bench.cut({ allowMissing: true })?.jobs[0];
    expect(
      [...bench.state.films.values()].find(({ jobId }) => jobId === film?.id)?.clipIds,
    ).toEqual([clipIds[0]]);
  });

  it("is refused for a take that is not there, or not ready", () => {
    const { bench, sceneId, clipIds } = twoTakes();
    expect(bench.tell({ type: "select_take", clipId: bench.newId() })).toBeNull();
    bench.tell({ type: "shoot_take", sceneId, input: {} });
    const third = [...bench.state.clips.keys()].at(-1) ?? "";
    expect(bench.tell({ type: "select_take", clipId: third })).toBeNull();
    expect(used(bench, sceneId)).toBe(clipIds[1]);
  });
});

describe("one more take", () => {
  const order = (bench: Bench) => {
    const made = bench.jobs("clip").at(-1)?.order;
    if (made?.kind !== "clip") throw new Error("No clip was ordered");
    return made;
  };

  it("is shot as the scene reads, where nothing else was said", () => {
    const { bench, sceneId } = twoTakes();
    const [job] = bench.tell({ type: "shoot_take", sceneId, input: {} })?.jobs ?? [];
    expect(job).toMatchObject({ kind: "clip", model: "maker/video", status: "queued" });
    expect(order(bench).prompt).toBe(bench.state.scenes.get(sceneId)?.description);
    expect([...bench.state.clips.values()].at(-1)).toMatchObject({ sceneId, take: 3 });
  });

  it("is shot with other words, another model and a given seed, and the scene stays", () => {
    const { bench, sceneId } = twoTakes();
    const before = bench.state.scenes.get(sceneId);
    const input = { description: "By day", negativeDescription: "", model: "maker/two", seed: 7 };
    const [job] = bench.tell({ type: "shoot_take", sceneId, input })?.jobs ?? [];
    expect(job?.model).toBe("maker/two");
    expect(order(bench)).toMatchObject({ prompt: "By day", negativePrompt: null, seed: 7 });
    expect([...bench.state.clips.values()].at(-1)).toMatchObject({ prompt: "By day", seed: 7 });
    expect(bench.state.scenes.get(sceneId)).toEqual(before);
  });

  it("has a seed that can be kept, where the model takes one", () => {
    const { bench, sceneId } = twoTakes();
    const [first] = bench.state.clips.values();
    expect(first?.seed).toEqual(expect.any(Number));
    bench.planner = {
      ...agreeable,
      clip: ({ seed }, model) =>
        ok({
          ...{ model, estimateUsd: 1, shotLengthS: 8 },
          substitutions:
            seed === null ? [] : [{ field: "seed", asked: String(seed), used: null, reason: "" }],
        }),
    };
    const [silent] = bench.tell({ type: "shoot_take", sceneId, input: {} })?.jobs ?? [];
    expect(silent?.substitutions).toEqual([]);
    const [told] = bench.tell({ type: "shoot_take", sceneId, input: { seed: 7 } })?.jobs ?? [];
    expect(told?.substitutions).toHaveLength(1);
    expect([...bench.state.clips.values()].at(-1)?.seed).toBeNull();
  });

  it("is not begun where the model refuses it, without a portrait, or in no scene", () => {
    const { bench, sceneId } = twoTakes();
    const jobs = bench.jobs("clip").length;
    expect(bench.tell({ type: "shoot_take", sceneId: bench.newId(), input: {} })).toBeNull();
    bench.planner = { ...agreeable, clip: () => fail("provider_rejected", "No.") };
    expect(bench.tell({ type: "shoot_take", sceneId, input: {} })).toBeNull();
    expect(bench.jobs("clip")).toHaveLength(jobs);
    const early = new Bench();
    early.upToClips("step");
    const [scene] = early.state.scenes.values();
    early.tell({ type: "shoot_take", sceneId: scene?.id ?? "", input: {} });
    expect(early.jobs("clip")).toEqual([]);
  });
});

describe("a trim that was edited in two places", () => {
  it("is refused for the second, who is told", () => {
    const { bench, clipIds } = twoTakes();
    const trim = (inS: number, was: { inS: number; outS: number | null }) =>
      bench.tell({ type: "trim_clip", clipId: clipIds[0], input: { inS, was } });
    const asFound = { inS: 0, outS: null };
    expect(trim(1, asFound)).not.toBeNull();
    expect(trim(2, asFound)).toBeNull();
    expect(bench.state.clips.get(clipIds[0])?.inS).toBe(1);
    expect(trim(2, { inS: 1, outS: null })).not.toBeNull();
  });
});
