import { describe, expect, it } from "vitest";
import { clip, plan, sets } from "../testing/plan.ts";

describe("how a picture fits", () => {
  const portrait = { width: 180, height: 320 };
  it.each([
    ["with bars", portrait, "pad", { innerWidth: 102, innerHeight: 180, left: 108, top: 0 }],
    ["cropped", portrait, "crop", { innerWidth: 320, innerHeight: 568, left: 0, top: -194 }],
    ["a hair off in ratio", { width: 319, height: 180 }, "pad", { innerWidth: 320, left: 0 }],
    [
      "a wide one",
      { width: 640, height: 180 },
      "pad",
      { innerWidth: 320, innerHeight: 90, top: 44 },
    ],
  ] as const)("%s", (_name, size, fit, look) => {
    const other = clip({ ...size, sets: sets(0, 1) });
    expect(plan([clip(), clip(), other], { fit }).looks[2]).toMatchObject(look);
  });

  it("keeps the focus of a crop in view, the clip's before the film's", () => {
    const top = clip({ ...portrait, sets: sets(0, 1), asked: { focus: { x: 0.5, y: 0 } } });
    const film = { fit: "crop" as const, focus: { x: 0.5, y: 1 } };
    expect(plan([clip(), clip(), top], film).looks[2]?.top).toBe(0);
    const low = clip({ ...portrait, sets: sets(0, 1) });
    expect(plan([clip(), clip(), low], film).looks[2]?.top).toBe(180 - 568);
  });
});
