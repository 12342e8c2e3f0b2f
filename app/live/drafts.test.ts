import { describe, expect, it } from "vitest";
import { Drafts } from "./drafts.ts";

const DAY = 24 * 60 * 60 * 1000;

/** What a browser keeps, without a browser; `room` is how many characters it takes. */
function storage(room = Infinity): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      items.set(name, value);
    },
    removeItem: (name) => items.delete(name),
    clear: () => items.clear(),
  };
}

describe("a draft", () => {
  it("is there again after a reload, whatever was typed, until it is cleared", () => {
    const kept = storage();
    const typed = "מגדלור 🗼 ".repeat(10_000);
    new Drafts(
      () => kept,
      () => 0,
    ).write("p/title", typed);
    const next = new Drafts(
      () => kept,
      () => DAY,
    );
    expect(next.read("p/title")).toBe(typed);
    expect(next.read("p/idea")).toBeNull();
    next.write("p/title", null);
    expect(
      new Drafts(
        () => kept,
        () => DAY,
      ).read("p/title"),
    ).toBeNull();
    expect(kept.length).toBe(0);
  });

  it("is not changed by another tab that types in the same field", () => {
    const kept = storage();
    const [here, there] = [
      new Drafts(
        () => kept,
        () => 0,
      ),
      new Drafts(
        () => kept,
        () => 0,
      ),
    ];
    here.write("p/title", "here");
    there.write("p/title", "there");
    expect(here.read("p/title")).toBe("here");
  });

  it("is dropped after a month, and so is what is none; what others keep stays", () => {
    const kept = storage();
    new Drafts(
      () => kept,
      () => 0,
    ).write("old", "text");
    kept.setItem("edgereel.draft.broken", "{");
    kept.setItem("theme", "dark");
    new Drafts(
      () => kept,
      () => 20 * DAY,
    ).write("new", "text");
    const later = new Drafts(
      () => kept,
      () => 31 * DAY,
    );
    expect([later.read("old"), later.read("broken"), later.read("new")]).toEqual([
      null,
      null,
      "text",
    ]);
    expect(kept.length).toBe(2);
    expect(kept.getItem("theme")).toBe("dark");
  });

  it("lasts as long as the page where the browser keeps nothing, or has no room", () => {
    for (const drafts of [
      new Drafts(
        () => null,
        () => 0,
      ),
      new Drafts(
        () => storage(10),
        () => 0,
      ),
    ]) {
      let told = 0;
      drafts.subscribe(() => (told += 1));
      drafts.write("p/title", "text");
      drafts.write("p/title", "text");
      expect([drafts.read("p/title"), told]).toEqual(["text", 1]);
    }
  });
});
