import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { STARTED_AT, fixtureId, fixtures } from "../testing/fixtures.ts";
import { manualFixtures } from "../testing/manual-fixtures.ts";
import { renderInPage, wordsOf } from "../testing/render.tsx";
import { FilmStrip } from "./film-strip.tsx";

const expectedSeconds = { character: 8, script: 5, clip: 60, film: 20 };

const strip = (snapshot: Snapshot) =>
  renderInPage(
    <FilmStrip snapshot={snapshot} now={STARTED_AT} usual={{ snapshot, expectedSeconds }} />,
  );

const frames = async (snapshot: Snapshot) => (await strip(snapshot)).match(/<li/g)?.length ?? 0;

describe("FilmStrip", () => {
  it("has the frames of the scenes that are being written", async () => {
    expect(await frames(fixtures.started)).toBe(4);
  });

  it("has no frame for scenes that nobody asked for", async () => {
    expect(await frames(manualFixtures.uploads)).toBe(0);
    expect(await frames(manualFixtures.clipOnly)).toBe(1);
  });

  it("names its frames by number and state alone, and links them without scripts", async () => {
    const html = await strip(fixtures.clips);
    const [, second = ""] = html.match(/<li[^>]*>.*?<\/li>/g) ?? [];
    expect(wordsOf(second)).toBe("Scene 2 generating 00:00:06");
    expect(second).toContain(`href="#scene-${fixtureId(5, 2)}"`);
    expect(second).not.toMatch(/role=|aria-(roledescription|describedby)/);
  });
});
