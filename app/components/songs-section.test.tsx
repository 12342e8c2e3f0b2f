import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { STARTED_AT, fixtures } from "../testing/fixtures.ts";
import { manualFixtures } from "../testing/manual-fixtures.ts";
import { SongsSection } from "./songs-section.tsx";

const render = (snapshot: Snapshot) =>
  renderToStaticMarkup(
    <SongsSection
      desk={{
        snapshot,
        now: STARTED_AT,
        models: [],
        expectedSeconds: { character: 10, script: 10, clip: 60, film: 20 },
        formKey: "",
        fault: null,
      }}
    />,
  );

describe("SongsSection", () => {
  it("lists each song with its length, and loads it only when it is played", () => {
    const { project, songs } = manualFixtures.uploads;
    const html = render(manualFixtures.uploads);
    expect(html).toContain("Harbour at night");
    expect(html).toContain(">00:00:42<");
    expect(html).toMatch(/<audio [^>]*preload="none"/);
    expect(html).toContain(`src="${assetPath(project.id, songs[0]!.assetId)}"`);
  });

  it("is nothing without songs", () => {
    expect(render(fixtures.film)).toBe("");
  });
});
