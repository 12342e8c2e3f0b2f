import { describe, expect, it } from "vitest";
import { Bench } from "./testing.ts";

describe("the project's own words", () => {
  it("are changed only where they read as they did when the editing began", () => {
    const bench = new Bench();
    bench.create("step");
    const change = (input: { idea?: string; characterDescription?: string; was?: string }) =>
      bench.tell({ type: "update", input });
    expect(change({ idea: "Mine", was: "An idea" })).not.toBeNull();
    expect(change({ idea: "Theirs", was: "An idea" })).toBeNull();
    expect(bench.state.project?.idea).toBe("Mine");
    expect(change({ characterDescription: "A fox", was: "A character" })).not.toBeNull();
    expect(change({ idea: "Without a word of what it was" })).not.toBeNull();
  });

  it("may come back with the line ends of a form", () => {
    const bench = new Bench();
    bench.create("step");
    bench.tell({ type: "update", input: { idea: "One\nTwo" } });
    const input = { idea: "Three", was: "One\r\nTwo" };
    expect(bench.tell({ type: "update", input })).not.toBeNull();
  });
});
