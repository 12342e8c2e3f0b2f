import { describe, expect, it } from "vitest";
import { FIRST_FILM_PLAN, type FilmPlan as Planned } from "../../workers/contracts/film-plan.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { musicOf } from "../forms/film-plan-fields.ts";
import type { FormFault } from "../forms/outcome.ts";
import { STARTED_AT, fixtureId, fixtures } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import type { Desk } from "./desk.ts";
import { FilmPlan, useFilmPlan } from "./film-plan.tsx";

const song = { id: fixtureId(8, 1), assetId: fixtureId(3, 30), title: "Night waves", createdAt: 1 };

function Plan({ desk }: { desk: Desk }) {
  return <FilmPlan desk={desk} save={useFilmPlan(desk.snapshot)} />;
}

async function plan(
  filmPlan: Partial<Planned> = {},
  change: Partial<Snapshot> = {},
  fault: FormFault | null = null,
) {
  const { project } = fixtures.film;
  const snapshot: Snapshot = {
    ...fixtures.film,
    project: { ...project, filmPlan: { ...FIRST_FILM_PLAN, version: 3, ...filmPlan } },
    ...change,
  };
  const html = await renderInPage(
    <Plan
      desk={{
        snapshot,
        now: STARTED_AT,
        models: [],
        expectedSeconds: { character: 10, script: 10, clip: 60, film: 20 },
        formKey: "key-12345678",
        fault,
      }}
    />,
  );
  return { html, words: wordsOf(html) };
}

describe("how the film is cut", () => {
  it("is said in one line, with the length that it comes to, and is a plain form with a button", async () => {
    const { html, words } = await plan({ transition: { kind: "dip_white", lengthS: 1 } });
    expect(words).toMatch(/How it is cut Dips to white of 1 s · no song about \d\d:\d\d/);
    expect(html).toContain('name="version" value="3"');
    expect(html).toMatch(/<select name="transition">.*<option value="dip_white" selected/);
    expect(words).toContain("Save how it is cut");
  });

  it("sends along what it does not show, so that a plain form changes nothing else", async () => {
    const { html } = await plan({ keep: "film", gaps: "still" });
    for (const field of [
      '"keep" value="film"',
      '"gaps" value="still"',
      '"transitionS" value="0.5"',
    ])
      expect(html).toContain(`type="hidden" name=${field}`);
  });

  it("asks what is to be kept only where two clips are seen at once", async () => {
    expect((await plan()).words).not.toContain("seen at once");
    const { words } = await plan({ transition: { kind: "wipe", lengthS: 1 } });
    expect(words).toContain("seen at once");
  });

  it("has a row for each join, and one that is set by hand in sight", async () => {
    const [first] = [...fixtures.film.scenes].sort((a, b) => a.number - b.number);
    const join = { sceneId: first?.id ?? "", transition: { kind: "slide" as const, lengthS: 2 } };
    const { html, words } = await plan({ joins: [join] });
    expect(words).toContain("Scene 1 to 2");
    expect(html).toContain(`name="joinS-${first?.id}"`);
    expect(html).toMatch(/class="joins" open/);
  });

  it("lets the songs be heard and one be chosen, with what can be set for it", async () => {
    const without = await plan();
    expect(without.words).not.toContain("No song");
    expect(without.html).toContain('type="hidden" name="songId" value=""');
    const { html } = await plan({ music: musicOf(song.id) }, { songs: [song] });
    expect(html).toContain(assetPath(fixtures.film.project.id, song.assetId));
    expect(html).toMatch(
      new RegExp(`type="radio" name="songId"[^>]*checked[^>]*value="${song.id}"`),
    );
    expect(html).toMatch(/class="song-wishes"/);
    expect(html).not.toMatch(/hidden="" class="song-wishes"/);
    expect(html).toContain('preload="none"');
  });

  it("names the scenes that nothing stands for yet", async () => {
    const [first] = fixtures.film.scenes;
    const clips = fixtures.film.clips.filter(({ sceneId }) => sceneId !== first?.id);
    const { words } = await plan({}, { clips });
    expect(words).toContain(`In place of scene ${first?.number}, not shot yet`);
  });

  it("keeps what was typed and says what is wrong with it, unfolded", async () => {
    const { html, words } = await plan(
      { transition: { kind: "wipe", lengthS: 1 } },
      {},
      {
        form: "plan-film",
        ok: false,
        message: "A transition takes 0.1 to 2 seconds.",
        fields: { transitionS: "A transition takes 0.1 to 2 seconds." },
        values: { transitionS: "40" },
        nextKey: "next-12345678",
      },
    );
    expect(html).toMatch(/class="film-plan" open/);
    expect(html).toMatch(/name="transitionS"[^>]*value="40"|value="40"[^>]*name="transitionS"/);
    expect(words).toContain("A transition takes 0.1 to 2 seconds.");
  });

  it("is not there before there are scenes", async () => {
    expect((await plan({}, { scenes: [] })).html).not.toContain("film-plan");
  });
});
