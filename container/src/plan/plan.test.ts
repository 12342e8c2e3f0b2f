import { describe, expect, it } from "vitest";
import type { AvcSets } from "../probe/avc.ts";
import type { VideoFacts } from "../probe/facts.ts";
import type { Join } from "../protocol/film.ts";
import { describePlan, encodedShare, planFilm } from "./plan.ts";
import type { PlannedClip } from "./plan.ts";

type Asked = Partial<PlannedClip["asked"]>;
type Change = Partial<VideoFacts> & { format?: string; hasSound?: boolean; asked?: Asked };

/** Parameter sets with number `id`; `mark` tells two of one number apart. */
function sets(id = 0, mark = 0): AvcSets {
  const set = { id, bytes: Uint8Array.of(0x67, 100, 0, 31, id, mark) };
  return { lengthBytes: 4, sps: [set], pps: [set] };
}

/** A 2 s clip of 320x180 at 24 fps with a keyframe at 0 and mini-GOPs of 3, with sound. */
function clip(change: Change = {}): PlannedClip {
  const { format = "mp4", hasSound = true, asked = {}, ...video } = change;
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
    sets: sets(),
    startS: 0,
    frames: 48,
    durationS: 2,
    isCleanStart: true,
    closedPrefixes: [1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 34, 37, 40, 43, 46, 48],
    cleanStarts: [0],
    ...video,
  };
  const audio = { stream: 1, codec: "aac", channels: 2, sampleRate: 48_000, durationS: 2 };
  const file = { format, bytes: 1, video: facts, audio: hasSound ? audio : null };
  const whole = { in_s: 0, out_s: null, length_s: null, fit: null, focus: null };
  return { place: 0, asked: { ...whole, ...asked }, facts: file };
}

const at30 = {
  rate: { num: 30, den: 1 },
  frames: 60,
  closedPrefixes: [60],
  sets: sets(0, 1),
};
const ask = {
  output: null,
  joins: [],
  keep: "film" as const,
  fit: "pad" as const,
  focus: null,
};

function plan(clips: PlannedClip[], changes: Partial<Parameters<typeof planFilm>[1]> = {}) {
  const placed = clips.map((each, index) => ({ ...each, place: index + 1 }));
  return planFilm(placed, { ...ask, ...changes });
}

function join(kind: Join["kind"], length_s = 0.5): Join {
  return { kind, length_s, direction: "left" };
}

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

describe("how a picture fits", () => {
  const portrait = { width: 180, height: 320 };
  it.each([
    ["with bars", portrait, "pad", { innerWidth: 102, innerHeight: 180, left: 108, top: 0 }],
    ["cropped", portrait, "crop", { innerWidth: 320, innerHeight: 568, left: 0, top: -194 }],
    ["a hair off in ratio", { width: 319, height: 180 }, "pad", { innerWidth: 320, left: 0 }],
    [
      "a wide one",
      { width: 640, height: 180 },
      "pad",
      { innerWidth: 320, innerHeight: 90, top: 44 },
    ],
  ] as const)("%s", (_name, size, fit, look) => {
    const other = clip({ ...size, sets: sets(0, 1) });
    expect(plan([clip(), clip(), other], { fit }).looks[2]).toMatchObject(look);
  });

  it("keeps the focus of a crop in view, the clip's before the film's", () => {
    const top = clip({ ...portrait, sets: sets(0, 1), asked: { focus: { x: 0.5, y: 0 } } });
    const film = { fit: "crop" as const, focus: { x: 0.5, y: 1 } };
    expect(plan([clip(), clip(), top], film).looks[2]?.top).toBe(0);
    const low = clip({ ...portrait, sets: sets(0, 1) });
    expect(plan([clip(), clip(), low], film).looks[2]?.top).toBe(180 - 568);
  });
});
