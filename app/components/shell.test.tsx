import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { lineWords } from "../words/line-words.ts";
import { manualFixtures } from "../testing/manual-fixtures.ts";
import { fixtures, STARTED_AT } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { DeletedProject } from "./deleted-project.tsx";
import type { Desk } from "./desk.ts";
import { NextStep } from "./next-step.tsx";
import { ProjectTitle } from "./project-title.tsx";
import { ShellBar } from "./shell-bar.tsx";

const desk = (snapshot: Snapshot): Desk => ({
  snapshot,
  now: STARTED_AT,
  models: [
    {
      slug: "google/veo-3.1",
      kind: "video",
      label: "Veo 3.1",
      isDefault: true,
      price: { unit: "second", usd: 0.4, isEstimate: true },
      lengthsS: [4, 6, 8],
      aspectRatios: ["16:9"],
      takesReference: true,
      referenceShot: null,
      hasAudio: true,
    },
  ],
  expectedSeconds: { character: 1, script: 1, clip: 1, film: 1 },
  formKey: "key-12345678",
  fault: null,
});

const withMode = (snapshot: Snapshot, mode: "quick" | "step"): Snapshot => ({
  ...snapshot,
  project: { ...snapshot.project, mode },
});

describe("the bar of a project", () => {
  const bar = (snapshot: Snapshot, base = "") =>
    renderInPage(<ShellBar snapshot={snapshot} base={base} notice={null} />);

  it("has the five stations with their state in words, and only one of them is yours", async () => {
    for (const snapshot of Object.values(fixtures)) {
      const html = await bar(snapshot);
      expect(html.match(/<li data-state="\w+">/g)).toHaveLength(5);
      const yours = html.match(/<li data-state="yours">/g) ?? [];
      expect(yours).toHaveLength(snapshot.project.need === null ? 0 : 1);
    }
    expect(wordsOf(await bar(fixtures.clips))).toMatch(
      /^Idea Set Character .*Scenes 4 written Clips 1 of 4 shot Film Waiting/,
    );
  });

  it("leads to the thing that needs the person, also from another page", async () => {
    expect(await bar(fixtures.choose)).toContain('<li data-state="yours"><a href="#character">');
    expect(await bar(fixtures.gaps, "/projects/p")).toContain(
      '<li data-state="yours"><a href="/projects/p#clips">',
    );
  });

  it("counts clips once there are some, and tells what was spent", async () => {
    expect(wordsOf(await bar(fixtures.choose))).not.toContain("loading");
    const words = wordsOf(await bar(fixtures.clips));
    expect(words).toContain("2 loading / 1 succeeded / 1 failed");
    expect(words).toContain("$9.77 simulated");
  });

  it("says when the line is down, and that nothing is lost", () => {
    expect(lineWords(true, "live")).toBeNull();
    expect(lineWords(true, "connecting")).toBeNull();
    expect(lineWords(true, "reconnecting")).toContain("catches up by itself");
    expect(lineWords(false, "live")).toContain("You are offline");
  });
});

describe("what comes next", () => {
  const next = async (snapshot: Snapshot) =>
    wordsOf(await renderInPage(<NextStep desk={desk(snapshot)} />));

  it("changes a project over to quick with the price of what follows, and back for nothing", async () => {
    // Four scenes of 8, 6, 6 and 10 seconds, shot as 8, 6, 6 and 8.
    expect(await next(fixtures.scenes)).toContain("Go on to the film · about $11.20");
    const quick = await next(withMode(fixtures.scenes, "quick"));
    expect(quick).toContain("Go step by step");
    expect(quick).not.toContain("$");
  });

  it("pays only for scenes that were never shot, and before there are scenes for all to come", async () => {
    expect(await next(fixtures.gaps)).toContain("Go on to the film · free");
    expect(await next(fixtures.writing)).toContain("Go on to the film · about $12.80");
  });

  it("stops everything while anything runs, and offers nothing of it when all is done", async () => {
    expect(await next(fixtures.clips)).toContain("Stop everything");
    expect(await next(fixtures.choose)).not.toContain("Stop everything");
    expect(await next(fixtures.film)).toBe("");
  });

  it("leaves the order of a program's project to the program", async () => {
    expect(await next(manualFixtures.scenesOnly)).not.toContain("Go ");
  });
});

describe("the title", () => {
  it("can be changed by a plain form, which keeps what was refused", async () => {
    const fault = {
      form: "rename",
      ok: false as const,
      message: "The title is empty.",
      fields: { title: "The title is empty." },
      values: { title: "  " },
      nextKey: "next-key-1",
    };
    const html = await renderInPage(<ProjectTitle desk={{ ...desk(fixtures.film), fault }} />);
    expect(html).toContain('<h1 id="title">Low tide</h1>');
    expect(html).toMatch(/<details class="rename" open="">.*method="post"/);
    expect(html).toContain('name="title" required="" maxLength="120" value="  "');
    expect(wordsOf(html)).toContain("The title is empty.");
  });
});

describe("the page of a deleted project", () => {
  it("says what it was, until when it is kept, and how it comes back", async () => {
    const deletion = {
      projectId: fixtures.film.project.id,
      title: "Low tide",
      deletedAt: STARTED_AT,
      restorableUntil: STARTED_AT + 86_400_000,
    };
    const html = await renderInPage(<DeletedProject deletion={deletion} refused={null} />);
    expect(wordsOf(html)).toContain(
      "This project was deleted. Low tide Everything in it is kept until 23 Nov, 15:00 UTC.",
    );
    expect(html).toContain('name="intent" value="restore"');
  });

  it("says so when nothing is known of it, and why it did not come back", async () => {
    const html = await renderInPage(<DeletedProject deletion={null} refused="Too late." />);
    expect(wordsOf(html)).toContain("There is no such project.");
    expect(wordsOf(html)).toContain("Too late.");
    expect(html).not.toContain("<form");
  });
});
