import { describe, expect, it } from "vitest";
import type { UsualTime } from "../../workers/contracts/usual-times.ts";
import { fixtureId, fixtures } from "../testing/fixtures.ts";
import { type Usual, usualSeconds } from "./usual.ts";

const expectedSeconds = { character: 8, script: 5, clip: 60, film: 20 };
const model = "maker/video";
const { cutting: snapshot } = fixtures;
const [clip] = snapshot.clips;
const [film] = snapshot.films;
if (clip === undefined || film === undefined) throw new Error("The fixture has no clip or no film");

const time = (lengthS: number, seconds: number, change: Partial<UsualTime> = {}): UsualTime => ({
  ...{ kind: "clip", model, lengthS, seconds, count: 5 },
  ...change,
});

describe("how long a clip usually takes", () => {
  const job = { kind: "clip" as const, model, targetId: clip.id };
  const seconds = (shotLengthS: number, usualTimes?: UsualTime[]): number => {
    const shot = { ...snapshot, clips: [{ ...clip, shotLengthS }] };
    const usual: Usual = { snapshot: shot, expectedSeconds };
    return usualSeconds(job, usualTimes === undefined ? usual : { ...usual, usualTimes });
  };

  it("is the setting until its model was measured", () => {
    expect(seconds(8)).toBe(60);
    expect(seconds(8, [time(8, 30, { model: "maker/other" })])).toBe(60);
  });

  it("is what was measured at the length that is shot, or at the nearest", () => {
    const usualTimes = [time(4, 30), time(8, 71), time(12, 110)];
    expect(seconds(8, usualTimes)).toBe(71);
    expect(seconds(5, usualTimes)).toBe(30);
    expect(seconds(15, usualTimes)).toBe(110);
  });
});

describe("how long other work usually takes", () => {
  it.each(["character", "script"] as const)("is what was measured of its model: %s", (kind) => {
    const job = { kind, model: "maker/other", targetId: fixtureId(4, 1) };
    const usualTimes = [time(0, 31, { kind }), time(0, 7, { kind, model: "maker/other" })];
    expect(usualSeconds(job, { snapshot, expectedSeconds, usualTimes })).toBe(7);
    expect(usualSeconds(job, { snapshot, expectedSeconds })).toBe(expectedSeconds[kind]);
  });

  it("is that of a film as long as its clips are in it together", () => {
    const job = { kind: "film" as const, model: null, targetId: film.id };
    const usualTimes = [15, 30, 45].map((lengthS) =>
      time(lengthS, lengthS / 2, { kind: "film", model: null }),
    );
    const seconds = (clips: typeof snapshot.clips) =>
      usualSeconds(job, { snapshot: { ...snapshot, clips }, expectedSeconds, usualTimes });
    // Three clips are in it, the fourth is not.
    const long = snapshot.clips.map((each) => ({ ...each, inS: 0, outS: null, lengthS: 8 }));
    expect(seconds(long)).toBe(15);
    expect(seconds(long.map((each) => ({ ...each, outS: 4 })))).toBe(7.5);
  });
});
