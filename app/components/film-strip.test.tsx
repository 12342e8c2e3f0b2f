import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { STARTED_AT, fixtures } from "../testing/fixtures.ts";
import { manualFixtures } from "../testing/manual-fixtures.ts";
import { FilmStrip } from "./film-strip.tsx";

const expectedSeconds = { character: 8, script: 5, clip: 60, film: 20 };

const frames = (snapshot: Snapshot) =>
  renderToStaticMarkup(
    <FilmStrip snapshot={snapshot} now={STARTED_AT} usual={{ expectedSeconds }} />,
  ).match(/<li/g)?.length ?? 0;

describe("FilmStrip", () => {
  it("has the frames of the scenes that are being written", () => {
    expect(frames(fixtures.started)).toBe(4);
  });

  it("has no frame for scenes that nobody asked for", () => {
    expect(frames(manualFixtures.uploads)).toBe(0);
    expect(frames(manualFixtures.clipOnly)).toBe(1);
  });
});
