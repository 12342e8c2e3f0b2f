import { describe, expect, it } from "vitest";
import { parsePrediction } from "../models/index.ts";
import { observation } from "./observation.ts";

function seen(fields: Record<string, unknown>, kind: "clip" | "script" | "character" = "clip") {
  const parsed = parsePrediction({ id: "p1", status: "succeeded", input: {}, ...fields });
  if (parsed === null) throw new Error("not a prediction");
  return observation(parsed, kind);
}

describe("a prediction as an observation", () => {
  it("takes the first address of a list, and joins a text's chunks", () => {
    const url = "https://replicate.delivery/x/out.mp4";
    expect(seen({ output: [url] }).output).toEqual({ ok: true, value: { url } });
    expect(seen({ output: ["[", "]"] }, "script").output).toEqual({
      ok: true,
      value: { text: "[]" },
    });
  });

  it("takes success without output as a failure of its own", () => {
    for (const output of [null, "", []]) {
      expect(seen({ output }).output).toMatchObject({
        ok: false,
        error: { code: "output_invalid" },
      });
    }
  });

  it("tells output that the provider deleted from output that never was", () => {
    expect(seen({ output: null, data_removed: true }).output).toMatchObject({
      error: { code: "asset_missing" },
    });
  });

  it("reads an empty error on success as none, and aborted as an end", () => {
    expect(seen({ output: "https://replicate.delivery/a", error: "" }).failure).toBeNull();
    const aborted = seen({ status: "aborted" });
    expect(aborted).toMatchObject({ status: "aborted", hasStarted: false });
    expect(aborted.failure).not.toBeNull();
  });

  it("stays small, however much the provider says", () => {
    const flood = "x".repeat(4_000_000);
    const all = { logs: flood, error: flood, webhook: flood, version: flood, input: { flood } };
    for (const news of [
      { status: "processing" },
      { status: "failed" },
      { status: "succeeded", output: `https://replicate.delivery/${flood}` },
    ]) {
      expect(JSON.stringify(seen({ ...all, ...news })).length).toBeLessThan(2_000);
    }
  });

  it("takes a status that it does not know for work in progress", () => {
    expect(seen({ status: "dreaming" }).status).toBe("processing");
  });
});
