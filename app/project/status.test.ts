import { describe, expect, it } from "vitest";
import { Need } from "../../workers/contracts/project.ts";
import { fixtures } from "../testing/fixtures.ts";
import { arrivals, documentTitle, nowOf } from "./status.ts";
import { neededStation, stations } from "./stations.ts";

describe("nowOf", () => {
  it.each([
    ["started", "working", "Drawing the character"],
    ["drawing", "working", "Drawing the character"],
    ["choose", "yours", "Choose a portrait"],
    ["writing", "working", "Writing 4 scenes"],
    ["scenes", "yours", "Scenes ready"],
    ["clips", "working", "Shooting, 1 of 4 ready"],
    ["gaps", "yours", "A clip failed"],
    ["cutting", "working", "Cutting the film"],
    ["film", "done", "Film ready"],
  ] as const)("%s is %s: %s", (name, tone, short) => {
    expect(nowOf(fixtures[name])).toMatchObject({ tone, short });
    expect(documentTitle(fixtures[name])).toBe(`${short} · Low tide · Edgereel`);
  });

  it("uses the person's own words while they wait, and names the scenes that failed", () => {
    expect(nowOf(fixtures.writing).sentence).toContain("One night the moon goes out.");
    expect(nowOf(fixtures.drawing).sentence).toContain("yellow oilskin");
    expect(nowOf(fixtures.gaps).sentence).toContain("scene 3");
  });

  it("says that there is no credit while anything waits for it, and no longer", () => {
    const waiting = (status: "queued" | "canceled") => ({
      ...fixtures.clips,
      jobs: fixtures.clips.jobs.map((job) =>
        job.phase === "waiting_for_machine"
          ? { ...job, status, phase: "waiting_for_credit" as const }
          : job,
      ),
    });
    expect(nowOf(waiting("queued"))).toMatchObject({ tone: "waiting", short: "Out of credit" });
    expect(nowOf(waiting("queued")).sentence).toContain("Add credit");
    expect(nowOf(waiting("canceled")).short).toContain("Shooting");
  });

  it("names scene and take when one clip is being shot", () => {
    const jobs = fixtures.clips.jobs.map((job) =>
      job.phase === "waiting_for_machine" ? { ...job, status: "canceled" as const } : job,
    );
    expect(nowOf({ ...fixtures.clips, jobs }).sentence).toBe("Shooting scene 2, take 1.");
  });
});

describe("stations", () => {
  const states = (name: keyof typeof fixtures) => stations(fixtures[name]).map((one) => one.state);

  it("shows all five in every moment", () => {
    expect(states("drawing")).toEqual(["done", "working", "waiting", "waiting", "waiting"]);
    expect(states("choose")).toEqual(["done", "yours", "waiting", "waiting", "waiting"]);
    expect(states("writing")).toEqual(["done", "done", "working", "waiting", "waiting"]);
    expect(states("scenes")).toEqual(["done", "done", "done", "yours", "waiting"]);
    expect(states("clips")).toEqual(["done", "done", "done", "working", "waiting"]);
    expect(states("gaps")).toEqual(["done", "done", "done", "yours", "waiting"]);
    expect(states("cutting")[4]).toBe("working");
    expect(states("film")).toEqual(["done", "done", "done", "done", "done"]);
  });

  it("has exactly one station for each need", () => {
    for (const need of Need.options) {
      const snapshot = { ...fixtures.gaps, project: { ...fixtures.gaps.project, need } };
      const yours = stations(snapshot).filter((station) => station.state === "yours");
      expect(yours.map((station) => station.name)).toEqual([neededStation(snapshot)]);
    }
  });
});

describe("arrivals", () => {
  it("tells each thing that came or failed, once", () => {
    expect(arrivals(fixtures.drawing, fixtures.choose)).toEqual([
      "Option 2 arrived.",
      "Option 3 arrived.",
      "Option 4 arrived.",
    ]);
    expect(arrivals(fixtures.writing, fixtures.scenes)).toEqual(["4 scenes written."]);
    expect(arrivals(fixtures.clips, fixtures.gaps)).toEqual([
      "The clip of scene 2 is ready.",
      "The clip of scene 4 is ready.",
    ]);
    expect(arrivals(fixtures.scenes, fixtures.clips)).toContain("The clip of scene 3 failed.");
    expect(arrivals(fixtures.film, fixtures.film)).toEqual([]);
  });
});
