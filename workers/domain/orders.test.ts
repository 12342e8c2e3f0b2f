/** What a job was asked for never changes under it. */
import { describe, expect, it } from "vitest";
import { Bench } from "./testing.ts";

const transient = {
  kind: "transient" as const,
  error: { code: "provider_unavailable" as const, message: "It broke." },
};

const scenes = (bench: Bench) => [...bench.state.scenes.values()];

describe("an order", () => {
  it.each(["step", "manual"] as const)(
    "stays as it was asked while its attempts fail, whatever is edited meanwhile: %s",
    (mode) => {
      const bench = new Bench();
      bench.upToClips("step");
      const [one, two] = [...bench.state.characterReferences.values()];
      bench.tell({ type: "choose", characterReferenceId: one?.id ?? "" });
      bench.tell({ type: "update", input: { mode } });
      const [job] = bench.tell({ type: "start", input: { kind: "clip" } })?.jobs ?? [];
      if (job === undefined) throw new Error("a clip expected");
      const asked = job.order;
      const attempt = bench.run(job.id);
      const sceneId = scenes(bench)[0]?.id ?? "";
      const input = { description: "Other words", lengthS: 3 };
      expect(bench.tell({ type: "edit_scene", sceneId, input })).not.toBeNull();
      bench.tell({ type: "choose", characterReferenceId: two?.id ?? "" });
      bench.tell({ type: "update", input: { aspectRatio: "9:16", generateAudio: false } });
      bench.observe(attempt, { status: "failed", failure: transient });
      expect(bench.job(job.id)).toMatchObject({ status: "queued", order: asked });
      expect(bench.run(job.id).number).toBe(2);
      expect(bench.job(job.id).order).toEqual(asked);
      expect(asked).toMatchObject({ reference: { assetId: one?.assetId } });
    },
  );

  it("is asked again as it was by a program's project, and anew by a person's", () => {
    for (const mode of ["step", "manual"] as const) {
      const bench = new Bench();
      bench.upToClips("step");
      const [one] = [...bench.state.characterReferences.values()];
      bench.tell({ type: "choose", characterReferenceId: one?.id ?? "" });
      bench.tell({ type: "update", input: { mode } });
      const [job] = bench.tell({ type: "start", input: { kind: "clip" } })?.jobs ?? [];
      const sceneId = scenes(bench)[0]?.id ?? "";
      bench.tell({ type: "edit_scene", sceneId, input: { description: "Other words" } });
      bench.tell({ type: "cancel", jobId: job?.id ?? "" });
      const [again] = bench.tell({ type: "retry", jobId: job?.id ?? "" })?.jobs ?? [];
      if (mode === "manual") expect(again?.order).toEqual(job?.order);
      else expect(again?.order).toMatchObject({ prompt: "Other words" });
    }
  });
});
