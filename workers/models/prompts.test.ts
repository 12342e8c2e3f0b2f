import { describe, expect, it } from "vitest";
import { clipPrompt, portraitPrompt, videoRules } from "./prompts.ts";

const words = { sceneDescription: "She runs!", characterDescription: "Ada, 70" };

describe("portraitPrompt", () => {
  it.each([undefined, "", " \n"])("is plain with the look %j", (look) => {
    expect(portraitPrompt(" A tall sailor ", look)).toBe(
      `Portrait of one character: A tall sailor.
Alone in the picture, seen from the waist up, facing the camera, the whole face visible and evenly lit.
Plain, softly lit background. Sharp focus, natural proportions, film still quality.
One picture, not a collage. No text, letters, logo, frame or watermark.`,
    );
  });

  it("takes light and background from a look, so that nothing contradicts it", () => {
    const prompt = portraitPrompt("A sailor", " Hard light before a dark wall ");
    expect(prompt).toContain("\nHard light before a dark wall. Sharp focus");
    expect(prompt).toContain("the whole face visible.\n");
    expect(prompt).not.toMatch(/evenly|softly/);
    expect(prompt).toContain("No text, letters");
  });
});

describe("clipPrompt", () => {
  it.each([undefined, {}, { rules: " ", look: "" }])("goes by its own rules with %j", (style) => {
    expect(clipPrompt(words, style)).toBe(
      `She runs!
The character: Ada, 70.
The character keeps the face, hair, build and clothes of the reference picture from the first frame to the last, unless the scene says otherwise.
One continuous shot. No subtitles, captions, titles, logos or other text in the picture.`,
    );
  });

  it("ends with the rules it is given, in place of its own", () => {
    const prompt = clipPrompt(words, { rules: "Never cut" });
    expect(prompt).toMatch(/unless the scene says otherwise\.\nNever cut\.$/);
    expect(prompt).not.toContain("One continuous shot");
  });

  it("adds a look and keeps the rules", () => {
    const prompt = clipPrompt(words, { look: "Black and white" });
    expect(prompt).toContain("\nBlack and white.\nOne continuous shot.");
    expect(prompt).toContain("The character keeps the face");
  });
});

describe("videoRules", () => {
  it("says the ratio wherever the template asks for it", () => {
    expect(videoRules(" Fill {aspect_ratio}, only {aspect_ratio}. ", "9:16")).toBe(
      "Fill 9:16, only 9:16.",
    );
  });

  it("leaves other braces and odd ratios as they are", () => {
    expect(videoRules("{mood} at {aspect_ratio}", "$&")).toBe("{mood} at $&");
    expect(videoRules("No ratio here", "1:1")).toBe("No ratio here");
  });
});
