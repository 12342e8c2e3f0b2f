import { describe, expect, it } from "vitest";
import { measure, median, sideBySide } from "./measure.ts";
import { table, times } from "./table.ts";

describe("a bench", () => {
  it("takes the middle of an odd number of rounds, done in turn", async () => {
    const done: string[] = [];
    const work = (name: string, values: number[]) => async () => {
      done.push(name);
      return values.shift() ?? 0;
    };
    const medians = await sideBySide(3, { a: work("a", [5, 1, 3]), b: work("b", [9, 8, 7]) });
    expect(medians).toEqual({ a: 3, b: 8 });
    expect(done).toEqual(["a", "b", "a", "b", "a", "b"]);
    expect(() => median([1, 2])).toThrow(/odd/);
  });

  it("counts the memory of what a process starts, and fails when it fails", async () => {
    const hold = "const held = Buffer.alloc(100e6, 1); setTimeout(() => held.length, 400)";
    const child = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(hold)}])`;
    const { peakMb } = await measure(process.execPath, ["-e", child]);
    expect(peakMb).toBeGreaterThan(100);
    await expect(measure(process.execPath, ["-e", "process.exit(3)"])).rejects.toThrow(/with 3/);
  });

  it("prints a table that says what was not reached", () => {
    const rows = [
      { work: "copy", value: times(1.5), must: "<= 7×", aim: "<= 2×", ok: true },
      { work: "encode", value: times(12.345), must: ">= 30×", aim: "", ok: false },
    ];
    expect(table(rows)).toBe(
      [
        "| work   | measured | must   | aim   | reached |",
        "| ------ | -------- | ------ | ----- | ------- |",
        "| copy   | 1.50×    | <= 7×  | <= 2× | yes     |",
        "| encode | 12.3×    | >= 30× |       | NO      |",
      ].join("\n"),
    );
  });
});
