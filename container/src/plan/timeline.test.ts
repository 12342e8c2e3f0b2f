import { describe, expect, it } from "vitest";
import { clip, join, plan } from "../testing/plan.ts";
import { describePlan, encodedShare } from "./plan.ts";
import type { PlannedClip } from "./plan.ts";

describe("transitions", () => {
  const keyed = { cleanStarts: [0, 12, 24, 36], closedPrefixes: [0, 12, 24, 36, 48] };
  const trimmed = { ...keyed, asked: { in_s: 0.25, out_s: 1.75 } };
  const cases: Array<[string, PlannedClip[], Parameters<typeof plan>[1], string]> = [
    [
      "overlap the clips where each is to be shown whole",
      [clip(keyed), clip(keyed)],
      { joins: [join("crossfade")], keep: "clips" },
      "copy 1:0-36, crossfade 12 1:36-48 2:0-12, copy 2:12-48",
    ],
    [
      "take what lies beyond the cuts where the film keeps its length",
      [clip(trimmed), clip(trimmed)],
      { joins: [join("crossfade")] },
      "encode 1:6-12, copy 1:12-36, crossfade 12 1:36-48 2:0-12, copy 2:12-36, encode 2:36-42",
    ],
    [
      "take all from the one side that has it",
      [clip({ ...keyed, asked: { out_s: 1.5 } }), clip(keyed)],
      { joins: [join("slide")] },
      "copy 1:0-36, slide 12 1:36-48 2:0-12, copy 2:12-48",
    ],
    [
      "encode up to the next place to cut",
      [clip({ cleanStarts: [0, 24] }), clip({ cleanStarts: [0, 24] })],
      { joins: [join("wipe")], keep: "clips" },
      "copy 1:0-34, wipe 12 1:34-48 2:0-24, copy 2:24-48",
    ],
    [
      "need nothing beyond the cuts to dip",
      [clip(keyed), clip(keyed)],
      { joins: [join("dip_black", 1)] },
      "copy 1:0-36, dip_black 24 1:36-48 2:0-12, copy 2:12-48",
    ],
    [
      "share what is encoded of a clip between two",
      [clip(keyed), clip({ codec: "vp9" }), clip(keyed)],
      { joins: [join("crossfade"), join("crossfade")], keep: "clips" },
      "copy 1:0-36, crossfade 12 1:36-48 2:0-36, crossfade 12 2:36-48 3:0-12, copy 3:12-48",
    ],
    [
      "stand beside cuts",
      [clip(keyed), clip(keyed), clip(keyed)],
      { joins: [join("cut"), join("crossfade")], keep: "clips" },
      "copy 1:0-48, copy 2:0-36, crossfade 12 2:36-48 3:0-12, copy 3:12-48",
    ],
  ];

  it.each(cases)("%s", (_name, clips, changes, expected) => {
    expect(describePlan(plan(clips, changes))).toBe(`320x180@24/1 sound: ${expected}`);
  });

  it("keep the film's length, or shorten it by what is shown together", () => {
    const clips = [clip(trimmed), clip(trimmed)];
    const joins = [join("crossfade")];
    expect(plan(clips, { joins }).frames).toBe(72);
    expect(plan(clips, { joins, keep: "clips" }).frames).toBe(60);
    expect(plan(clips, { joins: [join("dip_white")], keep: "clips" }).frames).toBe(72);
  });

  it("are shortened to what the clips allow, and that is said", () => {
    const short = { asked: { out_s: 10 / 24 } };
    const made = plan([clip(), clip(short), clip()], {
      joins: [join("crossfade", 1), join("crossfade", 0.2)],
      keep: "clips",
    });
    expect(made.seams.map((seam) => seam.overlap)).toEqual([5, 5]);
    expect(made.warnings).toEqual([
      "The crossfade between clips 1 and 2 lasts 0.21 s instead of 1 s: the clips have no more material there.",
      expect.stringContaining("Clip 3 has too few keyframes"),
    ]);
  });

  it("become cuts where there is no material, and that is said", () => {
    const { seams, warnings } = plan([clip(), clip()], { joins: [join("wipe")] });
    expect(seams).toMatchObject([{ kind: "cut", overlap: 0 }]);
    expect(warnings).toEqual([
      "The wipe between clips 1 and 2 became a hard cut: the clips have no more material there.",
    ]);
  });

  it("encode few frames of clips with keyframes at the joins", () => {
    const prepared = { frames: 192, durationS: 8, cleanStarts: [0, 12, 180] };
    const clips = Array.from({ length: 6 }, () =>
      clip({ ...prepared, closedPrefixes: [12, 180, 192] }),
    );
    const joins = Array.from({ length: 5 }, () => join("crossfade"));
    expect(encodedShare(plan(clips, { joins, keep: "clips" }))).toBeLessThan(0.06);
  });
});

describe("how lengths are shared out", () => {
  it("keeps the film within one frame of the sum, whatever the clips are rounded to", () => {
    const clips = Array.from({ length: 30 }, () => clip({ asked: { length_s: 1.02 } }));
    expect(Math.abs(plan(clips).frames / 24 - 30 * 1.02)).toBeLessThanOrEqual(1 / 24);
  });

  it("places every clip where the one before it ends", () => {
    const { spans, frames } = plan([clip(), clip({ asked: { in_s: 0.5, out_s: 1 } }), clip()]);
    expect(spans).toEqual([
      { from: 0, to: 48, at: 0 },
      { from: 12, to: 24, at: 48 },
      { from: 0, to: 48, at: 60 },
    ]);
    expect(frames).toBe(108);
  });

  it("never gives a clip no frame, nor more than it has", () => {
    const tiny = clip({ asked: { length_s: 0.001 } });
    const late = clip({ asked: { in_s: 1.99 } });
    const { spans } = plan([tiny, tiny, late]);
    expect(spans.map(({ from, to }) => to - from)).toEqual([1, 1, 1]);
  });
});
