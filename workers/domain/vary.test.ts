import { describe, expect, it } from "vitest";
import { Bench } from "./testing.ts";

function drawn(): Bench {
  const bench = new Bench();
  bench.create("step");
  for (const job of bench.jobs("character")) bench.deliver(bench.run(job.id));
  return bench;
}

function vary(bench: Bench, option = 1) {
  const portrait = [...bench.state.characterReferences.values()].find(
    (each) => each.option === option,
  );
  const characterReferenceId = portrait?.id ?? "";
  return { portrait, job: bench.tell({ type: "vary", characterReferenceId })?.jobs[0] };
}

describe("a portrait varied", () => {
  it("goes with its picture, its words and a seed that no other has", () => {
    const bench = drawn();
    const { portrait, job } = vary(bench);
    expect(job?.order).toMatchObject({
      kind: "character",
      seed: 12,
      reference: { assetId: portrait?.assetId },
    });
    const made = bench.state.characterReferences.get(job?.targetId ?? "");
    expect(made).toMatchObject({ option: 3, seed: 12, assetId: null });
    expect(made?.prompt).toContain("A character");
    expect(vary(bench).job?.order).toMatchObject({ seed: 13 });
  });

  it("says the change once, however often a variation is varied", () => {
    const bench = drawn();
    const { job } = vary(bench);
    bench.deliver(bench.run(job?.id ?? ""));
    const again = vary(bench, 3).job?.order;
    const words = again?.kind === "character" ? again.prompt : "";
    expect(words.match(/The same character again/g)).toHaveLength(1);
  });

  it("is refused for one that is not here", () => {
    const bench = new Bench();
    bench.create("step");
    expect(vary(bench).job).toBeUndefined();
    expect(bench.tell({ type: "vary", characterReferenceId: "none" })).toBeNull();
  });

  it("is tried again with the same picture", () => {
    const bench = drawn();
    const { portrait, job } = vary(bench);
    bench.tell({ type: "cancel", jobId: job?.id ?? "" });
    const again = bench.tell({ type: "retry", jobId: job?.id ?? "" })?.jobs[0];
    expect(again?.order).toMatchObject({ seed: 12, reference: { assetId: portrait?.assetId } });
  });
});
