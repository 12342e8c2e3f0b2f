import { describe, expect, it } from "vitest";
import { DEFAULT_MODELS, findModel, isKnownModel, modelInfos, nextModel } from "./catalogue.ts";
import { SAFETY_LEVELS } from "../substitution.ts";
import { IMAGE_MODELS } from "./image.ts";
import { VIDEO_MODELS } from "./video.ts";

describe("the catalogue", () => {
  it("has enough models of each kind, one default each, and no slug twice", () => {
    const infos = modelInfos();
    const count = (kind: string) => infos.filter((info) => info.kind === kind).length;
    expect(count("image")).toBeGreaterThanOrEqual(3);
    expect(count("video")).toBeGreaterThanOrEqual(4);
    expect(count("text")).toBeGreaterThanOrEqual(2);
    expect(new Set(infos.map((info) => info.slug)).size).toBe(infos.length);
    const defaults = infos.filter((info) => info.isDefault).map((info) => info.slug);
    expect(defaults).toEqual(["google/imagen-4", "google/veo-3.1", "google/gemini-2.5-flash"]);
    expect(Object.values(DEFAULT_MODELS).sort()).toEqual([...defaults].sort());
  });

  it("marks every price as an estimate", () => {
    for (const info of modelInfos()) {
      expect(info.price.isEstimate).toBe(true);
      expect(info.price.usd).toBeGreaterThan(0);
    }
  });

  it.each(VIDEO_MODELS.map((model) => [model.slug, model] as const))(
    "%s: lengths and resolutions ascend, and the shown price is the dearest",
    (_, model) => {
      expect([...model.lengthsS].sort((a, b) => a - b)).toEqual([...model.lengthsS]);
      const heights = model.resolutions.map((name) => Number.parseInt(name, 10));
      expect([...heights].sort((a, b) => a - b)).toEqual(heights);
      const prices = [null, ...model.resolutions].flatMap((resolution) =>
        [true, false].map((generateAudio) => model.usdPerSecond({ resolution, generateAudio })),
      );
      expect(Math.max(...prices)).toBe(model.price.usd);
      expect(Math.min(...prices)).toBeGreaterThan(0);
    },
  );

  it("has safety levels that can be ranked, mildest first", () => {
    for (const { safetyFilterLevels } of IMAGE_MODELS) {
      const ranked = safetyFilterLevels.map((level) => SAFETY_LEVELS.indexOf(level));
      expect(ranked).not.toContain(-1);
      expect([...ranked].sort((a, b) => a - b)).toEqual(ranked);
    }
  });

  it("knows a slug only under its own kind", () => {
    expect(isKnownModel("video", "google/veo-3.1")).toBe(true);
    expect(isKnownModel("image", "google/veo-3.1")).toBe(false);
    expect(isKnownModel("text", "nobody/nothing")).toBe(false);
  });

  it("names the known models when one is not known", () => {
    const found = findModel("text", "nobody/nothing");
    expect(found).toMatchObject({ ok: false, error: { code: "invalid_request" } });
    expect(found.ok ? "" : found.error.message).toContain("openai/gpt-4o-mini");
  });
});

describe("nextModel", () => {
  it("takes the next of the catalogue, and the top after the last", () => {
    expect(nextModel("video", "google/veo-3.1", [])).toBe("google/veo-3.1-fast");
    expect(nextModel("text", "anthropic/claude-4-sonnet", [])).toBe("google/gemini-2.5-flash");
    expect(nextModel("image", "gone/unknown", [])).toBe("google/imagen-4");
  });

  it("leaves out what was tried and ends with null", () => {
    const tried = ["google/gemini-2.5-flash"];
    expect(nextModel("text", "openai/gpt-4o-mini", tried)).toBe("anthropic/claude-4-sonnet");
    tried.push("anthropic/claude-4-sonnet");
    expect(nextModel("text", "openai/gpt-4o-mini", tried)).toBeNull();
  });
});
