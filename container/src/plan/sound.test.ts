import { describe, expect, it } from "vitest";
import { CUT_FADE, lanes, levelGain, planSound, samplesAt, soundGroups } from "./sound.ts";
import type { SoundClip, SoundJoin } from "./sound.ts";

const AT_24 = { num: 24, den: 1 };
const NTSC = { num: 30_000, den: 1001 };
/** Samples of one frame at 24 frames a second. */
const FRAME = 2000;

function clip(frames = 48, change: Partial<SoundClip> = {}): SoundClip {
  return { stream: 1, startS: 0, frames, ...change };
}

const CUT: SoundJoin = { kind: "cut", frames: 0 };

describe("where a clip sounds", () => {
  it("is where its picture is, with a short fade at every cut", () => {
    const plan = planSound([clip(48), clip(25, { startS: 1.5 })], [CUT], AT_24);
    expect(plan.samples).toBe(73 * FRAME);
    expect(plan.segments).toEqual([
      {
        ...{ clip: 0, stream: 1, startS: 0, at: 0, samples: 48 * FRAME },
        ...{ fadeIn: CUT_FADE, fadeOut: CUT_FADE, gainDb: 0 },
      },
      {
        ...{ clip: 1, stream: 1, startS: 1.5, at: 48 * FRAME, samples: 25 * FRAME },
        ...{ fadeIn: CUT_FADE, fadeOut: CUT_FADE, gainDb: 0 },
      },
    ]);
  });

  it.each(["crossfade", "wipe", "slide"] as const)("reaches into its neighbour at a %s", (kind) => {
    const plan = planSound([clip(48), clip(48)], [{ kind, frames: 12 }], AT_24);
    expect(plan.samples).toBe(84 * FRAME);
    expect(plan.segments).toMatchObject([
      { at: 0, samples: 48 * FRAME, fadeIn: CUT_FADE, fadeOut: 12 * FRAME },
      { at: 36 * FRAME, samples: 48 * FRAME, fadeIn: 12 * FRAME, fadeOut: CUT_FADE },
    ]);
  });

  it.each(["dip_black", "dip_white"] as const)("ends and begins in the middle of a %s", (kind) => {
    const plan = planSound([clip(48), clip(48)], [{ kind, frames: 13 }], AT_24);
    expect(plan.segments).toMatchObject([
      { at: 0, samples: 41.5 * FRAME, fadeOut: 6.5 * FRAME },
      { at: 41.5 * FRAME, startS: 6.5 / 24, samples: 41.5 * FRAME, fadeIn: 6.5 * FRAME },
    ]);
  });

  it("never drifts from the picture, however odd the rate", () => {
    const clips = Array.from({ length: 200 }, () => clip(59));
    const cuts = clips.slice(1).map(() => CUT);
    const plan = planSound(clips, cuts, NTSC);
    const last = plan.segments.at(-1);
    expect(last?.at).toBe(samplesAt(199 * 59, NTSC));
    expect(plan.samples).toBe(Math.round((200 * 59 * 1001 * 48_000) / 30_000));
    plan.segments.slice(1).forEach((segment, index) => {
      const before = plan.segments[index];
      expect(segment.at).toBe((before?.at ?? 0) + (before?.samples ?? 0));
    });
  });

  it("leaves silence where a clip has no sound", () => {
    const plan = planSound([clip(), clip(48, { stream: null }), clip()], [CUT, CUT], AT_24);
    expect(plan.segments.map((segment) => segment.clip)).toEqual([0, 2]);
    expect(plan.segments[1]?.at).toBe(96 * FRAME);
    expect(plan.samples).toBe(144 * FRAME);
  });

  it("keeps fades inside a clip of one frame", () => {
    const { segments } = planSound([clip(1)], [], { num: 120, den: 1 });
    const [only] = segments;
    expect((only?.fadeIn ?? 0) + (only?.fadeOut ?? 0)).toBeLessThanOrEqual(400);
  });
});

describe("how clips are mixed", () => {
  it("in one row where nothing overlaps, in two where neighbours do", () => {
    const clips = [clip(), clip(), clip(), clip()];
    const cuts = planSound(clips, [CUT, CUT, CUT], AT_24);
    expect(lanes(cuts.segments)).toHaveLength(1);
    const cross: SoundJoin = { kind: "crossfade", frames: 12 };
    const faded = planSound(clips, [cross, cross, cross], AT_24);
    expect(lanes(faded.segments).map((row) => row.map((each) => each.clip))).toEqual([
      [0, 2],
      [1, 3],
    ]);
  });

  it("in groups that lie where their clips do", () => {
    const clips = Array.from({ length: 5 }, () => clip());
    const joins = clips.slice(1).map((): SoundJoin => ({ kind: "crossfade", frames: 12 }));
    const plan = planSound(clips, joins, AT_24);
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
