import { describe, expect, it } from "vitest";
import { parseTrimTime, trimTime } from "./trim-time.ts";

describe("points in a take", () => {
  it.each([
    [0, "00:00.00"],
    [2.5, "00:02.50"],
    [59.999, "00:59.99"],
    [75.04, "01:15.04"],
    [-1, "00:00.00"],
    [Number.NaN, "00:00.00"],
  ])("%d seconds are %s", (seconds, words) => {
    expect(trimTime(seconds)).toBe(words);
  });

  it.each([
    ["00:02.50", 2.5],
    ["2.5", 2.5],
    [" 2,5 ", 2.5],
    ["00:00:08", 8],
    ["1:02:03", 3723],
    ["0.0414", Number.NaN],
    ["-1", Number.NaN],
    ["two", Number.NaN],
    ["", Number.NaN],
    ["1:2:3:4", Number.NaN],
  ])("%j is %d", (text, seconds) => {
    expect(parseTrimTime(text)).toBe(seconds);
  });

  it("reads what it writes", () => {
    for (const seconds of [0, 0.04, 1.99, 12.34, 61.5]) {
      expect(parseTrimTime(trimTime(seconds))).toBe(seconds);
    }
  });
});
