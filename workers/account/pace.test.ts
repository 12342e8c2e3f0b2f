import { describe, expect, it } from "vitest";
import { pause, slowDown, takeSlot, usualPace, type Pace } from "./pace.ts";

const T0 = 1_800_000_000_000;

function takeAll(from: Pace, now: number): { pace: Pace; taken: number; waitMs: number } {
  let pace = from;
  for (let taken = 0; ; taken++) {
    const slot = takeSlot(pace, now);
    pace = slot.pace;
    if (slot.waitMs > 0) return { pace, taken, waitMs: slot.waitMs };
  }
}

describe("pace", () => {
  it("gives a burst, then one slot each 100 ms at 600 a minute", () => {
    const { pace, taken, waitMs } = takeAll(usualPace(T0), T0);
    expect(taken).toBe(30);
    expect(waitMs).toBe(100);
    expect(takeSlot(pace, T0 + 100).waitMs).toBe(0);
  });

  it("takes over the limit a refusal names: 6 a minute, burst 1", () => {
    const told = { retryAfterMs: 5_000, perMinute: 6, burst: 1 };
    const slow = slowDown(usualPace(T0), told, T0);
    expect(takeSlot(slow, T0 + 4_999).waitMs).toBe(1);
    const first = takeSlot(slow, T0 + 5_000);
    expect(first.waitMs).toBe(0);
    expect(takeSlot(first.pace, T0 + 5_000).waitMs).toBe(10_000);
    expect(takeSlot(first.pace, T0 + 15_000).waitMs).toBe(0);
  });

  it("halves without a named limit and never stops wholly", () => {
    let pace = usualPace(T0);
    const told = { retryAfterMs: 1_000, perMinute: null, burst: null };
    pace = slowDown(pace, told, T0);
    expect(pace.perMinute).toBe(300);
    for (let i = 0; i < 20; i++) pace = slowDown(pace, told, T0);
    expect(pace.perMinute).toBe(1);
  });

  it("returns to the usual pace five minutes after the last refusal", () => {
    const slow = slowDown(usualPace(T0), { retryAfterMs: 1_000, perMinute: 6, burst: 1 }, T0);
    expect(takeSlot(slow, T0 + 299_000).pace.perMinute).toBe(6);
    expect(takeSlot(slow, T0 + 301_000).pace.perMinute).toBe(600);
  });

  it("holds everything while there is no credit", () => {
    const paused = pause(usualPace(T0), 60_000, T0);
    expect(takeSlot(paused, T0 + 1).waitMs).toBe(59_999);
    expect(takeSlot(paused, T0 + 60_000).waitMs).toBe(0);
  });
});
