/** A short storm with a seed that is always the same; a long one is in storm.long.test.ts. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { storm, STORM_ENV } from "./storm.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: STORM_ENV });
});
afterAll(() => stack.stop());

it("keeps every promise through faults and kills", async () => {
  const order = { seed: 11, films: 6, kills: 3, isLong: false, withinMs: 120_000 };
  const report = await storm(stack, { ...order, say: () => undefined });
  expect(report.broken).toEqual([]);
  expect(Object.keys(report.faults).length).toBeGreaterThan(3);
  expect(Object.values(report.kills).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
});
