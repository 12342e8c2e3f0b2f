import { describe, expect, it } from "vitest";
import type { Attempt } from "../domain/state.ts";
import { parsePrediction } from "../models/index.ts";
import { candidates, canonical } from "./matching.ts";

function attempt(fields: Partial<Attempt>): Attempt {
  return {
    nonce: "n1",
    model: "google/veo-3.1",
    input: '{"prompt":"a","duration":8}',
    predictionId: null,
    ...fields,
  } as Attempt;
}

function prediction(id: string, fields: Record<string, unknown> = {}) {
  const parsed = parsePrediction({
    id,
    status: "processing",
    model: "google/veo-3.1",
    input: { duration: 8, prompt: "a" },
    ...fields,
  });
  if (parsed === null) throw new Error("not a prediction");
  return parsed;
}

const hook = (nonce: string) => ({
  webhook: `https://app/webhooks/replicate?project=p&nonce=${nonce}`,
});
const ids = (found: { id: string }[]) => found.map((each) => each.id);

describe("finding a lost prediction", () => {
  it("goes by the nonce where the list tells the webhook, whatever else is equal", () => {
    const list = [prediction("a"), prediction("b", hook("n2")), prediction("c", hook("n1"))];
    expect(ids(candidates(attempt({}), list, []))).toEqual(["c"]);
  });

  it("goes by model and exactly equal input otherwise, in any order of keys", () => {
    const list = [
      prediction("same"),
      prediction("other-input", { input: { prompt: "a", duration: 4 } }),
      prediction("more-input", { input: { prompt: "a", duration: 8, seed: 1 } }),
      prediction("other-model", { model: "google/veo-3" }),
    ];
    expect(ids(candidates(attempt({}), list, []))).toEqual(["same"]);
  });

  it("leaves out what another attempt holds, and what names another nonce", () => {
    const list = [prediction("held"), prediction("free"), prediction("theirs", hook("n9"))];
    const others = [attempt({ nonce: "n2", predictionId: "held" })];
    expect(ids(candidates(attempt({}), list, others))).toEqual(["free"]);
  });

  it("writes equal values as equal texts", () => {
    expect(canonical({ b: [1, { d: 1, c: null }], a: "x" })).toBe(
      canonical({ a: "x", b: [1, { c: null, d: 1 }] }),
    );
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
  });
});
