import { describe, expect, it } from "vitest";
import { countWords, listWords, sceneWords, shorten } from "./lists.ts";

describe("lists", () => {
  it("joins with commas and one and", () => {
    expect(listWords([])).toBe("");
    expect(listWords([2])).toBe("2");
    expect(listWords([2, 3])).toBe("2 and 3");
    expect(listWords([2, 3, 5])).toBe("2, 3 and 5");
  });

  it("names scenes and counts", () => {
    expect(sceneWords([2])).toBe("scene 2");
    expect(sceneWords([2, 3])).toBe("scenes 2 and 3");
    expect(countWords(1, "clip")).toBe("1 clip");
    expect(countWords(0, "clip")).toBe("0 clips");
  });

  it("shortens at a word and never splits an emoji", () => {
    expect(shorten("a short one", 40)).toBe("a short one");
    expect(shorten("the keeper rows out at night", 16)).toBe("the keeper rows…");
    expect(shorten("👩‍🚀".repeat(30), 5)).not.toContain("\uFFFD");
    expect(Array.from(shorten("x".repeat(100), 20))).toHaveLength(20);
  });
});
