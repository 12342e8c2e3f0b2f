/** Errors and warnings on the console fail the test that made them, unless it replaced the console. */
import { afterEach, beforeEach, vi } from "vitest";

const complaints: unknown[][] = [];

beforeEach(() => {
  complaints.length = 0;
  for (const level of ["error", "warn"] as const) {
    vi.spyOn(console, level).mockImplementation((...args: unknown[]) => {
      complaints.push([`console.${level}`, ...args]);
    });
  }
});

afterEach(() => {
  vi.restoreAllMocks();
  const [first] = complaints;
  if (first !== undefined) {
    throw new Error(`The test wrote to the console: ${first.map(String).join(" ")}`);
  }
});
