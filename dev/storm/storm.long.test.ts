/** Two hundred films and fifty kills, also with what only a deadline ends. Prints its table. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { startStack, type Stack } from "../harness/stack.ts";
import { table } from "./report.ts";
import { storm, STORM_ENV } from "./storm.ts";

const FILMS = 200;
const KILLS = 60;
const WITHIN_MS = 85 * 60_000;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: STORM_ENV });
});
afterAll(() => stack.stop());

it(
  "keeps every promise through hours of bad weather",
  async () => {
    const say = (what: string) => process.stderr.write(`${what}\n`);
    const order = {
      seed: 2026,
      films: FILMS,
      kills: KILLS,
      isLong: true,
      withinMs: WITHIN_MS,
      say,
    };
    const report = await storm(stack, order);
    process.stderr.write(table(order.seed, report));
    expect(report.broken).toEqual([]);
    const killed = Object.values(report.kills).reduce((sum, count) => sum + count, 0);
    expect(killed).toBeGreaterThanOrEqual(50);
  },
  WITHIN_MS + 10 * 60_000,
);
