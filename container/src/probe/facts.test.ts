import { describe, expect, it } from "vitest";
import { videoFacts } from "./facts.ts";
import { addPacket } from "./ffprobe.ts";
import type { Packets } from "./ffprobe.ts";

/** 24 fps in ticks of 1/12288: one frame is 512. */
const stream = {
  index: 0,
  codec_name: "h264",
  width: 320,
  height: 180,
  r_frame_rate: "24/1",
  avg_frame_rate: "24/1",
  time_base: "1/12288",
};

function facts(lines: string[], changes: Partial<typeof stream> & { rotation?: number } = {}) {
  const packets: Packets = {
    pts: [],
    dts: [],
    lastDuration: 0,
    startsWithKeyframe: false,
    hasIrregular: false,
  };
  for (const line of lines) addPacket(packets, line);
  const { rotation, ...stated } = changes;
  const side = rotation === undefined ? {} : { side_data_list: [{ rotation }] };
  return videoFacts({ ...stream, ...stated, ...side }, packets);
}

describe("facts of a packet table", () => {
  it("knows after which packets the frames so far are complete", () => {
    const found = facts(["0,-1024,512,K_", "1536,-512,512,__", "512,0,512,__", "1024,512,512,__"]);
    expect(found).toMatchObject({
      frames: 4,
      closedPrefixes: [1, 4],
      isCleanStart: true,
      isConstantRate: true,
      rate: { num: 24, den: 1 },
    });
    expect(found.durationS).toBeCloseTo(4 / 24, 9);
  });

  it.each([
    ["a first packet that is no keyframe", ["0,0,512,__", "512,512,512,__"]],
    ["frames shown before the first packet", ["1024,0,512,K_", "0,512,512,__", "512,1024,512,__"]],
    ["hidden packets", ["-512,-512,512,KD", "0,0,512,__", "512,512,512,__"]],
    ["a packet without a time", ["0,0,512,K_", "N/A,512,512,__"]],
  ])("finds a start that can't be copied: %s", (_name, lines) => {
    expect(facts(lines).isCleanStart).toBe(false);
  });

  it("measures a variable rate", () => {
    const found = facts(["0,0,512,K_", "512,512,512,__", "3072,3072,1024,__"]);
    expect(found.isConstantRate).toBe(false);
    expect(found.durationS).toBeCloseTo(4096 / 12288, 9);
    expect(found.rate).toEqual({ num: 8000, den: 1000 });
  });

  it.each([
    [-90, 90],
    [90, 270],
    [180, 180],
    [0, 0],
  ])("turns ffprobe's %d degrees into %d clockwise", (rotation, clockwise) => {
    expect(facts(["0,0,512,K_"], { rotation }).rotation).toBe(clockwise);
  });

  it("refuses a line that is no packet", () => {
    expect(() => facts(["packet"])).toThrow("can't be read");
  });
});
