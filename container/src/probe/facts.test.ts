import { describe, expect, it } from "vitest";
import { videoFacts } from "./facts.ts";
import { addPacket, noPackets } from "./ffprobe.ts";
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

/** Lines of `pts,dts,duration,flags`. */
function facts(lines: string[], changes: Partial<typeof stream> & { rotation?: string } = {}) {
  const all = new Map<number, Packets>();
  for (const line of lines) {
    const [pts, dts, duration, flags] = line.split(",");
    const times = `pts=${pts}|dts=${dts}|duration=${duration}|pos=48`;
    addPacket(all, `packet|codec_type=video|stream_index=0|${times}|flags=${flags}`);
  }
  return videoFacts({ ...stream, ...changes }, all.get(0) ?? noPackets());
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

  it("knows where a keyframe looks at nothing before it, and where frames come in between", () => {
    const closed = ["0,0,512,K_", "512,512,512,__", "1024,1024,512,K_", "1536,1536,512,__"];
    expect(facts(closed).cleanStarts).toEqual([0, 2]);
    const open = ["0,0,512,K_", "1024,512,512,K_", "512,1024,512,__", "1536,1536,512,__"];
    expect(facts(open).cleanStarts).toEqual([0]);
  });

  it("takes a rate for constant on coarse ticks only where every frame is in its place", () => {
    const coarse = { time_base: "1/24" };
    expect(facts(["0,0,1,K_", "1,1,1,__", "2,2,1,__"], coarse).isConstantRate).toBe(true);
    expect(facts(["0,0,1,K_", "1,1,1,__", "3,3,1,__"], coarse).isConstantRate).toBe(false);
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
    expect(facts(["0,0,512,K_"], { rotation: String(rotation) }).rotation).toBe(clockwise);
  });

  it("refuses a line that is no packet", () => {
    expect(() => addPacket(new Map(), "packet|codec_type=video")).toThrow("can't be read");
  });
});
