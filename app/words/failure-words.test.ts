import { describe, expect, it } from "vitest";
import { FailureKind, RefusedPart } from "../../workers/contracts/failure.ts";
import type { Job } from "../../workers/contracts/job.ts";
import { fixtureJob } from "../testing/fixtures.ts";
import { adviceWords, remediesOf, triesWords } from "./failure-words.ts";

const failed = (failure: Job["failure"], change: Partial<Job> = {}) =>
  fixtureJob(1, { status: "failed", failure, ...change });
const of = (kind: FailureKind) => failed({ kind, refused: null });
const refused = (part: RefusedPart | null, change: Partial<Job> = {}) =>
  failed({ kind: "moderation", refused: part }, change);

describe("remediesOf", () => {
  it("offers the same again only where it may pass", () => {
    const withAgain = FailureKind.options.filter((kind) =>
      remediesOf(of(kind), "step").includes("again"),
    );
    expect(withAgain).toEqual(FailureKind.options.filter((kind) => kind !== "moderation"));
    expect(remediesOf(failed(null), "step")).toEqual(["again"]);
  });

  it("offers another model where this one has no room, is not there or fails unexplained", () => {
    const withModel = FailureKind.options.filter((kind) =>
      remediesOf(of(kind), "step").includes("model"),
    );
    expect(withModel).toEqual(["capacity", "input", "configuration", "unknown"]);
  });

  it.each([
    ["text", ["words"]],
    ["image", ["portrait", "words", "again"]],
    ["sound", ["silent", "words"]],
    [null, ["words"]],
  ] as const)("answers refused %s of a clip with %o", (part, expected) => {
    expect(remediesOf(refused(part), "quick")).toEqual(expected);
  });

  it("changes the words of a refused portrait or script, whatever part was refused", () => {
    for (const kind of ["character", "script"] as const) {
      for (const part of RefusedPart.options) {
        expect(remediesOf(refused(part, { kind }), "quick")).toEqual(["words"]);
      }
    }
  });

  it("never changes a program's words", () => {
    expect(remediesOf(refused("text"), "manual")).toEqual(["model"]);
    expect(remediesOf(refused("sound"), "manual")).toEqual(["silent", "model"]);
    expect(remediesOf(refused("image"), "manual")).toEqual(["model"]);
    expect(remediesOf(of("transient"), "manual")).toEqual(["again"]);
  });
});

describe("adviceWords", () => {
  it("says what helps against each refusal, and nothing otherwise", () => {
    const said = [...RefusedPart.options, null].map((part) => adviceWords(refused(part)));
    expect(new Set(said).size).toBe(4);
    for (const advice of said) expect(advice).toMatch(/What usually helps: .+[.]$/);
    for (const kind of FailureKind.options.filter((each) => each !== "moderation")) {
      expect(adviceWords(of(kind))).toBeNull();
    }
    expect(adviceWords(failed(null))).toBeNull();
  });

  it("does not send the drawer of a portrait to another portrait", () => {
    expect(adviceWords(refused("image", { kind: "character" }))).not.toContain("portrait");
  });
});

describe("triesWords", () => {
  it("counts what was tried more than once", () => {
    expect(triesWords(failed(null, { attemptCount: 1 }))).toBeNull();
    expect(triesWords(failed(null, { attemptCount: 4 }))).toBe("Tried 4 times.");
  });
});
