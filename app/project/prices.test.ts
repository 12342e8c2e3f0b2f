import { describe, expect, it } from "vitest";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { clipUsd, defaultModel, filmEstimate, snapLengthS } from "./prices.ts";

function model(change: Partial<ModelInfo>): ModelInfo {
  return {
    slug: "google/veo-3.1",
    kind: "video",
    label: "Veo 3.1",
    isDefault: true,
    price: { unit: "second", usd: 0.4, isEstimate: true },
    lengthsS: [8, 4, 6],
    aspectRatios: ["16:9"],
    takesReference: true,
    referenceShot: null,
    hasAudio: true,
    ...change,
  };
}

const run = { unit: "run", usd: 0.5, isEstimate: true } as const;
const models = [
  model({}),
  model({ slug: "kwai/other", isDefault: false, price: run, lengthsS: [5, 10] }),
  model({ slug: "g/i", kind: "image", price: { unit: "image", usd: 0.04, isEstimate: true } }),
  model({ slug: "g/t", kind: "text", price: { unit: "run", usd: 0.01, isEstimate: true } }),
];

describe("snapLengthS", () => {
  it.each([
    [2, 4],
    [4, 4],
    [4.5, 6],
    [8, 8],
    [12, 8],
  ])("shoots %d s as %d s", (asked, shot) => {
    expect(snapLengthS(models[0], asked)).toBe(shot);
  });

  it("shoots what is asked when the model names no lengths, or is unknown", () => {
    expect(snapLengthS(model({ lengthsS: [] }), 7)).toBe(7);
    expect(snapLengthS(undefined, 7)).toBe(7);
  });
});

describe("prices", () => {
  it("counts the length that is shot, not the one that was asked", () => {
    expect(clipUsd(models[0], 5, "16:9")).toBeCloseTo(2.4);
    expect(clipUsd(models[1], 5, "16:9")).toBe(0.5);
    expect(clipUsd(undefined, 5, "16:9")).toBe(0);
  });

  it("counts the length that a reference demands, at its ratio alone", () => {
    const fixed = model({ referenceShot: { aspectRatio: "16:9", lengthS: 8 } });
    expect(clipUsd(fixed, 4, "16:9")).toBeCloseTo(fixed.price.usd * 8);
    expect(clipUsd(fixed, 4, "9:16")).toBeCloseTo(fixed.price.usd * 4);
  });

  it("adds up a whole film", () => {
    const estimate = filmEstimate(models, {
      sceneCount: 4,
      clipLengthS: 8,
      imageCount: 4,
      aspectRatio: "16:9",
    });
    expect(estimate.portraitsUsd).toBeCloseTo(0.16);
    expect(estimate.clipsUsd).toBeCloseTo(12.8);
    expect(estimate.totalUsd).toBeCloseTo(12.97);
  });

  it("takes the model that was picked; an empty choice is the default one", () => {
    const plan = { sceneCount: 2, clipLengthS: 6, imageCount: 1, aspectRatio: "16:9" };
    expect(filmEstimate(models, { ...plan, videoModel: "kwai/other" }).clipsUsd).toBe(1);
    expect(filmEstimate(models, { ...plan, videoModel: "" }).clipsUsd).toBeCloseTo(4.8);
  });

  it("falls to the first of a kind when none is marked", () => {
    const unmarked = models.map((one) => ({ ...one, isDefault: false }));
    expect(defaultModel(unmarked, "video")?.slug).toBe("google/veo-3.1");
  });
});
