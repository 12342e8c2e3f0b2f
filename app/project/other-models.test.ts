import { describe, expect, it } from "vitest";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { fixtureJob } from "../testing/fixtures.ts";
import { otherModels } from "./other-models.ts";

const model = (slug: string, change: Partial<ModelInfo> = {}): ModelInfo => ({
  slug,
  kind: "video",
  label: slug,
  isDefault: false,
  price: { unit: "second", usd: 0.1, isEstimate: true },
  lengthsS: [5, 10],
  aspectRatios: ["16:9"],
  takesReference: true,
  referenceShot: null,
  hasAudio: false,
  ...change,
});

const MODELS = [
  model("a/image", { kind: "image", price: { unit: "image", usd: 0.04, isEstimate: true } }),
  model("b/image", { kind: "image", price: { unit: "image", usd: 0.02, isEstimate: true } }),
  model("google/veo-3.1"),
  model("a/video"),
  model("b/video", { takesReference: false }),
  model("a/text", { kind: "text", price: { unit: "run", usd: 0.01, isEstimate: true } }),
];

const offered = (change: Parameters<typeof fixtureJob>[1]) =>
  otherModels(MODELS, fixtureJob(1, change), { lengthS: 6, aspectRatio: "16:9" }).map(
    ({ model: { slug }, usd }) => [slug, usd],
  );

describe("otherModels", () => {
  it("are of the same kind, not the job's own, and priced for this job", () => {
    expect(offered({ kind: "clip" })).toEqual([["a/video", 1]]);
    expect(offered({ kind: "character", model: "a/image" })).toEqual([["b/image", 0.02]]);
    expect(offered({ kind: "script", model: "c/text" })).toEqual([["a/text", 0.01]]);
  });

  it("are none for a film", () => {
    expect(offered({ kind: "film", model: null })).toEqual([]);
  });
});
