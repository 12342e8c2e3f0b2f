import { describe, expect, it } from "vitest";
import { at30, clip, plan, sets } from "../testing/plan.ts";
import { describePlan } from "./plan.ts";
import type { PlannedClip } from "./plan.ts";

const copied = "320x180@24/1 sound: copy 1:0-48";
const encoded = "320x180@24/1 sound: encode 1:0-48";

describe("what is copied and what is encoded", () => {
  const cases: Array<[string, PlannedClip[], string]> = [
    ["matching clips", [clip(), clip()], "320x180@24/1 sound: copy 1:0-48, copy 2:0-48"],
    [
      "an end between mini-GOPs",
      [clip({ asked: { length_s: 28 / 24 } }), clip()],
      "320x180@24/1 sound: copy 1:0-28, copy 2:0-48",
    ],
    [
      "an end inside a mini-GOP",
      [clip({ asked: { out_s: 29 / 24 } }), clip()],
      "320x180@24/1 sound: copy 1:0-28, encode 1:28-29, copy 2:0-48",
    ],
    [
      "a start before a keyframe",
      [clip({ cleanStarts: [0, 25], asked: { in_s: 20 / 24 } })],
      "320x180@24/1 sound: encode 1:20-25, copy 1:25-48",
    ],
    [
      "a start after the last keyframe",
      [clip({ asked: { in_s: 20 / 24 } })],
      "320x180@24/1 sound: encode 1:20-48",
    ],
    [
      "a length beyond the clip",
      [clip({ asked: { length_s: 9 } })],
      "320x180@24/1 sound: copy 1:0-48",
    ],
    [
      "other parameter sets under the same number",
      [clip(), clip({ sets: sets(0, 1) }), clip()],
      "320x180@24/1 sound: copy 1:0-48, encode 2:0-48, copy 3:0-48",
    ],
    [
      "other parameter sets under another number",
      [clip(), clip({ sets: sets(1, 1) }), clip()],
      "320x180@24/1 sound: copy 1:0-48, copy 2:0-48, copy 3:0-48",
    ],
    [
      "the majority decides",
      [clip(at30), clip(), clip()],
      "320x180@24/1 sound: encode 1:0-48, copy 2:0-48, copy 3:0-48",
    ],
    [
      "the first decides a tie",
      [clip(at30), clip()],
      "320x180@30/1 sound: copy 1:0-60, encode 2:0-60",
    ],
    ["no sound at all", [clip({ hasSound: false })], "320x180@24/1 silent: copy 1:0-48"],
    ["picture behind the sound in its file", [clip({ stream: 1 })], copied],
    ["a late start", [clip({ startS: 0.5 })], copied],
    ["another time base", [clip({ timeBase: "1/24000" })], copied],
    ["turned", [clip({ rotation: 90 })], "180x320@24/1 sound: encode 1:0-48"],
    [
      "pixels that are not square",
      [clip({ pixelAspect: { num: 4, den: 3 } })],
      "426x180@24/1 sound: encode 1:0-48",
    ],
    ["ten bits", [clip({ pixelFormat: "yuv420p10le" })], encoded],
    ["full range", [clip({ pixelFormat: "yuvj420p" })], encoded],
    ["another codec", [clip({ codec: "hevc" })], encoded],
    ["interlaced", [clip({ isInterlaced: true })], encoded],
    ["a start that hides frames", [clip({ isCleanStart: false })], encoded],
    ["no avcC", [clip({ sets: null })], encoded],
    ["HDR", [clip({ colour: { ...clip().facts.video.colour, transfer: "smpte2084" } })], encoded],
    [
      "a variable rate",
      [clip({ isConstantRate: false, rate: { num: 23_995, den: 1000 } })],
      encoded,
    ],
    ["odd sides", [clip({ width: 321, height: 179 })], "322x180@24/1 sound: encode 1:0-48"],
    [
      "other colours",
      [clip(), clip({ colour: { ...clip().facts.video.colour, matrix: "smpte170m" } })],
      "320x180@24/1 sound: copy 1:0-48, encode 2:0-48",
    ],
    [
      "a long clip in pieces that are soon made again",
      [clip({ codec: "vp9", frames: 1000, durationS: 1000 / 24 })],
      "320x180@24/1 sound: encode 1:0-333, encode 1:333-666, encode 1:666-1000",
    ],
  ];

  it.each(cases)("%s", (_name, clips, expected) => {
    expect(describePlan(plan(clips))).toBe(expected);
  });

  it("numbers the sets of encoded parts as no copied clip does", () => {
    expect(plan([clip(), clip(at30)]).setIds).toEqual({ alone: 1, seam: 2 });
    expect(plan([clip(), clip({ sets: sets(1) }), clip(at30)]).setIds).toEqual({
      alone: 2,
      seam: 3,
    });
  });

  it("takes the format asked for", () => {
    const output = { width: 640, height: 360, fps: 29.97 };
    expect(describePlan(plan([clip()], { output }))).toBe(
      "640x360@30000/1001 sound: encode 1:0-60",
    );
    const same = plan([clip()], { output: { width: 320, height: 180, fps: null } });
    expect(describePlan(same)).toBe(copied);
  });
});

describe("what is said about it", () => {
  it("names the clip that is shorter than asked", () => {
    const { warnings } = plan([clip(), clip({ asked: { length_s: 9 } })]);
    expect(warnings).toEqual([
      "Clip 2 is 2 s long, shorter than the 9 s asked for; all of it was used.",
    ]);
  });

  it("names the clip whose keyframes cost time", () => {
    const { warnings } = plan([clip({ frames: 480, durationS: 20, asked: { in_s: 5 } })]);
    expect(warnings).toEqual([
      "Clip 1 has too few keyframes, so 360 of its frames were encoded anew instead of copied.",
    ]);
  });
});
