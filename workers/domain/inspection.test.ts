import { describe, expect, it } from "vitest";
import type { Asset, Findings } from "../contracts/project.ts";
import { cuttable } from "./cuttable.ts";
import type { Checked } from "./ingest.ts";
import type { Inspection } from "./inspection.ts";
import { derivedAssetIds, filesOf, isNamed } from "./leftovers.ts";
import type { Attempt } from "./state.ts";
import { Bench } from "./testing.ts";

const GOOD: Findings = {
  loudnessLufs: -20,
  peakDbtp: -3,
  blackShare: 0,
  frozenShare: 0.2,
  silentShare: 0.1,
};
const TILES = { frames: 12, tileWidth: 160, tileHeight: 90 };
const FACTS: Checked = { width: 1280, height: 720, durationMs: 8_000, hasAudio: true };

function shot(): { bench: Bench; attempt: Attempt } {
  const bench = new Bench();
  bench.upToClips();
  const attempt = bench.run(bench.jobs("clip")[0]?.id ?? "");
  const output = { ok: true as const, value: { url: "http://provider/file" } };
  bench.observe(attempt, { status: "succeeded", output });
  return { bench, attempt };
}

function inspectionOf(attempt: Attempt, findings: Findings): Inspection {
  const ids = derivedAssetIds(attempt);
  const picture = { contentType: "image/jpeg", bytes: 5, durationMs: null, hasAudio: null };
  return {
    findings,
    fps: 24,
    poster: { assetId: ids.poster, ...picture, width: 1280, height: 720 },
    strip: { assetId: ids.strip, ...picture, width: 1920, height: 90, ...TILES },
    mezzanine: { ...FACTS, assetId: ids.mezzanine, contentType: "video/mp4", bytes: 50 },
  };
}

function check(
  made: ReturnType<typeof shot>,
  options: { findings?: Partial<Findings>; facts?: Partial<Checked>; isPlain?: boolean } = {},
): Asset | undefined {
  const { bench, attempt } = made;
  const stored = { assetId: attempt.assetId, bytes: 10, contentType: "video/mp4" };
  const inspection = inspectionOf(attempt, { ...GOOD, ...options.findings });
  const facts = { ...FACTS, ...options.facts, ...(options.isPlain === true ? {} : { inspection }) };
  bench.tell({ type: "saved", attemptId: attempt.id, stored });
  bench.tell({ type: "checked", attemptId: attempt.id, facts, stored });
  return bench.state.assets.get(attempt.assetId);
}

describe("a clip that was looked into", () => {
  it("names its poster, its strip and its mezzanine, which are assets too", () => {
    const made = shot();
    const ids = derivedAssetIds(made.attempt);
    expect(check(made)).toMatchObject({
      posterAssetId: ids.poster,
      strip: { assetId: ids.strip, ...TILES },
      mezzanineAssetId: ids.mezzanine,
      findings: GOOD,
      isChecked: true,
    });
    const { assets } = made.bench.state;
    expect(assets.get(ids.poster)).toMatchObject({
      ...{ media: "image", width: 1280, height: 720, bytes: 5 },
    });
    expect(assets.get(ids.strip)).toMatchObject({ contentType: "image/jpeg", posterAssetId: null });
    expect(assets.get(ids.mezzanine)).toMatchObject({ media: "video", durationMs: 8_000 });
    expect([...assets.values()].some((asset) => "inspection" in asset)).toBe(false);
  });

  it("is cut from its mezzanine, any other asset from itself", () => {
    const made = shot();
    check(made);
    const { state } = made.bench;
    const { mezzanine, poster } = derivedAssetIds(made.attempt);
    expect(cuttable(state, made.attempt.assetId)?.assetId).toBe(mezzanine);
    expect(cuttable(state, poster)).toEqual({ assetId: poster, contentType: "image/jpeg" });
    expect(cuttable(state, crypto.randomUUID())).toBeNull();
  });

  it.each([
    ["black", { blackShare: 0.98, frozenShare: 1 }, /black from beginning to end/],
    ["frozen", { frozenShare: 1 }, /one frozen picture/],
    ["silent", { silentShare: 1, loudnessLufs: null }, /sound was asked for/],
  ])("fails when it is %s throughout, and its files are looked for later", (_, findings, words) => {
    const made = shot();
    const { bench, attempt } = made;
    expect(check(made, { findings })).toBeUndefined();
    const job = bench.job(attempt.jobId);
    expect(job).toMatchObject({ status: "failed", error: { code: "output_invalid" } });
    expect(job.error?.message).toMatch(words);
    expect(job.billed).toBe("yes");
    for (const assetId of filesOf(bench.state, attempt)) {
      expect(bench.wakeups.has(`prune:${assetId}`)).toBe(true);
      expect(isNamed(bench.state, assetId)).toBe(false);
    }
  });

  it.each([
    ["nearly all of it is black", { blackShare: 0.97, frozenShare: 0.97 }, {}],
    ["the file has no sound track", { silentShare: 1 }, { hasAudio: false }],
  ])("counts when %s", (_, findings, facts) => {
    const made = shot();
    expect(check(made, { findings, facts })?.findings).toMatchObject(findings);
  });

  it("may be silent when no sound was asked for, or the model makes none", () => {
    for (const change of ["order", "model"] as const) {
      const made = shot();
      const { bench, attempt } = made;
      const job = bench.job(attempt.jobId);
      if (job.order?.kind !== "clip") throw new Error("not a clip");
      const isMute = { field: "generate_audio", asked: "true", used: "false", reason: "Mute." };
      const quiet =
        change === "order"
          ? { ...job, order: { ...job.order, generateAudio: false } }
          : { ...job, substitutions: [isMute] };
      bench.state = { ...bench.state, jobs: new Map(bench.state.jobs).set(job.id, quiet) };
      expect(check(made, { findings: { silentShare: 1 } })).toBeDefined();
    }
  });

  it.each([
    [7_890, ["The clip is 7.9 s long, and 8 s was asked of the model."]],
    [6_000, ["The clip is 6 s long, and 8 s was asked of the model."]],
    [8_083, []],
    [8_100, []],
  ])("says so when it is %i ms long instead of eight seconds, if that shows", (ms, warnings) => {
    const made = shot();
    check(made, { facts: { durationMs: ms } });
    expect(made.bench.job(made.attempt.jobId)).toMatchObject({ status: "succeeded", warnings });
  });

  it("counts when it was only decoded, and what an earlier try may have derived goes later", () => {
    const made = shot();
    expect(check(made, { isPlain: true })).toMatchObject({ posterAssetId: null, findings: null });
    const { poster, mezzanine } = derivedAssetIds(made.attempt);
    expect(made.bench.wakeups.has(`prune:${poster}`)).toBe(true);
    expect(made.bench.wakeups.has(`prune:${mezzanine}`)).toBe(true);
    expect(made.bench.wakeups.has(`prune:${made.attempt.assetId}`)).toBe(false);
  });
});

describe("the ids of derived files", () => {
  it("follow from the attempt alone, differ from each other, and may name assets", () => {
    const { attempt } = shot();
    const ids = Object.values(derivedAssetIds(attempt));
    expect(Object.values(derivedAssetIds({ ...attempt }))).toEqual(ids);
    expect(new Set([...ids, attempt.id, attempt.assetId]).size).toBe(5);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.every((id) => uuid.test(id))).toBe(true);
    const other = { ...attempt, id: attempt.id.replace(/^0/, "1") };
    expect(Object.values(derivedAssetIds(other)).some((id) => ids.includes(id))).toBe(false);
  });
});
