import { describe, expect, it } from "vitest";
import { LIMITS } from "../contracts/limits.ts";
import { readScript } from "./script.ts";

const TWO = [
  { description: "Ada wakes.", negative_description: "crowds" },
  { description: "Ada climbs.", negative_description: "rain" },
];
const READ = [
  { description: "Ada wakes.", negativeDescription: "crowds" },
  { description: "Ada climbs.", negativeDescription: "rain" },
];
const json = JSON.stringify(TWO);

describe("readScript", () => {
  it.each([
    ["plain", json],
    ["fenced", "```json\n" + json + "\n```"],
    ["in prose", `Here are [2] scenes {as asked}: ${json}\nEnjoy [the film]!`],
    ["wrapped", JSON.stringify({ title: "x", scenes: TWO })],
    ["after a list that is none", `Notes: ["calm", "sea"] ${json}`],
    ["camel case", JSON.stringify(READ)],
    [
      "negative_prompt and a word list",
      JSON.stringify([
        { description: " Ada wakes. ", negative_prompt: "crowds" },
        { description: "Ada climbs.", negative_description: ["rain"] },
      ]),
    ],
    ["with something after it that is no scene", JSON.stringify([...TWO, { text: 3 }])],
  ])("reads a list %s", (_, text) => {
    expect(readScript(text, 2)).toEqual({ ok: true, value: { scenes: READ, note: null } });
  });

  it.each([
    [2, 3, "The model wrote 3 scenes; the first 2 are used."],
    [4, 6, "The model wrote 6 scenes; the first 4 are used."],
    [1, 2, "The model wrote 2 scenes; only the first is used."],
  ])("asked for %i, uses the first of %i scenes and says so", (asked, wrote, note) => {
    const all = Array.from({ length: wrote }, (_, index) => ({
      description: `Scene ${index + 1}.`,
    }));
    const read = readScript(JSON.stringify(all), asked);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.scenes.map((scene) => scene.description)).toEqual(
      all.slice(0, asked).map((scene) => scene.description),
    );
    expect(read.value.note).toBe(note);
  });

  it("keeps brackets and quotes inside texts", () => {
    const description = 'A sign says "[open} \\ {" twice.';
    expect(readScript(`ok: ${JSON.stringify([{ description }])}`, 1)).toEqual({
      ok: true,
      value: { scenes: [{ description, negativeDescription: "" }], note: null },
    });
  });

  it("takes a missing or null negative text as none", () => {
    const text = '[{"description":"a"},{"description":"b","negative_description":null}]';
    const read = readScript(text, 2);
    expect(read.ok && read.value.scenes.map((scene) => scene.negativeDescription)).toEqual([
      "",
      "",
    ]);
  });

  it("takes a single object where one scene was asked for", () => {
    expect(readScript('Sure: {"description":"a"}', 1).ok).toBe(true);
    expect(readScript('Sure: {"description":"a"}', 2).ok).toBe(false);
  });

  it("cuts overlong texts at a word, and never through a character", () => {
    const read = readScript(
      JSON.stringify([
        { description: "word ".repeat(1000), negative_description: "😀".repeat(3000) },
      ]),
      1,
    );
    if (!read.ok) throw new Error(read.error.message);
    const [scene] = read.value.scenes;
    expect(scene?.description.length).toBeLessThanOrEqual(LIMITS.sceneChars);
    expect(scene?.description).toMatch(/word…$/);
    expect(scene?.negativeDescription.length).toBeLessThanOrEqual(LIMITS.sceneChars);
    expect(scene?.negativeDescription.isWellFormed()).toBe(true);
  });

  it.each([
    ["", 2, "the answer was empty"],
    ["I can't help with that.", 2, "the answer was plain text instead of a JSON array of scenes"],
    [json.slice(0, -20), 2, "it is not one complete, valid JSON array of scenes"],
    [json, 4, "it has 2 scenes instead of 4"],
    ["[]", 3, "it has 0 scenes instead of 3"],
    [
      JSON.stringify([TWO[0], { text: "x" }]),
      2,
      'scene 2 is not an object with a "description" text',
    ],
    [
      JSON.stringify([{ description: "  " }]),
      1,
      'scene 1 is not an object with a "description" text',
    ],
  ])("names the fault of %j", (text, count, fault) => {
    expect(readScript(text, count)).toMatchObject({
      ok: false,
      error: {
        code: "output_invalid",
        message: `The scene list can't be used: ${fault}. Try again.`,
      },
    });
  });

  it("does not spend long on a hostile answer", () => {
    const began = performance.now();
    expect(readScript("[".repeat(150_000), 2).ok).toBe(false);
    expect(readScript('{"'.repeat(100_000), 2).ok).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
