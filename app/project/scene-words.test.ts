import { describe, expect, it } from "vitest";
import { fixtures } from "../testing/fixtures.ts";
import { isOvertaken, wordsFromDraft, wordsFromForm, wordsOf } from "./scene-words.ts";

const [scene] = fixtures.scenes.scenes;
if (scene === undefined) throw new Error("No scene");

describe("the words of a scene as they are edited", () => {
  it("come back from a draft as they were typed", () => {
    const form = new FormData();
    form.set("description", "روحیں 🌙");
    form.set("negativeDescription", "");
    form.set("lengthS", "4.5");
    const typed = wordsFromForm(form, 3);
    expect(wordsFromDraft(JSON.stringify(typed))).toEqual(typed);
    expect(typed).toEqual({
      version: 3,
      description: "روحیں 🌙",
      negativeDescription: "",
      lengthS: "4.5",
    });
  });

  it.each(["", "not JSON", "null", "{}", '{"version":"1","description":"x"}'])(
    "are none in the draft %o",
    (draft) => {
      expect(wordsFromDraft(draft)).toBeNull();
    },
  );

  it("are overtaken by a save of other words, not by one's own or by the same", () => {
    const began = wordsOf(scene);
    expect(isOvertaken(scene, began)).toBe(false);
    expect(isOvertaken({ ...scene, version: 2 }, began)).toBe(false);
    expect(isOvertaken({ ...scene, version: 2, description: "Other" }, began)).toBe(true);
    expect(isOvertaken({ ...scene, version: 2, lengthS: 3 }, began)).toBe(true);
    // As a form posts it, without scripts.
    expect(isOvertaken(scene, { ...began, version: "1" })).toBe(false);
    const mine = { ...began, version: "1", description: "Mine" };
    expect(isOvertaken({ ...scene, version: 2 }, mine)).toBe(true);
  });
});
