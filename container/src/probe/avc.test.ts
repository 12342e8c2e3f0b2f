import { describe, expect, it } from "vitest";
import { codecString, freeSetId, parseAvcC, serializeAvcC, uniteSets } from "./avc.ts";
import type { AvcSets } from "./avc.ts";

/** What x264 writes for 1280x720 in High at level 3.1. */
const HIGH =
  "0164001fffe1001a6764001facd9405005bb011000000300100000030300f1831960010004" + "68efbcb0fdf8f800";

function box(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, "hex"));
}

function sets(id: number, bytes: number[], profile = 100, level = 31): AvcSets {
  const sps = { id, bytes: Uint8Array.of(0x67, profile, 0, level, ...bytes) };
  return { lengthBytes: 4, sps: [sps], pps: [{ id, bytes: Uint8Array.of(0x68, ...bytes) }] };
}

describe("an avcC box", () => {
  it("is read, and written again as it was", () => {
    const parsed = parseAvcC(box(HIGH));
    expect(parsed).toMatchObject({ lengthBytes: 4, sps: [{ id: 0 }], pps: [{ id: 0 }] });
    expect(parsed === null ? "" : Buffer.from(serializeAvcC(parsed)).toString("hex")).toBe(HIGH);
  });

  it.each([
    ["another version", `02${HIGH.slice(2)}`],
    ["no sets", "0164000dffe000"],
    ["an end in the middle of a set", HIGH.slice(0, 40)],
  ])("is none with %s", (_name, hex) => {
    expect(parseAvcC(box(hex))).toBeNull();
  });

  it("numbers sets past the bytes that only keep start codes out", () => {
    // Exp-Golomb 00100 is 3; the byte 3 after two zeros is no part of it.
    const sps = "67640000" + "000003" + "20";
    const hex = `0164001fffe1000${(sps.length / 2).toString(16)}${sps}01000268ee`;
    expect(parseAvcC(box(hex))?.sps[0]?.id).toBeGreaterThan(0);
  });
});

describe("sets of several streams", () => {
  it("unite where every number has one meaning", () => {
    const united = uniteSets([sets(0, [1]), sets(1, [2]), sets(0, [1])]);
    expect(united?.sps.map(({ id }) => id)).toEqual([0, 1]);
    expect(uniteSets([sets(0, [1]), sets(0, [2])])).toBeNull();
    expect(uniteSets([sets(0, [1]), { ...sets(1, [2]), lengthBytes: 2 }])).toBeNull();
  });

  it("are announced with the highest profile and level of theirs", () => {
    const united = uniteSets([sets(0, [1], 66, 40), sets(1, [2], 100, 31)]);
    expect(united === null ? "" : codecString(united)).toBe("avc1.640028");
  });

  it("leave the lowest number that none of them uses", () => {
    expect(freeSetId([], 0)).toBe(0);
    expect(freeSetId([sets(0, [1]), sets(2, [1])], 0)).toBe(1);
    expect(freeSetId([sets(0, [1]), sets(2, [1])], 2)).toBe(3);
  });
});
