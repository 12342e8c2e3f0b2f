import { describe, expect, it } from "vitest";
import type { VideoFacts } from "../probe/facts.ts";
import { describePlan, planFilm } from "./plan.ts";
import type { PlannedClip } from "./plan.ts";

type Change = Partial<VideoFacts> & { format?: string; hasSound?: boolean; lengthS?: number };

/** A 2 s clip of 320x180 at 24 fps with a keyframe at 0 and mini-GOPs of 3, with sound. */
function clip(change: Change = {}): PlannedClip {
  const { format = "mp4", hasSound = true, lengthS = null, ...video } = change;
  const facts: VideoFacts = {
    stream: 0,
    codec: "h264",
    width: 320,
    height: 180,
    rotation: 0,
    pixelAspect: { num: 1, den: 1 },
    pixelFormat: "yuv420p",
    isInterlaced: false,
    colour: { range: "tv", matrix: "bt709", transfer: "bt709", primaries: "bt709" },
    timeBase: "1/12288",
    rate: { num: 24, den: 1 },
    isConstantRate: true,
    parameterSets: "sets-a",
    startS: 0,
    frames: 48,
    durationS: 2,
    isCleanStart: true,
    closedPrefixes: [1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46, 48],
    ...video,
  };
  const audio = { stream: 1, codec: "aac", channels: 2, sampleRate: 48_000, durationS: 2 };
  const file = { format, bytes: 1, video: facts, audio: hasSound ? audio : null };
  return { lengthS, facts: file };
}

const at30 = { rate: { num: 30, den: 1 }, frames: 60, parameterSets: "sets-b" };

describe("what is copied and what is encoded", () => {
  const cases: Array<[string, PlannedClip[], string]> = [
    ["matching clips", [clip(), clip()], "320x180@24/1 sound: copy 48, copy 48"],
    [
      "a trim between mini-GOPs",
      [clip({ lengthS: 28 / 24 }), clip()],
      "320x180@24/1 sound: cut 28, copy 48",
    ],
    [
      "a trim inside a mini-GOP",
      [clip({ lengthS: 29 / 24 }), clip()],
      "320x180@24/1 sound: encode 29, copy 48",
    ],
    ["a length beyond the clip", [clip({ lengthS: 9 })], "320x180@24/1 sound: copy 48"],
    [
      "other parameter sets",
      [clip(), clip({ parameterSets: "sets-b" }), clip()],
      "320x180@24/1 sound: copy 48, encode 48, copy 48",
    ],
    [
      "the majority decides",
      [clip(at30), clip(), clip()],
      "320x180@24/1 sound: encode 48, copy 48, copy 48",
    ],
    ["the first decides a tie", [clip(at30), clip()], "320x180@30/1 sound: copy 60, encode 60"],
    ["no sound at all", [clip({ hasSound: false })], "320x180@24/1 silent: copy 48"],
    [
      "sound in one clip only",
      [clip({ hasSound: false }), clip()],
      "320x180@24/1 sound: copy 48, copy 48",
    ],
    ["picture behind the sound in its file", [clip({ stream: 1 })], "320x180@24/1 sound: cut 48"],
    ["turned", [clip({ rotation: 90 })], "180x320@24/1 sound: encode 48"],
    [
      "pixels that are not square",
      [clip({ pixelAspect: { num: 4, den: 3 } })],
      "426x180@24/1 sound: encode 48",
    ],
    ["ten bits", [clip({ pixelFormat: "yuv420p10le" })], "320x180@24/1 sound: encode 48"],
    ["another codec", [clip({ codec: "hevc" })], "320x180@24/1 sound: encode 48"],
    ["another container", [clip({ format: "webm" })], "320x180@24/1 sound: encode 48"],
    ["interlaced", [clip({ isInterlaced: true })], "320x180@24/1 sound: encode 48"],
    ["a start that hides frames", [clip({ isCleanStart: false })], "320x180@24/1 sound: encode 48"],
    ["a late start", [clip({ startS: 0.5 })], "320x180@24/1 sound: encode 48"],
    [
      "a variable rate",
      [clip({ isConstantRate: false, rate: { num: 23_995, den: 1000 } })],
      "320x180@24/1 sound: encode 48",
    ],
    ["odd sides", [clip({ width: 321, height: 179 })], "322x180@24/1 sound: encode 48"],
    ["no avcC", [clip({ parameterSets: null })], "320x180@24/1 sound: encode 48"],
    [
      "another time base",
      [clip(), clip(), clip({ timeBase: "1/24000" })],
      "320x180@24/1 sound: copy 48, copy 48, encode 48",
    ],
  ];

  it.each(cases)("%s", (_name, clips, expected) => {
    expect(describePlan(planFilm(clips, null, true))).toBe(expected);
  });

  it("encodes every clip when copies can't be joined with encodes", () => {
    const plan = planFilm([clip(), clip(at30)], null, false);
    expect(describePlan(plan)).toBe("320x180@24/1 sound: encode 48, encode 48");
  });

  it("takes the format asked for", () => {
    const plan = planFilm([clip()], { width: 640, height: 360, fps: 29.97 }, true);
    expect(describePlan(plan)).toBe("640x360@30000/1001 sound: encode 60");
    const same = planFilm([clip()], { width: 320, height: 180, fps: 24 }, true);
    expect(describePlan(same)).toBe("320x180@24/1 sound: copy 48");
  });
});

