import { describe, expect, it } from "vitest";
import { shotPrompt } from "./shot-prompt.ts";

const plain = { hasReference: false, look: "", rules: "", aspectRatio: "16:9" };

describe("the prompt of a clip that a program described", () => {
  it("is the program's own words where nothing is to be added", () => {
    expect(shotPrompt("  A heron lifts off ", plain)).toBe("A heron lifts off");
  });

  it("adds the likeness only where a picture goes along, then look and rules", () => {
    const style = {
      ...plain,
      hasReference: true,
      look: "Hard light.",
      rules: "For {aspect_ratio}.",
    };
    const [words, likeness, ...rest] = shotPrompt("It walks", style).split("\n");
    expect(words).toBe("It walks");
    expect(likeness).toContain("reference picture");
    expect(rest).toEqual(["Hard light.", "For 16:9."]);
    expect(shotPrompt("It walks", { ...style, hasReference: false })).not.toContain("reference");
  });
});
