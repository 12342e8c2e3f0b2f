import { describe, expect, it } from "vitest";
import { fixtureSummary } from "../testing/summary-fixtures.ts";
import { findProjects } from "./search.ts";

const tide = fixtureSummary({ title: "Low tide", idea: "A keeper rows out to the wreck" });
const cafe = fixtureSummary({ title: "Café Łódź", idea: "מגדלור 🗼", need: "choose_character" });
const found = (search: string) => findProjects([tide, cafe], search);

describe("searching the films", () => {
  it("finds all words in any order, in title, idea or state", () => {
    expect(found("wreck LOW")).toEqual([tide]);
    expect(found("portrait")).toEqual([cafe]);
    expect(found("tide portrait")).toEqual([]);
  });

  it("does not mind accents, other scripts, or being asked for nothing", () => {
    expect(found("cafe")).toEqual([cafe]);
    expect(found("מגדלור 🗼")).toEqual([cafe]);
    expect(found(" \n ")).toEqual([tide, cafe]);
  });

  it("is not held up by a page of text", () => {
    expect(found("x".repeat(100_000))).toEqual([]);
  });
});
