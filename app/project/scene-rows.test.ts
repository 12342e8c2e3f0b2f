import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { fixtureId, fixtureJob, fixtures } from "../testing/fixtures.ts";
import { manualFixtures } from "../testing/manual-fixtures.ts";
import { filmReel } from "./film-reel.ts";
import { chosenPortrait, drawnCounts, isDrawing, isUploaded, portraitSets } from "./portraits.ts";
import { clipCounts, sceneRows } from "./scene-rows.ts";

/** The finished film with one more take of scene 1. */
function withTake(status: "running" | "failed" | "succeeded"): Snapshot {
  const first = fixtures.film.clips[0]!;
  return {
    ...fixtures.film,
    clips: [
      ...fixtures.film.clips,
      { ...first, id: fixtureId(6, 50), take: 2, jobId: fixtureId(2, 50), assetId: null },
    ],
    jobs: [...fixtures.film.jobs, fixtureJob(50, { status })],
  };
}

describe("sceneRows", () => {
  it("gives each scene one state, in the film's order", () => {
    const shuffled = { ...fixtures.clips, scenes: [...fixtures.clips.scenes].reverse() };
    const rows = sceneRows(shuffled);
    expect(rows.map((row) => row.scene.number)).toEqual([1, 2, 3, 4]);
    expect(rows.map((row) => row.state)).toEqual(["ready", "working", "failed", "working"]);
    expect(clipCounts(rows)).toEqual({ loading: 2, succeeded: 1, failed: 1 });
  });

  it("counts scenes that were never shot in no state", () => {
    expect(clipCounts(sceneRows(fixtures.scenes))).toEqual({ loading: 0, succeeded: 0, failed: 0 });
  });

  it("looks at the take that is being shot, and keeps the film's own beside it", () => {
    const [row] = sceneRows(withTake("running"));
    expect(row).toMatchObject({ state: "working", main: { clip: { take: 2 } } });
    expect(row?.others.map((take) => take.clip.take)).toEqual([1]);
  });

  it("keeps showing the film's take when a newer one failed, and tells of the failure", () => {
    const [row] = sceneRows(withTake("failed"));
    expect(row).toMatchObject({
      state: "ready",
      main: { clip: { take: 1 } },
      failedSince: { clip: { take: 2 } },
      others: [],
    });
  });
});

describe("filmReel", () => {
  it("names the gaps of a film cut now", () => {
    expect(filmReel(fixtures.gaps)).toMatchObject({ gaps: [3], canCut: true, current: null });
    expect(filmReel(fixtures.clips)).toMatchObject({ canCut: false });
  });

  it("cannot cut twice at once, but again afterwards; earlier films stay", () => {
    expect(filmReel(fixtures.cutting)).toMatchObject({
      cutting: { film: { number: 1 } },
      canCut: false,
    });
    const reel = filmReel(fixtures.film);
    expect(reel).toMatchObject({ current: { film: { number: 2 } }, canCut: true, gaps: [] });
    expect(reel.earlier.map((print) => print.film.number)).toEqual([1]);
  });

  it("leaves no gap while a ready take is being shot again", () => {
    expect(filmReel(withTake("running")).gaps).toEqual([]);
  });
});

describe("portraitSets", () => {
  it("has its boxes before anything is drawn", () => {
    const [set] = portraitSets(fixtures.started);
    expect(set?.slots.map((slot) => slot.option)).toEqual([1, 2, 3, 4]);
    expect(set?.isDrawing).toBe(true);
  });

  it("has no box where nobody asked for a portrait", () => {
    expect(portraitSets(manualFixtures.scenesOnly)).toEqual([]);
  });

  it("takes an uploaded picture as there, never as drawn or being drawn", () => {
    const [set] = portraitSets(manualFixtures.uploads);
    expect(set?.slots.map(isUploaded)).toEqual([true]);
    expect(set?.slots.map(isDrawing)).toEqual([false]);
    expect(drawnCounts(set?.slots ?? [])).toEqual({ arrived: 0, total: 0 });
  });

  it("finds an uploaded portrait that was chosen", () => {
    const { project, characterReferences } = manualFixtures.uploads;
    const chosen = { ...project, characterReferenceId: characterReferences[0]!.id };
    expect(chosenPortrait({ ...manualFixtures.uploads, project: chosen })?.option).toBe(1);
  });

  it("knows which are drawn, waiting and failed", () => {
    const [set] = portraitSets(fixtures.drawing);
    expect(set?.slots.map(isDrawing)).toEqual([false, true, true, false]);
  });

  it("opens a new set, newest first, when option numbers come again", () => {
    const again = fixtures.choose.characterReferences.map((reference, index) => ({
      ...reference,
      id: fixtureId(4, 20 + index),
      jobId: fixtureId(2, 60 + index),
      assetId: null,
      createdAt: reference.createdAt + 60_000,
    }));
    const references = [...fixtures.choose.characterReferences, ...again];
    const jobs = [
      ...fixtures.choose.jobs,
      ...again.map((_, i) => fixtureJob(60 + i, { status: "running" })),
    ];
    const sets = portraitSets({ ...fixtures.choose, characterReferences: references, jobs });
    expect(sets.map((set) => set.isDrawing)).toEqual([true, false]);
  });

  it("puts a retried portrait into the place of the failed one", () => {
    const failed = fixtures.drawing.characterReferences[3]!;
    const retry = {
      ...failed,
      id: fixtureId(4, 30),
      jobId: fixtureId(2, 70),
      createdAt: failed.createdAt + 9,
    };
    const sets = portraitSets({
      ...fixtures.drawing,
      characterReferences: [...fixtures.drawing.characterReferences, retry],
      jobs: [
        ...fixtures.drawing.jobs,
        fixtureJob(70, { status: "running", retryOf: failed.jobId }),
      ],
    });
    expect(sets).toHaveLength(1);
    expect(sets[0]?.slots[3]?.reference?.id).toBe(retry.id);
  });

  it("finds the chosen one", () => {
    expect(chosenPortrait(fixtures.choose)).toBeNull();
    expect(chosenPortrait(fixtures.writing)?.option).toBe(2);
  });
});
