import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Harness, Shown } from "../testing/harness.ts";
import { startHarness } from "../testing/harness.ts";
import { FAILURE_TEXTS } from "./catalogue.ts";
import { withoutMarkers } from "./markers.ts";

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

describe("ordering faults", () => {
  it("fails with the text of each code", async () => {
    for (const [code, text] of Object.entries(FAILURE_TEXTS)) {
      const ended = await run({ prompt: `a fox [[emu:fail=${code}]]` });
      expect(ended.status).toBe("failed");
      expect(ended.error?.startsWith(text)).toBe(true);
    }
    expect(await emulator.admin("ledger")).toMatchObject({ totals: { billed: 0 } });
  });

  it("counts what is ordered for a model down, and leaves other models alone", async () => {
    await order("E003", { model: IMAGEN, count: 2 });
    expect((await run(fox, "google/imagen-4-fast")).status).toBe("succeeded");
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await run(fox)).status);
    expect(statuses).toEqual(["failed", "failed", "succeeded"]);
  });

  it("narrows a marker to a kind and to a number of times", async () => {
    const clipsOnly = { prompt: "a fox [[emu:fail=E005@video]]" };
    expect((await run(clipsOnly)).status).toBe("succeeded");
    expect((await run(clipsOnly, "google/veo-3.1")).status).toBe("failed");
    const once = { prompt: "a fox [[emu:fail=PA*1]]" };
    expect([(await run(once)).status, (await run(once)).status]).toEqual(["failed", "succeeded"]);
  });

  it("keeps markers out of what is drawn", async () => {
    expect(withoutMarkers("a fox [[emu:fail=output-array]] in snow")).toBe("a fox in snow");
    await run({ prompt: "a fox [[emu:fail=output-array]] in snow" });
    expect(emulator.calls.at(-1)?.request).toMatchObject({ prompt: "a fox in snow" });
  });

  it("refuses an order that makes no sense, with the field's name", async () => {
    for (const body of [
      { fault: "rain" },
      { fault: "PA", count: 0 },
      { fault: "PA", model: "x" },
    ]) {
      const response = await fetch(`${emulator.running.origin}/__emu/faults`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(400);
    }
  });
});
