import { describe, expect, it } from "vitest";
import { posterTime, shareOf, Stretches } from "./stretches.ts";

function stretches(lines: Array<[string, number]>): Stretches {
  const found = new Stretches("start", "end");
  for (const [name, value] of lines) found.take(name, value);
  return found;
}

describe("stretches", () => {
  it("are counted from the clip's start, and an open one lasts to its end", () => {
    const found = stretches([
      ["start", 1],
      ["other", 7],
      ["end", 2],
      ["start", 3.5],
    ]);
    expect(found.within(0.5, 4)).toEqual([
      { fromS: 0.5, toS: 1.5 },
      { fromS: 3, toS: 3.5 },
    ]);
  });

  it("keep to the clip: what lies before its picture does not count", () => {
    expect(
      stretches([
        ["start", 0],
        ["end", 0.4],
        ["start", 0.3],
        ["end", 9],
      ]).within(0.5, 2),
    ).toEqual([{ fromS: 0, toS: 1.5 }]);
  });

  it("make a share of the clip's length, never more than all of it", () => {
    expect(
      shareOf(
        [
          { fromS: 0, toS: 1 },
          { fromS: 2, toS: 2.5 },
        ],
        4,
      ),
    ).toBe(0.375);
    expect(shareOf([{ fromS: 0, toS: 5 }], 4)).toBe(1);
    expect(shareOf([], 0)).toBe(0);
  });
});

describe("the moment for a poster", () => {
  it.each([
    ["a third into the clip", [], 3],
    ["where black ends", [{ fromS: 0, toS: 4 }], 4],
    ["before black that lasts to the end", [{ fromS: 2, toS: 9 }], 1],
    ["anywhere in a clip that is black", [{ fromS: 0, toS: 9 }], 3],
  ])("is %s", (_name, black, expected) => {
    expect(posterTime(black, 9)).toBe(expected);
  });
});
