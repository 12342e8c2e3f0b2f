import { describe, expect, it } from "vitest";
import { CUT_FADE, lanes, levelGain, planSound, samplesAt, soundGroups } from "./sound.ts";
import type { SoundClip, SoundTimeline } from "./sound.ts";

const AT_24 = { num: 24, den: 1 };
const NTSC = { num: 30_000, den: 1001 };
/** Samples of one frame at 24 frames a second. */
const FRAME = 2000;

const CLIP: SoundClip = { stream: 1, startS: 0 };

/** Clips of `lengths` frames one after another, each overlapping the next by `overlap` frames. */
function timeline(lengths: number[], overlap = 0, dip = 0): SoundTimeline {
  let at = 0;
  const spans = lengths.map((frames) => {
    const span = { from: 0, to: frames, at };
    at += frames - overlap;
    return span;
  });
  const seam = { tail: overlap + dip, head: overlap + dip };
  return { spans, seams: lengths.slice(1).map(() => seam), frames: at + overlap };
}

describe("where a clip sounds", () => {
  it("is where its picture is, with a short fade at every cut", () => {
    const clips = [CLIP, { stream: 2, startS: 0.5 }];
    const spans = [
      { from: 0, to: 48, at: 0 },
      { from: 24, to: 49, at: 48 },
    ];
    const plan = planSound(clips, { ...timeline([48, 25]), spans }, AT_24);
    expect(plan.samples).toBe(73 * FRAME);
    expect(plan.segments).toEqual([
      {
        ...{ clip: 0, stream: 1, startS: 0, at: 0, samples: 48 * FRAME },
        ...{ fadeIn: CUT_FADE, fadeOut: CUT_FADE, gainDb: 0 },
      },
      {
        ...{ clip: 1, stream: 2, startS: 1.5, at: 48 * FRAME, samples: 25 * FRAME },
        ...{ fadeIn: CUT_FADE, fadeOut: CUT_FADE, gainDb: 0 },
      },
    ]);
  });

  it("fades over its neighbour where they overlap", () => {
    const plan = planSound([CLIP, CLIP], timeline([48, 48], 12), AT_24);
    expect(plan.samples).toBe(84 * FRAME);
    expect(plan.segments).toMatchObject([
      { at: 0, samples: 48 * FRAME, fadeIn: CUT_FADE, fadeOut: 12 * FRAME },
      { at: 36 * FRAME, samples: 48 * FRAME, fadeIn: 12 * FRAME, fadeOut: CUT_FADE },
    ]);
  });

  it("fades down and up again at a dip", () => {
    const plan = planSound([CLIP, CLIP], timeline([48, 48], 0, 6), AT_24);
    expect(plan.segments).toMatchObject([
      { at: 0, samples: 48 * FRAME, fadeOut: 6 * FRAME },
      { at: 48 * FRAME, samples: 48 * FRAME, fadeIn: 6 * FRAME },
    ]);
  });

  it("never drifts from the picture, however odd the rate", () => {
    const lengths = Array.from({ length: 200 }, () => 59);
    const clips = lengths.map(() => CLIP);
    const plan = planSound(clips, timeline(lengths), NTSC);
    expect(plan.segments.at(-1)?.at).toBe(samplesAt(199 * 59, NTSC));
    expect(plan.samples).toBe(Math.round((200 * 59 * 1001 * 48_000) / 30_000));
    plan.segments.slice(1).forEach((segment, index) => {
      const before = plan.segments[index];
      expect(segment.at).toBe((before?.at ?? 0) + (before?.samples ?? 0));
    });
  });

  it("leaves silence where a clip has no sound", () => {
    const plan = planSound([CLIP, { ...CLIP, stream: null }, CLIP], timeline([48, 48, 48]), AT_24);
    expect(plan.segments.map((segment) => segment.clip)).toEqual([0, 2]);
    expect(plan.segments[1]?.at).toBe(96 * FRAME);
    expect(plan.samples).toBe(144 * FRAME);
  });

  it("keeps fades inside a clip of one frame", () => {
    const { segments } = planSound([CLIP], timeline([1]), { num: 120, den: 1 });
    const [only] = segments;
    expect((only?.fadeIn ?? 0) + (only?.fadeOut ?? 0)).toBeLessThanOrEqual(400);
  });
});

describe("how clips are mixed", () => {
  it("in one row where nothing overlaps, in two where neighbours do", () => {
    const clips = [CLIP, CLIP, CLIP, CLIP];
    const cuts = planSound(clips, timeline([48, 48, 48, 48]), AT_24);
    expect(lanes(cuts.segments)).toHaveLength(1);
    const faded = planSound(clips, timeline([48, 48, 48, 48], 12), AT_24);
    expect(lanes(faded.segments).map((row) => row.map((each) => each.clip))).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it("in groups that lie where their clips do", () => {
    const plan = planSound(
      [CLIP, CLIP, CLIP, CLIP, CLIP],
      timeline([48, 48, 48, 48, 48], 12),
      AT_24,
    );
    const groups = soundGroups(plan, 2);
    expect(groups.map((group) => group.at)).toEqual([0, 72 * FRAME, 144 * FRAME]);
    const placed = groups.flatMap(({ at, plan: { segments } }) =>
      segments.map((segment) => ({ ...segment, at: segment.at + at })),
    );
    expect(placed).toEqual(plan.segments);
    expect(groups.map((group) => group.plan.samples)).toEqual([84, 84, 48].map((f) => f * FRAME));
  });

  it.each([
    ["a quiet clip up", -20, 6],
    ["a loud clip down", -8, -6],
    ["a very quiet clip up, but not all the way", -40, 12],
    ["a very loud clip down, but not all the way", 1, -12],
    ["noise not at all", -55, 0],
    ["silence not at all", null, 0],
  ])("levelling brings %s", (_name, lufs, expected) => {
    expect(levelGain(lufs, -14)).toBe(expected);
  });
});
