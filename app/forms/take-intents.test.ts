import { describe, expect, it } from "vitest";
import { fixtureId } from "../testing/fixtures.ts";
import { anchorOf, parseIntent } from "./project-intents.server.ts";

const sceneId = fixtureId(5, 1);
const clipId = fixtureId(6, 1);

function parse(fields: Record<string, string>) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ sceneId, clipId, ...fields })) {
    data.append(name, value);
  }
  return parseIntent(data);
}

describe("the forms of a clip's card", () => {
  it("come back to their scene", () => {
    for (const intent of ["select-take", "shoot-take", "trim-clip"]) {
      const parsed = parse({ intent, inS: "1" });
      expect(parsed.ok && anchorOf(parsed.intent)).toBe(`#scene-${sceneId}`);
    }
  });

  it("send the words of a take only where they are not the scene's own", () => {
    const scene = { sceneDescription: "Night", sceneNegative: "Text" };
    const same = { description: "Night", negativeDescription: "Text", seed: "", model: "a/b" };
    expect(parse({ intent: "shoot-take", ...scene, ...same })).toMatchObject({
      intent: { change: { model: "a/b" } },
    });
    const parsed = parse({ intent: "shoot-take", ...scene, ...same, negativeDescription: "" });
    expect(parsed.ok && parsed.intent).toEqual({
      ...{ intent: "shoot-take", sceneId },
      change: { model: "a/b", negativeDescription: "" },
    });
  });

  it.each([
    [{ seed: "many" }, "seed"],
    [{ description: " ", sceneDescription: "Night" }, "description"],
  ])("refuse %o beside its field", (fields, field) => {
    const parsed = parse({ intent: "shoot-take", ...fields });
    expect(!parsed.ok && parsed.issues[0]?.path).toEqual([field]);
  });

  it("read times as people write them, and what was trimmed", () => {
    const times = { inS: "00:01.50", outS: "6,25", wasInS: "0" };
    expect(parse({ intent: "trim-clip", ...times })).toMatchObject({
      intent: { clipId, change: { inS: 1.5, outS: 6.25, was: { inS: 0, outS: null } } },
    });
    expect(parse({ intent: "trim-clip", ...times, reset: "yes" })).toMatchObject({
      intent: { change: { inS: 0, outS: null, was: { inS: 0, outS: null } } },
    });
    const wrong = parse({ intent: "trim-clip", inS: "soon" });
    expect(!wrong.ok && wrong.issues[0]).toMatchObject({
      path: ["inS"],
      message: expect.stringContaining("2.5"),
    });
  });
});
