import { describe, expect, it } from "vitest";
import { actionOf } from "./shortcuts.ts";

const press = (key: string, change = {}) =>
  actionOf({ key, hasModifier: false, isTaken: false, ...change });

describe("a key", () => {
  it("goes to a station, to what needs the person, or shows the sheet", () => {
    expect(press("1")).toEqual({ go: "station", index: 0 });
    expect(press("5")).toEqual({ go: "station", index: 4 });
    expect(press("N")).toEqual({ go: "need" });
    expect(press("?")).toEqual({ go: "help" });
  });

  it("does nothing while somebody types, holds a modifier, or means something else", () => {
    expect(press("?", { isTaken: true })).toBeNull();
    expect(press("a", { hasModifier: true })).toBeNull();
    for (const key of ["6", "0", "x", "Enter", " ", "Process"]) expect(press(key)).toBeNull();
  });
});
