import { describe, expect, it } from "vitest";
import type { Transition } from "../../workers/contracts/film-options.ts";
import { FIRST_FILM_PLAN, type FilmPlan } from "../../workers/contracts/film-plan.ts";
import { fixtures } from "../testing/fixtures.ts";
import { filmS, plannedLengthS } from "./planned-length.ts";
import { sceneRows } from "./scene-rows.ts";
import { filmLengthS } from "./takes.ts";

const CUT: Transition = { kind: "cut", lengthS: 0.5 };
const FADE: Transition = { kind: "crossfade", lengthS: 1 };
const DIP: Transition = { kind: "dip_white", lengthS: 1 };

describe("the length of clips that are joined", () => {
  it.each([
    ["hard cuts", [8, 8, 8], [CUT, CUT], 24],
    ["a crossfade, which shows two at once", [8, 8, 8], [FADE, CUT], 23],
    ["dips, which hide nothing", [8, 8, 8], [DIP, DIP], 24],
    ["no more than half of a clip between two transitions", [8, 1, 8], [FADE, FADE], 16],
    ["no more than a whole clip at its only transition", [8, 0.6], [FADE], 8],
    ["nothing at all", [], [], 0],
  ])("takes %s", (_what, lengths, joins, expected) => {
    expect(filmS(lengths, joins, "clips")).toBeCloseTo(expected, 6);
  });

  it("stays where the film keeps its length", () => {
    expect(filmS([8, 8], [FADE], "film")).toBe(16);
  });
});

describe("the planned length of a project's film", () => {
  const of = (plan: Partial<FilmPlan>, snapshot = fixtures.film) =>
    plannedLengthS({
      ...snapshot,
      project: { ...snapshot.project, filmPlan: { ...FIRST_FILM_PLAN, ...plan } },
    });
  const lengths = sceneRows(fixtures.film).map(filmLengthS);
  const sum = lengths.reduce((total, length) => total + length, 0);

  it("is that of its clips as they are trimmed, less what transitions share", () => {
    expect(of({})).toBeCloseTo(sum, 6);
    expect(of({ transition: FADE })).toBeCloseTo(sum - (lengths.length - 1), 6);
  });

  it("counts a scene without a clip only where a still stands in for it", () => {
    const [first] = fixtures.film.scenes;
    const scenes = fixtures.film.scenes.map((scene) =>
      scene.id === first?.id ? { ...scene, selectedClipId: null } : scene,
    );
    const missing = { ...fixtures.film, scenes };
    expect(of({ gaps: "leave_out" }, missing)).toBeLessThan(sum);
    expect(of({ gaps: "still" }, missing)).toBeCloseTo(
      of({ gaps: "leave_out" }, missing) + (first?.lengthS ?? 0),
      6,
    );
  });
});
