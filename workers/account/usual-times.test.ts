import { describe, expect, it } from "vitest";
import { median, noted } from "./usual-times.ts";

const all = (...seconds: number[]) => seconds.reduce<number[]>(noted, []);

describe("the usual time", () => {
  it("is not known before three were measured", () => {
    expect(median(all())).toBeNull();
    expect(median(all(60, 62))).toBeNull();
    expect(median(all(60, 62, 64))).toBe(62);
  });

  it("is the middle, whatever one of them took", () => {
    expect(median(all(60, 3_600, 62, 58))).toBe(61);
  });

  it("follows what finished last", () => {
    const slow = Array.from({ length: 40 }, () => 90);
    const fast = Array.from({ length: 15 }, () => 30);
    expect(median(all(...slow, ...fast))).toBe(30);
    expect(all(...slow, ...fast)).toHaveLength(15);
  });
});
