import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { fixtureId, fixtures } from "../testing/fixtures.ts";
import { filmTime, hasPlayable, nextPlayable, previewOf, shotAt, takeTime } from "./preview.ts";

/** Scene 2 trimmed to seconds 1 to 4.5 of its take; scene 3 failed. */
const trimmed: Snapshot = {
  ...fixtures.gaps,
  clips: fixtures.gaps.clips.map((clip) =>
    clip.id === fixtureId(6, 2) ? { ...clip, inS: 1, outS: 4.5 } : clip,
  ),
};

describe("a preview", () => {
  const preview = previewOf(trimmed);

  it("has the scenes one after another, as long as the film uses of each", () => {
    expect(preview.shots.map(({ startS, lengthS }) => [startS, lengthS])).toEqual([
      [0, 8],
      [8, 3.5],
      [11.5, 6],
      [17.5, 8],
    ]);
    expect(preview.lengthS).toBe(25.5);
    expect(preview.shots[1]?.take).toEqual({ assetId: fixtureId(3, 12), inS: 1 });
  });

  it("shows the portrait and says why where a scene has nothing to play", () => {
    expect(preview.shots[2]).toMatchObject({
      take: null,
      stillAssetId: fixtureId(3, 2),
      missing: "Scene 3 could not be shot",
    });
    const said = previewOf(fixtures.clips).shots.map(({ missing }) => missing);
    expect(said).toEqual([
      null,
      "Scene 2 is being shot",
      "Scene 3 could not be shot",
      "Scene 4 is being shot",
    ]);
  });

  it("goes on with the scene's old take while another one is shot", () => {
    const again: Snapshot = {
      ...fixtures.film,
      clips: [
        ...fixtures.film.clips,
        { ...fixtures.film.clips[0]!, id: fixtureId(6, 9), take: 2, assetId: null, jobId: "new" },
      ],
      jobs: [
        ...fixtures.film.jobs,
        { ...fixtures.film.jobs[0]!, id: "new", status: "running", kind: "clip" },
      ],
    };
    expect(previewOf(again).shots[0]).toMatchObject({
      take: { assetId: fixtureId(3, 11) },
      missing: null,
    });
  });

  it("knows the shot of each moment: on a cut the later one, after the end the last", () => {
    const at = [-1, 0, 7.99, 8, 11.5, 17.49, 25.5, 99].map((filmS) => shotAt(preview, filmS));
    expect(at).toEqual([0, 0, 0, 1, 2, 2, 3, 3]);
    expect(shotAt({ shots: [], lengthS: 0 }, 1)).toBeNull();
  });

  it("turns moments of the film into places on a take and back, never past the trim", () => {
    const shot = preview.shots[1]!;
    expect([0, 8, 10, 99].map((filmS) => takeTime(shot, filmS))).toEqual([1, 1, 3, 4.5]);
    expect([0, 1, 3, 4.5, 8].map((takeS) => filmTime(shot, takeS))).toEqual([8, 8, 10, 11.5, 11.5]);
  });

  it("loads ahead over a gap to the next shot that can play", () => {
    expect([0, 1, 2, 3].map((index) => nextPlayable(preview, index))).toEqual([1, 3, 3, null]);
  });

  it("is offered only with something to play", () => {
    expect(hasPlayable(preview)).toBe(true);
    expect(hasPlayable(previewOf(fixtures.scenes))).toBe(false);
    expect(hasPlayable(previewOf(fixtures.started))).toBe(false);
  });
});
