import { describe, expect, it } from "vitest";
import type { UsualTime } from "../../workers/contracts/usual-times.ts";
import { usualSeconds } from "./usual.ts";

const expectedSeconds = { character: 8, script: 5, clip: 60, film: 20 };
const job = { kind: "clip" as const, model: "maker/video" };
const time = (lengthS: number, seconds: number, model = "maker/video"): UsualTime => ({
  ...{ kind: "clip", model, lengthS, seconds, count: 5 },
});

describe("how long a clip usually takes", () => {
  it("is the setting until its model was measured", () => {
    expect(usualSeconds(job, 8, { expectedSeconds })).toBe(60);
    const usualTimes = [time(8, 30, "maker/other")];
    expect(usualSeconds(job, 8, { expectedSeconds, usualTimes })).toBe(60);
  });

  it("is what was measured at its length, or at the nearest", () => {
    const usualTimes = [time(4, 30), time(8, 71), time(12, 110)];
    expect(usualSeconds(job, 8, { expectedSeconds, usualTimes })).toBe(71);
    expect(usualSeconds(job, 5, { expectedSeconds, usualTimes })).toBe(30);
    expect(usualSeconds(job, 15, { expectedSeconds, usualTimes })).toBe(110);
  });
});
