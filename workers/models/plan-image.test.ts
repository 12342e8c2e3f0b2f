import { describe, expect, it } from "vitest";
import { IMAGE_MODELS } from "./catalogue/image.ts";
import { planImage } from "./plan-image.ts";
import type { ImageRequest } from "./plan-image.ts";

const wish: ImageRequest = {
  prompt: "A keeper of a lighthouse",
  negativePrompt: null,
  aspectRatio: "16:9",
  format: "png",
  seed: null,
  safetyFilterLevel: null,
  personGeneration: null,
  referenceUrl: null,
};

function plan(model: string, change: Partial<ImageRequest> = {}) {
  const planned = planImage(model, { ...wish, ...change });
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
}

describe("planImage", () => {
  it("sends Imagen 4 only what it knows, and says what was left out", () => {
    const made = plan("google/imagen-4", { seed: 7, negativePrompt: "hats", format: "webp" });
    expect(made.input).toEqual({
      prompt: "A keeper of a lighthouse",
      aspect_ratio: "16:9",
      output_format: "png",
    });
    expect(made.format).toBe("png");
    expect(made.substitutions.map(({ field, asked, used }) => [field, asked, used])).toEqual([
      ["image_format", "webp", "png"],
      ["seed", "7", null],
      ["negative_prompt", "hats", null],
    ]);
    expect(made.estimateUsd).toBe(0.04);
  });

  it("says nothing when everything can be done", () => {
    const made = plan("black-forest-labs/flux-1.1-pro", { seed: 0, format: "webp" });
    expect(made.substitutions).toEqual([]);
    expect(made.input).toMatchObject({ seed: 0, output_format: "webp", aspect_ratio: "16:9" });
    expect(made.format).toBe("webp");
  });

  it.each([
    ["google/imagen-4", "21:9", "16:9"],
    ["google/imagen-4", "2:3", "3:4"],
    ["google/imagen-4", "4:5", "3:4"],
    ["bytedance/seedream-4", "9:21", "9:16"],
    ["google/imagen-4", "nonsense", "1:1"],
  ])("%s draws %s as %s", (model, asked, used) => {
    const made = plan(model, { aspectRatio: asked, format: "jpg" });
    expect(made.input["aspect_ratio"]).toBe(used);
    expect(made.substitutions).toMatchObject([{ field: "aspect_ratio", asked, used }]);
  });

  it.each([
    ["google/nano-banana", { output_format: "jpg" }, "jpg"],
    ["black-forest-labs/flux-schnell", { output_format: "jpg", num_outputs: 1 }, "jpg"],
    ["bytedance/seedream-4", { size: "2K", max_images: 1 }, "jpg"],
  ])("%s is asked for one picture", (model, input, format) => {
    const made = plan(model, { format: "jpg" });
    expect(made.input).toMatchObject(input);
    expect(made.format).toBe(format);
    expect(Object.values(made.input)).not.toContain(null);
  });

  it("never sends Seedream a format, and says that png is converted", () => {
    const made = plan("bytedance/seedream-4");
    expect(made.input).not.toHaveProperty("output_format");
    expect(made.substitutions).toMatchObject([
      { field: "image_format", asked: "png", used: "jpg" },
    ]);
  });

  it.each(["block_only_high", "block_medium_and_above", "block_low_and_above"])(
    "sends Imagen 4 the safety level %s",
    (safetyFilterLevel) => {
      const made = plan("google/imagen-4", { safetyFilterLevel });
      expect(made.input["safety_filter_level"]).toBe(safetyFilterLevel);
      expect(made.substitutions).toEqual([]);
    },
  );

  it("takes the nearest safety level for one that Imagen 4 lacks", () => {
    const made = plan("google/imagen-4", { safetyFilterLevel: "block_none" });
    expect(made.input["safety_filter_level"]).toBe("block_only_high");
    expect(made.substitutions).toMatchObject([
      { field: "safety_filter_level", asked: "block_none", used: "block_only_high" },
    ]);
  });

  it.each([
    ["google/imagen-4", "strict", "block_only_high, block_medium_and_above or block_low_and_above"],
    ["black-forest-labs/flux-1.1-pro", "block_medium_and_above", "FLUX 1.1 pro takes no safety"],
  ])("leaves out for %s the safety level %s, and says why", (model, safetyFilterLevel, why) => {
    const made = plan(model, { safetyFilterLevel });
    expect(made.input).not.toHaveProperty("safety_filter_level");
    expect(made.substitutions).toMatchObject([
      {
        field: "safety_filter_level",
        asked: safetyFilterLevel,
        used: null,
        reason: expect.stringContaining(why),
      },
    ]);
  });

  it.each(IMAGE_MODELS.map((model) => model.slug))("never tells %s whom it may draw", (model) => {
    const asked = plan(model, { format: "jpg", personGeneration: "allow_all" });
    expect(asked.input).toEqual(plan(model, { format: "jpg" }).input);
    expect(asked.substitutions).toMatchObject([
      { field: "person_generation", asked: "allow_all", used: null },
    ]);
    const usual = plan(model, { format: "jpg", personGeneration: "allow_adult" });
    expect(usual.input).toEqual(asked.input);
    expect(usual.substitutions).toEqual([]);
  });

  it("refuses a model that is not in the catalogue", () => {
    expect(planImage("google/veo-3.1", wish)).toMatchObject({
      ok: false,
      error: { code: "invalid_request" },
    });
  });

  it.each([
    ["google/nano-banana", { image_input: ["https://a/p.png"] }],
    ["black-forest-labs/flux-1.1-pro", { image_prompt: "https://a/p.png" }],
    ["bytedance/seedream-4", { image_input: ["https://a/p.png"] }],
  ])("gives %s the picture to stay close to", (model, input) => {
    const made = plan(model, { referenceUrl: "https://a/p.png" });
    expect(made.input).toMatchObject(input);
    expect(made.substitutions.map(({ field }) => field)).not.toContain("picture");
    expect(Object.keys(plan(model).input)).not.toContain(Object.keys(input)[0]);
  });

  it.each(["google/imagen-4", "black-forest-labs/flux-schnell"])(
    "says that %s draws from the words alone",
    (model) => {
      const made = plan(model, { referenceUrl: "https://a/p.png" });
      expect(JSON.stringify(made.input)).not.toContain("https://a/p.png");
      expect(made.substitutions).toMatchObject([{ field: "picture", used: null }]);
      expect(made.substitutions.at(-1)?.reason).toContain("takes no picture");
    },
  );
});
