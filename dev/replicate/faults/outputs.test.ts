import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Harness, Shown } from "../testing/harness.ts";
import { startHarness } from "../testing/harness.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const fox = { prompt: "a fox" };
const run = async (input: object, model = IMAGEN): Promise<Shown> =>
  emulator.ended((await emulator.create(model, input)).id);
const order = (fault: string, more?: object) => emulator.admin("faults", { fault, ...more });

describe("outputs", () => {
  const download = async (fault: string) => {
    await order(fault);
    return fetch(String((await run(fox)).output));
  };

  it("expire, come short, come empty, or are something else", async () => {
    const whole = (await (await fetch(String((await run(fox)).output))).arrayBuffer()).byteLength;
    expect((await download("output-expired")).status).toBe(404);
    const half = (await (await download("output-truncated")).arrayBuffer()).byteLength;
    expect(Math.abs(half - whole / 2)).toBeLessThan(6);
    const cut = await download("output-cut");
    await expect(cut.arrayBuffer()).rejects.toThrow();
    expect((await (await download("output-zero")).arrayBuffer()).byteLength).toBe(0);
    const page = await download("output-wrong-type");
    expect(page.headers.get("content-type")).toBe("text/html");
  });

  it("have another shape, or none", async () => {
    await order("output-array");
    expect(Array.isArray((await run(fox)).output)).toBe(true);
    await order("output-array");
    expect(typeof (await run(fox, "black-forest-labs/flux-schnell")).output).toBe("string");
    await order("output-empty");
    expect(await run(fox)).toMatchObject({ status: "succeeded", output: null });
    await order("output-empty");
    expect((await run(fox, "google/gemini-2.5-flash")).output).toEqual([]);
    for (const model of [IMAGEN, "google/gemini-2.5-flash"]) {
      await order("output-null");
      expect(await run(fox, model)).toMatchObject({ status: "succeeded", output: null });
    }
    await order("error-empty");
    expect(await run(fox)).toMatchObject({ status: "succeeded", error: "" });
  });

  it("are gone at once, as after an hour", async () => {
    await order("output-removed");
    const { id } = await emulator.create(IMAGEN, fox);
    const removed = { status: "succeeded", data_removed: true, output: null, input: {} };
    expect(await emulator.ended(id)).toMatchObject(removed);
  });

  it("of text models may be no JSON", async () => {
    for (const fault of ["text-garbage", "text-prose"]) {
      await order(fault);
      const { output } = await run(fox, "google/gemini-2.5-flash");
      expect(() => JSON.parse((output as string[]).join("")) as unknown).toThrow();
    }
  });
});
