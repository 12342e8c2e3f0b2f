import { describe, expect, it } from "vitest";
import { fixtureId, fixtures } from "../testing/fixtures.ts";
import { sceneRows } from "./scene-rows.ts";
import { filmLengthS, takesOf, trimOf } from "./takes.ts";
import { moved } from "./trimming.ts";

const { gaps } = fixtures;

/** The first row, with its clip changed. */
function firstRow(change: Partial<(typeof gaps.clips)[number]>) {
  const clips = gaps.clips.map((clip, index) => (index === 0 ? { ...clip, ...change } : clip));
  const [row] = sceneRows({ ...gaps, clips });
  if (row === undefined) throw new Error("No row");
  return row;
}

describe("takes", () => {
  it("stand in the order in which they were shot, whichever is looked at", () => {
    const [first] = gaps.clips;
    const clips = [2, 3].map((take) => ({ ...first!, id: fixtureId(6, 10 + take), take }));
    const [row] = sceneRows({ ...gaps, clips: [...gaps.clips, ...clips] });
    expect(takesOf(row!).map(({ clip }) => clip.take)).toEqual([1, 2, 3]);
  });

  it("give their scene the length of the one that the film uses, as trimmed", () => {
    expect(filmLengthS(firstRow({}))).toBe(8);
    expect(filmLengthS(firstRow({ inS: 1, outS: 4.5 }))).toBe(3.5);
    const shot = sceneRows(gaps)[2];
    expect(filmLengthS(shot!)).toBe(6);
  });

  it("are no longer than their file", () => {
    const row = firstRow({ lengthS: 12, shotLengthS: 12 });
    expect(trimOf(row.main!.clip, row.main!.asset)).toEqual({ inS: 0, outS: 8, takeS: 8 });
  });
});

describe("an end of a trim", () => {
  const trim = { inS: 2, outS: 6 };
  it.each([
    ["inS", 3, { inS: 3, outS: 6 }],
    ["inS", -1, { inS: 0, outS: 6 }],
    ["inS", 7, { inS: 5.9, outS: 6 }],
    ["outS", 0, { inS: 2, outS: 2.1 }],
    ["outS", 99, { inS: 2, outS: 8 }],
  ] as const)("%s goes to %d as far as it can", (edge, toS, after) => {
    expect(moved(trim, edge, toS, 8)).toEqual(after);
  });
});
