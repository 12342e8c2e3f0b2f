import { describe, expect, it } from "vitest";
import { NOTHING_DERIVED, type Findings } from "../../workers/contracts/project.ts";
import { fixtures } from "../testing/fixtures.ts";
import { findingsWords } from "./findings-words.ts";

const FINE = { blackShare: 0, frozenShare: 0.1, silentShare: 0, loudnessLufs: -18, peakDbtp: -2 };
const [clip] = fixtures.film.assets.filter((asset) => asset.media === "video");

function words(findings: Partial<Findings>, hasAudio = true): string[] {
  if (clip === undefined) throw new Error("no clip");
  return findingsWords({ ...clip, hasAudio, findings: { ...FINE, ...findings } });
}

describe("findingsWords", () => {
  it("says nothing of an ordinary clip, nor of one that was never looked into", () => {
    expect(words({})).toEqual([]);
    if (clip === undefined) throw new Error("no clip");
    expect(findingsWords({ ...clip, ...NOTHING_DERIVED, hasAudio: false })).toEqual([]);
  });

  it.each([
    [{ blackShare: 0.4, frozenShare: 0.4 }, ["Black for 40 %"]],
    [{ blackShare: 0.2, frozenShare: 0.625 }, ["Black for 20 %", "Still for 63 %"]],
    [{ silentShare: 0.5 }, ["Silent for 50 %"]],
    [{ silentShare: 1, loudnessLufs: null }, ["Its sound is silence"]],
    [{ loudnessLufs: -43.6 }, ["Very quiet, -44 LUFS"]],
  ])("names what is unusual: %o", (findings, said) => {
    expect(words(findings)).toEqual(said);
  });

  it("says once that there is no sound", () => {
    expect(words({ silentShare: 1, loudnessLufs: null }, false)).toEqual(["No sound"]);
  });
});
