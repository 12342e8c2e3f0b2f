import { describe, expect, it } from "vitest";
import { keyframesAt } from "./mezzanine.ts";

const AT_24 = { num: 24, den: 1 };

describe("keyframes of a mezzanine", () => {
  it.each([
    ["half a second from either end", [], 192, [12, 180]],
    ["where asked", [1, 3.5], 192, [24, 84]],
    ["in order and once", [3, 1, 3.01], 192, [24, 72]],
    ["inside the clip only", [0, 4, 20], 192, [96]],
    ["once in the middle of a clip of a second", [], 24, [12]],
    ["not in a clip too short for joins", [], 12, []],
  ])("stand %s", (_name, seconds, frames, expected) => {
    expect(keyframesAt(seconds, { frames, rate: AT_24 })).toEqual(expected);
  });
});
