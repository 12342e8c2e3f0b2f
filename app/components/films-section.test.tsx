import { describe, expect, it } from "vitest";
import { fixtureId, STARTED_AT } from "../testing/fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { fixtureSummary } from "../testing/summary-fixtures.ts";
import { FilmsSection, type FilmsSectionProps } from "./films-section.tsx";

const tide = fixtureSummary({ posterAssetId: fixtureId(3, 11), clipsReady: 2, sceneCount: 4 });
const bare = fixtureSummary({
  id: fixtureId(1, 2),
  title: "The bell",
  idea: "A bell rings under the sea",
  isWorking: false,
  need: "choose_character",
});
const done = fixtureSummary({
  id: fixtureId(1, 3),
  title: "Finished",
  isWorking: false,
  filmAssetId: fixtureId(3, 20),
  filmMs: 32_000,
});

async function section(change: Partial<FilmsSectionProps> = {}) {
  const html = await renderInPage(
    <FilmsSection
      projects={[tide, bare, done]}
      refused={null}
      search=""
      deleted={null}
      formKey="key-12345678"
      fault={null}
      {...change}
    />,
  );
  return { html, words: wordsOf(html) };
}

describe("the films", () => {
  it("each say how far they are, in a picture where there is one and else in words", async () => {
    const { html, words } = await section();
    expect(words).toContain("Shooting, 2 of 4 ready");
    expect(words).toContain("Choose a portrait");
    expect(words).toContain("Film ready · 00:32");
    expect(html).toContain(`/assets/${tide.posterAssetId}"`);
    expect(words).toContain("A bell rings under the sea");
    expect(html).not.toContain("<video");
  });

  it("can be searched, duplicated and deleted by plain forms", async () => {
    const { html } = await section();
    expect(html).toMatch(/<form[^>]+method="get"[^>]*role="search"/);
    expect(html).toContain('<button class="button plain">Search</button>');
    for (const intent of ["duplicate", "delete"]) {
      expect(html.split(`name="intent" value="${intent}"`).length - 1).toBe(3);
    }
  });

  it("are only those that the address asks for, and it says of how many", async () => {
    const { words } = await section({ search: "bell" });
    expect(words).toContain("1 of 3");
    expect(words).not.toContain("Low tide");
    const none = await section({ search: "zebra ".repeat(40) });
    expect(none.words).toContain("Nothing among 3 films matches “zebra");
    expect(none.words).toContain("Show all");
  });

  it("say what was deleted a moment ago, with the way back", async () => {
    const deleted = {
      projectId: fixtureId(1, 9),
      title: "Gone",
      deletedAt: STARTED_AT,
      restorableUntil: STARTED_AT + 86_400_000,
    };
    const { html, words } = await section({ projects: [], deleted });
    expect(words).toContain("“Gone” was deleted. It can come back until 23 Nov, 15:00 UTC. Undo");
    expect(html).toContain(`name="projectId" value="${deleted.projectId}"`);
  });

  it("say what to do when there are none, and when they can't be read", async () => {
    expect((await section({ projects: [] })).words).toContain("Write an idea above");
    const refused = await section({ refused: "The list can't be read now." });
    expect(refused.words).toContain("The list can't be read now. Reload the page.");
  });
});
