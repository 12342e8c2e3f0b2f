import { describe, expect, it } from "vitest";
import { derivedAssetIds } from "./leftovers.ts";
import { posterOf } from "./poster.ts";
import type { Attempt } from "./state.ts";
import { Bench } from "./testing.ts";

/** Delivers a clip with a poster of its own. */
function deliver(bench: Bench, attempt: Attempt): string {
  const { poster: assetId } = derivedAssetIds(attempt);
  const stored = { assetId: attempt.assetId, bytes: 10, contentType: "video/mp4" };
  const size = { width: 16, height: 9 };
  const findings = { blackShare: 0, frozenShare: 0, silentShare: 0 };
  const inspection = {
    fps: 24,
    findings: { ...findings, loudnessLufs: -14, peakDbtp: -1 },
    poster: {
      ...size,
      ...{ assetId, bytes: 5, contentType: "image/jpeg", durationMs: null, hasAudio: null },
    },
    strip: null,
    mezzanine: null,
  };
  const output = { ok: true as const, value: { url: "http://provider/file" } };
  bench.observe(attempt, { status: "succeeded", output });
  bench.tell({ type: "saved", attemptId: attempt.id, stored });
  const facts = { ...size, durationMs: 8_000, hasAudio: true, inspection };
  bench.tell({ type: "checked", attemptId: attempt.id, facts, stored });
  return assetId;
}

describe("the picture that stands for a project", () => {
  it("is its character, then its newest clip, then its film", () => {
    const bench = new Bench();
    bench.upToClips();
    const chosen = bench.state.project?.characterReferenceId ?? "";
    const portrait = bench.state.characterReferences.get(chosen)?.assetId ?? null;
    expect(portrait).not.toBeNull();
    expect(posterOf(bench.state)).toBe(portrait);
    const [first, second] = bench.jobs("clip").map((job) => {
      bench.now += 1_000;
      return deliver(bench, bench.run(job.id));
    });
    expect([first, second]).toContain(posterOf(bench.state));
    const film = bench.run(bench.jobs("film")[0]?.id ?? "");
    const news = { kind: "done" as const, parts: "{}", warnings: [] };
    bench.tell({ type: "film", attemptId: film.id, news, isPoll: false });
    bench.effects.clear();
    bench.store(film);
    expect(posterOf(bench.state)).toBe(first);
    expect(bench.effects.has("publish")).toBe(true);
  });

  it("is a clip where there is no character, and the list hears of it", () => {
    const bench = new Bench();
    bench.upToClips();
    bench.state = { ...bench.state, characterReferences: new Map() };
    const attempt = bench.run(bench.jobs("clip")[0]?.id ?? "");
    expect(posterOf(bench.state)).toBeNull();
    bench.effects.clear();
    expect(deliver(bench, attempt)).toBe(posterOf(bench.state));
    expect(bench.effects.has("publish")).toBe(true);
  });
});
