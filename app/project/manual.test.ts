/** What the pages say of projects in which nothing starts by itself. */
import { describe, expect, it } from "vitest";
import type { JobKind } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Need, ProjectSummary } from "../../workers/contracts/project.ts";
import { STARTED_AT, fixtureId, fixtureJob, fixtures } from "../testing/fixtures.ts";
import { manualFixtures } from "../testing/manual-fixtures.ts";
import { arrivals, nowOf, writing } from "./status.ts";
import { stations } from "./stations.ts";
import { summaryState } from "./summary-words.ts";

const { bare, scenesOnly, clipOnly, uploads, film } = manualFixtures;

/** The project with one job more, and what the project waits for. */
function withJob(
  snapshot: Snapshot,
  kind: JobKind,
  status: "running" | "failed",
  need: Need | null = null,
): Snapshot {
  const job = fixtureJob(80, { kind, status, createdAt: STARTED_AT + 900_000 });
  return {
    ...snapshot,
    project: { ...snapshot.project, need },
    jobs: [...snapshot.jobs, job],
  };
}

/** Two portraits asked for: the first has come, the second is what `status` says. */
function withPortraits(status: "running" | "failed", need: Need | null = null): Snapshot {
  const [first, second] = fixtures.choose.characterReferences;
  const [firstJob, secondJob] = fixtures.choose.jobs;
  return {
    ...bare,
    project: { ...bare.project, need },
    characterReferences: [first!, { ...second!, assetId: null }],
    jobs: [firstJob!, { ...secondJob!, status }],
    assets: fixtures.choose.assets.filter((asset) => asset.id === first!.assetId),
  };
}

const words = (snapshot: Snapshot) => stations(snapshot).map((station) => station.words);

describe("a manual project at rest", () => {
  it.each([
    ["bare", bare],
    ["with scenes only", scenesOnly],
    ["with a clip only", clipOnly],
    ["with uploads only", uploads],
  ])("%s is made by a program, and claims no work", (_, snapshot) => {
    expect(nowOf(snapshot)).toEqual({
      tone: "waiting",
      short: "Made by a program",
      sentence: "A program makes this film step by step.",
    });
    expect(stations(snapshot).map((station) => station.state)).not.toContain("working");
  });

  it("says of each station what is there", () => {
    expect(words(bare)).toEqual(["Not set", "None yet", "None yet", "None yet", "None yet"]);
    expect(words(scenesOnly)).toEqual(["Set", "None yet", "4 written", "None yet", "None yet"]);
    expect(words(clipOnly)).toEqual(["Set", "None yet", "1 scene", "1 clip shot", "None yet"]);
    expect(words(uploads)).toEqual(["Not set", "1 portrait", "None yet", "None yet", "None yet"]);
  });

  it("says of its film what any film says", () => {
    expect(nowOf(film)).toEqual(nowOf(fixtures.film));
    expect(words(film)).toEqual(words(fixtures.film));
  });
});

describe("a manual project at work", () => {
  it("names what runs, without words that may be of another call", () => {
    expect(nowOf(withJob(scenesOnly, "script", "running")).sentence).toBe("Writing the scenes.");
    expect(nowOf(withPortraits("running")).sentence).toBe("Drawing the character.");
    expect(writing(scenesOnly, 80)).toEqual({ short: "Writing the scenes", about: "" });
    expect(writing(fixtures.writing, 10)).toEqual({
      short: "Writing 4 scenes",
      about: " about “One night…”",
    });
  });

  it("counts no uploaded portrait as drawn", () => {
    const upload = { ...uploads.characterReferences[0]!, option: 3 };
    const drawing = withPortraits("running");
    const both = {
      ...drawing,
      characterReferences: [...drawing.characterReferences, upload],
      assets: [...drawing.assets, ...uploads.assets],
    };
    expect(stations(both)[1]).toMatchObject({ state: "working", words: "1 of 2 drawn" });
  });
});

describe("a manual project in which something failed", () => {
  it("does not say that no portrait arrived when one did", () => {
    const partly = withPortraits("failed", "retry_character");
    expect(nowOf(partly).sentence).toBe(
      "A portrait failed. Draw it again, or go on with what has arrived.",
    );
    const none = { ...partly, characterReferences: partly.characterReferences.slice(1) };
    expect(nowOf(none).sentence).toBe("No portrait arrived. Draw the character again.");
    expect(stations({ ...none, project: bare.project })[1]).toMatchObject({
      state: "failed",
      words: "None arrived",
    });
  });

  it("offers a film without the failed clip only where there is another", () => {
    const [clip] = clipOnly.clips;
    const failed: Snapshot = {
      ...clipOnly,
      project: { ...clipOnly.project, need: "retry_clips" },
      scenes: [{ ...clipOnly.scenes[0]!, selectedClipId: null }],
      clips: [{ ...clip!, assetId: null }],
      jobs: [{ ...clipOnly.jobs[0]!, status: "failed" }],
    };
    expect(nowOf(failed).sentence).toBe("The clip for scene 1 failed. Shoot again.");
    expect(nowOf(fixtures.gaps).sentence).toBe(
      "The clip for scene 3 failed. Shoot again, or cut a film without it.",
    );
  });

  it("names the take that failed while an older one stays", () => {
    const again = withJob(clipOnly, "clip", "failed", "retry_clips");
    const take = {
      ...clipOnly.clips[0]!,
      id: fixtureId(6, 80),
      take: 2,
      jobId: fixtureId(2, 80),
      assetId: null,
    };
    const retaken = { ...again, clips: [...again.clips, take] };
    expect(nowOf(retaken)).toMatchObject({
      short: "A take failed",
      sentence: "The newest take of scene 1 failed. The one before it stays.",
    });
    expect(stations(retaken)[3]).toMatchObject({ state: "yours", words: "1 failed" });
  });
});

describe("arrivals in a manual project", () => {
  it("tells of uploads, and calls no scene written that came with its clip", () => {
    expect(arrivals(bare, uploads)).toEqual([
      "Option 1 was uploaded.",
      "The song “Harbour at night” was uploaded.",
    ]);
    expect(arrivals(uploads, uploads)).toEqual([]);
    expect(arrivals(bare, clipOnly)).toEqual(["The clip of scene 1 is ready."]);
  });
});

describe("summaryState", () => {
  const summary: ProjectSummary = {
    id: bare.project.id,
    title: bare.project.title,
    idea: "",
    mode: "manual",
    station: "scenes",
    need: null,
    isWorking: false,
    isSimulated: true,
    posterAssetId: null,
    filmAssetId: null,
    filmMs: null,
    sceneCount: 0,
    clipsReady: 0,
    spentUsd: 0,
    createdAt: STARTED_AT,
    updatedAt: STARTED_AT,
  };

  it("says that a program makes it, and that any other project pauses", () => {
    expect(summaryState(summary)).toEqual({ tone: "waiting", words: "Made by a program" });
    expect(summaryState({ ...summary, mode: "step" }).words).toBe("Paused");
  });

  it("names the work of a station only where the station tells what runs", () => {
    const working = { ...summary, isWorking: true };
    expect(summaryState(working)).toEqual({ tone: "working", words: "Working" });
    expect(summaryState({ ...working, mode: "quick" }).words).toBe("Writing the scenes");
  });

  it("puts what failed and a finished film first, as in any project", () => {
    const filmAssetId = fixtureId(3, 20);
    expect(summaryState({ ...summary, need: "retry_clips" }).words).toBe("A clip failed");
    expect(summaryState({ ...summary, filmAssetId })).toEqual({
      tone: "done",
      words: "Film ready",
    });
  });
});
