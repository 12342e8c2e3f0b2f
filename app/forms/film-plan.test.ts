import { describe, expect, it } from "vitest";
import { FIRST_FILM_PLAN, type FilmPlan } from "../../workers/contracts/film-plan.ts";
import { fixtureId } from "../testing/fixtures.ts";
import { type PlanFields, musicOf, planFields } from "./film-plan-fields.ts";
import { anchorOf, parseIntent } from "./project-intents.server.ts";

const SCENES = [1, 2, 3].map((number) => fixtureId(4, number));

function parse(fields: PlanFields) {
  const data = new FormData();
  data.append("intent", "plan-film");
  data.append("version", "3");
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) {
      // A box that is not ticked is absent.
      if (each !== "" || !/Audio|Sound|Duck/.test(name)) data.append(name, each);
    }
  }
  return parseIntent(data);
}

const plan: FilmPlan = {
  version: 3,
  transition: { kind: "crossfade", lengthS: 0.7 },
  joins: [{ sceneId: SCENES[1] ?? "", transition: { kind: "dip_black", lengthS: 1.5 } }],
  keep: "film",
  fit: "blur",
  ratio: "9:16",
  size: "1080p",
  normalizeAudio: false,
  suppressClipAudio: true,
  music: { ...musicOf(fixtureId(8, 1)), startS: 12.5, gainDb: -12, duck: false, play: "loop" },
  gaps: "still",
  renditions: ["gif", "audio"],
};

describe("the form of the film plan", () => {
  it.each([
    ["all of it", plan],
    ["the first one", { ...FIRST_FILM_PLAN, version: 3 }],
  ])("says %s as it was filled in", (_what, each) => {
    const parsed = parse(planFields(each, SCENES));
    expect(parsed.ok && parsed.intent).toEqual({ intent: "plan-film", plan: each });
    expect(parsed.ok && anchorOf(parsed.intent)).toBe("#film");
  });

  it.each([
    ["transitionS", "9", "A transition takes 0.1 to 2 seconds."],
    ["songGainDb", "loud", "A song is at most 24 dB louder and 60 dB quieter."],
    ["songStartS", "-1", "A song begins 0 to 36000 seconds into itself."],
    ["songFadeOutS", "31", "A fade takes 0 to 30 seconds."],
  ])("names what is wrong with %s", (name, value, message) => {
    const parsed = parse({ ...planFields(plan, SCENES), [name]: value });
    expect(parsed).toMatchObject({ ok: false, issues: [{ path: [name], message }] });
  });

  it.each([
    ["ratio", "4:3"],
    ["renditions", "dvd"],
    ["transition", "star wipe"],
    ["songId", "7"],
    [`join-${SCENES[0]}`, "constructor"],
    ["join-7", "cut"],
  ])("refuses a %s that is none, in a sentence", (name, value) => {
    const parsed = parse({ ...planFields(plan, SCENES), [name]: value });
    expect(parsed).toMatchObject({ ok: false });
    expect(!parsed.ok && parsed.issues[0]?.message).toMatch(/not known here\. Reload the page/);
  });

  it("refuses a single join's length beside its kind", () => {
    const name = `joinS-${SCENES[1]}`;
    const parsed = parse({ ...planFields(plan, SCENES), [name]: "40" });
    expect(!parsed.ok && parsed.issues[0]?.message).toMatch(/0\.1 to 2 seconds/);
  });
});