describe("how lengths are shared out", () => {
  it("keeps the film within one frame of the sum, whatever the clips are rounded to", () => {
    const clips = Array.from({ length: 30 }, () => clip({ lengthS: 1.02 }));
    const plan = planFilm(clips, null, true);
    expect(Math.abs(plan.frames / 24 - 30 * 1.02)).toBeLessThanOrEqual(1 / 24);
    expect(plan.parts.reduce((sum, part) => sum + part.frames, 0)).toBe(plan.frames);
  });

  it("gives the sound exactly as many samples as the picture lasts", () => {
    const ntsc = { rate: { num: 30_000, den: 1001 }, frames: 59, durationS: (59 * 1001) / 30_000 };
    const plan = planFilm([clip(ntsc), clip(ntsc), clip(ntsc)], null, true);
    const samples = plan.parts.reduce((sum, part) => sum + part.sound.samples, 0);
    expect(samples).toBe(Math.round((plan.frames * 1001 * 48_000) / 30_000));
  });

  it("never gives a clip no frame", () => {
    const plan = planFilm([clip({ lengthS: 0.001 }), clip({ lengthS: 0.001 })], null, true);
    expect(plan.parts.map((part) => part.frames)).toEqual([1, 1]);
  });
});

describe("what is said about it", () => {
  it("names the clip that is shorter than asked, and HDR", () => {
    const colour = { range: "tv", matrix: "bt2020nc", transfer: "smpte2084", primaries: "bt2020" };
    const { warnings } = planFilm([clip(), clip({ lengthS: 9, colour })], null, true);
    expect(warnings).toEqual([
      "Clip 2 is 2 s long, shorter than the 9 s asked for; all of it was used.",
      "Clip 2 is HDR; its colours may look pale in the film.",
    ]);
  });
});

describe("how a picture fits", () => {
  it.each([
    [
      "a portrait in a landscape",
      { width: 180, height: 320 },
      { innerWidth: 102, innerHeight: 180 },
    ],
    ["a hair off in ratio", { width: 319, height: 180 }, { innerWidth: 320, innerHeight: 180 }],
    ["a wide one", { width: 640, height: 180 }, { innerWidth: 320, innerHeight: 90 }],
  ])("%s", (_name, size, inner) => {
    const plan = planFilm([clip(), clip(), clip({ ...size, parameterSets: "b" })], null, true);
    expect(plan.parts[2]?.picture).toMatchObject({
      how: "encode",
      fit: { width: 320, height: 180, ...inner },
    });
  });
});
