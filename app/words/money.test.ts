import { describe, expect, it } from "vitest";
import { aboutUsd, usd } from "./money.ts";

describe("usd", () => {
  it.each([
    [0, "$0.00"],
    [-1, "$0.00"],
    [Number.NaN, "$0.00"],
    [0.0004, "under $0.01"],
    [0.42, "$0.42"],
    [12.8, "$12.80"],
    [1234.5, "$1234.50"],
  ])("writes %d as %s", (amount, words) => {
    expect(usd(amount)).toBe(words);
  });

  it("says about for a price that is an estimate, and free for our own work", () => {
    expect(aboutUsd(6.4)).toBe("about $6.40");
    expect(aboutUsd(0.001)).toBe("under $0.01");
    expect(aboutUsd(0)).toBe("free");
  });
});
