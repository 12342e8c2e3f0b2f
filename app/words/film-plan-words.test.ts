import { expect, it } from "vitest";
import { FIRST_FILM_PLAN } from "../../workers/contracts/film-plan.ts";
import { fixtureId } from "../testing/fixtures.ts";
import { planWords } from "./film-plan-words.ts";

const song = { id: fixtureId(8, 1), assetId: fixtureId(3, 30), title: "Night waves", createdAt: 0 };
const music = { songId: song.id, startS: 0, play: "cut" as const, fadeInS: 0, fadeOutS: 2 };

it("says in one line what is set", () => {
  expect(planWords(FIRST_FILM_PLAN, [song])).toBe("Hard cuts · no song");
  const plan = {
    ...FIRST_FILM_PLAN,
    transition: { kind: "dip_black" as const, lengthS: 0.5 },
    joins: [{ sceneId: fixtureId(4, 1), transition: { kind: "wipe" as const, lengthS: 1 } }],
    music: { ...music, gainDb: -12, duck: true },
    ratio: "9:16" as const,
    size: "480p" as const,
    suppressClipAudio: true,
    normalizeAudio: false,
    renditions: ["gif" as const],
  };
  expect(planWords(plan, [song])).toBe(
    "Dips to black of 0.5 s, 1 set by hand · “Night waves” at −12 dB · clips silent · 9:16, upright · 480p · loudness as it is · 1 further file",
  );
  // A song that is gone is not under the next film.
  expect(planWords(plan, [])).toContain("no song");
});
