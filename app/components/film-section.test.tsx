import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { STARTED_AT, fixtureId, fixtures } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { FilmSection } from "./film-section.tsx";

async function section(snapshot: Snapshot) {
  const html = await renderInPage(
    <FilmSection
      desk={{
        snapshot,
        now: STARTED_AT,
        models: [],
        expectedSeconds: { character: 10, script: 10, clip: 60, film: 20 },
        formKey: "key-12345678",
        fault: null,
      }}
    />,
  );
  return { html, words: wordsOf(html) };
}

/** The newest film of the fixture, changed. */
function withFilm(change: Partial<Snapshot["films"][number]>): Snapshot {
  const { film } = fixtures;
  return {
    ...film,
    films: film.films.map((one) => (one.number === 2 ? { ...one, ...change } : one)),
  };
}

describe("the films of a project", () => {
  it("all stay, each with its download and its gaps, and can be compared", async () => {
    const { html, words } = await section(fixtures.film);
    expect(words).toMatch(/Film 2 .* Film 1 without scene 3/);
    for (const assetId of [20, 21].map((number) => fixtureId(3, number))) {
      expect(html).toContain(assetPath(fixtures.film.project.id, assetId, { download: true }));
    }
    expect(words).toContain("Compare films");
    expect(html).not.toContain("<video");
    const [, only] = fixtures.film.films;
    const single = await section({ ...fixtures.film, films: [only!] });
    expect(single.words).not.toContain("Compare films");
  });

  it("list their other forms with sizes", async () => {
    const renditions = [{ kind: "audio" as const, assetId: fixtureId(3, 20) }];
    const { html, words } = await section(withFilm({ renditions }));
    expect(words).toContain("sound only 1.4 MB");
    expect(html).toContain('aria-label="Film 2 in other forms"');
  });

  it("are published and taken back by plain forms, with the address in sight", async () => {
    const before = await section(fixtures.film);
    expect(before.html).toContain('name="isPublished" value="yes"');
    expect(before.words).not.toContain("Published");
    const { html, words } = await section(withFilm({ publishedAt: STARTED_AT }));
    expect(words).toContain("Published 22 Nov 2026");
    expect(html).toContain('name="isPublished" value="no"');
  });

  it("let their warnings be read", async () => {
    const { film } = fixtures;
    const warning = "The song ends before the film.";
    const jobs = film.jobs.map((job) =>
      job.id === film.films[1]!.jobId ? { ...job, warnings: [warning] } : job,
    );
    expect((await section({ ...film, jobs })).words).toContain(warning);
  });
});

describe("the downloads", () => {
  it("are every file with its size, and their sum", async () => {
    const { words } = await section(fixtures.film);
    expect(words).toContain("Downloads 10 files · 14 MB");
    expect(words).toContain("Scene 4, take 1 00:08 · 1280×720 1.4 MB");
    expect(words).toContain("Download the ZIP");
  });

  it("are not there before there is a file", async () => {
    expect((await section(fixtures.started)).words).not.toContain("Downloads");
  });
});
