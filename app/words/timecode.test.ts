import { describe, expect, it } from "vitest";
import { isoDuration, timecode } from "./timecode.ts";

describe("timecode", () => {
  it.each([
    [0, "00:00:00"],
    [8, "00:00:08"],
    [7.6, "00:00:08"],
    [59.5, "00:01:00"],
    [492, "00:08:12"],
    [3661, "01:01:01"],
    [-3, "00:00:00"],
    [Number.NaN, "00:00:00"],
  ])("writes %d seconds as %s", (seconds, words) => {
    expect(timecode(seconds)).toBe(words);
  });

  it("writes durations for machines", () => {
    expect(isoDuration(8.2)).toBe("PT8S");
  });
});
