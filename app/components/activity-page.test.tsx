import { describe, expect, it } from "vitest";
import type { Activity, ActivityEntry } from "../../workers/contracts/activity.ts";
import { JobKind } from "../../workers/contracts/job.ts";
import { kindOf } from "../project/activity-view.ts";
import { fixtureJob, fixtures, STARTED_AT } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { ActivityPage } from "./activity-page.tsx";

const nothing = { option: null, sceneNumber: null, take: null, filmNumber: null };
const attempt: ActivityEntry["attempts"][number] = {
  number: 1,
  model: "google/veo-3.1",
  status: "succeeded",
  predictionId: "p1",
  isSimulated: false,
  estimateUsd: 3.2,
  billed: "yes",
  startedAt: STARTED_AT,
  endedAt: STARTED_AT + 61_000,
};
const failed = { ...attempt, status: "failed" as const, billed: "perhaps" as const };

const activity: Activity = {
  projectId: fixtures.film.project.id,
  entries: [
    {
      ...nothing,
      job: fixtureJob(1, { kind: "character", startedAt: STARTED_AT, endedAt: STARTED_AT + 9_000 }),
      option: 3,
      spentUsd: 0.04,
      attempts: [{ ...attempt, estimateUsd: 0.04 }],
    },
    {
      ...nothing,
      job: fixtureJob(2, {
        status: "failed",
        billed: "perhaps",
        isSimulated: false,
        error: { code: "provider_timeout", message: "The model did not finish in time." },
      }),
      sceneNumber: 2,
      take: 1,
      spentUsd: 6.4,
      attempts: [failed, { ...failed, number: 2, endedAt: null }],
    },
  ],
  totals: JobKind.options.map((kind) => ({
    kind,
    jobs: kind === "clip" ? 1 : 0,
    ...{ succeeded: 0, failed: 0, canceled: 0, attempts: kind === "clip" ? 2 : 0 },
    spentUsd: kind === "clip" ? 6.4 : 0,
    perhapsUsd: kind === "clip" ? 6.4 : 0,
  })),
  spentUsd: 6.44,
};

const page = async (kind: JobKind | null, of: Activity = activity) =>
  wordsOf(await renderInPage(<ActivityPage snapshot={fixtures.film} activity={of} kind={kind} />));

describe("the activity of a project", () => {
  it("tells each job newest first, with its attempts, reason, time and cost", async () => {
    const words = await page(null);
    expect(words.indexOf("Scene 2, take 1")).toBeLessThan(words.indexOf("Portrait, option 3"));
    expect(words).toContain("The model did not finish in time.");
    expect(words).toContain("This attempt may have been billed.");
    expect(words).toContain("2 attempts");
    expect(words).toContain("1. 15:00:00 failed after 00:01:01, $3.20, perhaps · p1");
    expect(words).toContain("in 00:00:09");
    expect(words).toContain("$6.40 perhaps");
  });

  it("adds it all up, by kind, and says what is in doubt", async () => {
    const words = await page(null);
    expect(words).toContain("Everything $6.44");
    expect(words).toContain("Clips $6.40 1 job · 2 attempts $6.40 of it may have been billed");
  });

  it("shows one kind where the address asks for it, with the totals of all", async () => {
    const words = await page("clip");
    expect(words).toContain("Scene 2, take 1");
    expect(words).not.toContain("Portrait, option 3");
    expect(words).toContain("Everything $6.44");
    expect(["clip", "songs", null, "constructor"].map(kindOf)).toEqual(["clip", null, null, null]);
  });

  it("says so where nothing was tried", async () => {
    const empty = { ...activity, entries: [] };
    expect(await page(null, empty)).toContain("Nothing was tried yet.");
    expect(await page("film", empty)).toContain("No films were tried yet.");
  });
});
