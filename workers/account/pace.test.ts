import { describe, expect, it } from "vitest";
import {
  type Pace,
  pause,
  paceNow,
  slotAt,
  slowDown,
  speedUp,
  usualPace,
  useSlot,
} from "./pace.ts";

const T0 = 1_800_000_000_000;
const UNNAMED = { retryAfterMs: 1_000, perMinute: null, burst: null };
const LOW_CREDIT = { retryAfterMs: 5_000, perMinute: 6, burst: 1 };

/** Milliseconds until there is a slot. */
function waitOf(pace: Pace, now: number, ahead = 0): number {
  return slotAt(paceNow(pace, now), ahead, now) - now;
}

function takeAll(from: Pace, now: number): { pace: Pace; taken: number } {
  let pace = paceNow(from, now);
  let taken = 0;
  for (; slotAt(pace, 0, now) === now; taken++) pace = useSlot(pace);
  return { pace, taken };
}

describe("pace", () => {
  it("gives a burst, then one slot each 100 ms at 600 a minute", () => {
    const { pace, taken } = takeAll(usualPace(T0), T0);
    expect(taken).toBe(30);
    expect(waitOf(pace, T0)).toBe(100);
    expect(waitOf(pace, T0 + 100)).toBe(0);
  });

  it("says when the slot after others is there", () => {
    const { pace } = takeAll(usualPace(T0), T0);
    expect([0, 1, 9].map((ahead) => waitOf(pace, T0, ahead))).toEqual([100, 200, 1_000]);
    expect(waitOf(usualPace(T0), T0, 29)).toBe(0);
  });

  it("takes over the limit a refusal names, and stays a little under it", () => {
    const slow = slowDown(usualPace(T0), LOW_CREDIT, T0);
    expect(waitOf(slow, T0 + 4_999)).toBe(1);
    expect(waitOf(slow, T0 + 5_000)).toBe(0);
    const next = waitOf(useSlot(paceNow(slow, T0 + 5_000)), T0 + 5_000);
    expect(next).toBeGreaterThan(10_000);
    expect(next).toBeLessThan(10_500);
  });

  it("halves without a named limit, down to the lowest that there is", () => {
    let pace = usualPace(T0);
    pace = slowDown(pace, UNNAMED, T0);
    expect(pace.perMinute).toBe(300);
    for (let i = 0; i < 20; i++) pace = slowDown(pace, UNNAMED, T0);
    expect(pace.perMinute).toBe(6);
  });

  it("rises again with what is accepted, unless the limit was named", () => {
    let guessed = usualPace(T0);
    for (let i = 0; i < 20; i++) guessed = slowDown(guessed, UNNAMED, T0);
    for (let i = 0; i < 10; i++) guessed = speedUp(guessed);
    expect(guessed.perMinute).toBe(106);
    for (let i = 0; i < 100; i++) guessed = speedUp(guessed);
    expect(guessed.perMinute).toBe(600);
    const named = slowDown(usualPace(T0), LOW_CREDIT, T0);
    expect(speedUp(named)).toEqual(named);
    expect(speedUp(slowDown(named, UNNAMED, T0)).perMinute).toBe(6);
  });

  it("tries the usual pace five minutes after the last refusal, with one create first", () => {
    const slow = slowDown(usualPace(T0), LOW_CREDIT, T0);
    expect(paceNow(slow, T0 + 299_000).perMinute).toBeLessThan(6);
    const now = T0 + 300_000;
    const { pace, taken } = takeAll(slow, now);
    expect(taken).toBe(1);
    expect(waitOf(pace, now)).toBe(2_100);
    expect(paceNow(pace, now + 10_000).tokens).toBe(30);
  });

  it("is slow at once where that trial is refused", () => {
    const now = T0 + 300_000;
    const { pace } = takeAll(slowDown(usualPace(T0), LOW_CREDIT, T0), now);
    const again = slowDown(pace, LOW_CREDIT, now + 500);
    expect(takeAll(again, now + 60_000).taken).toBe(1);
  });

  it("holds everything during a pause", () => {
    const paused = pause(usualPace(T0), 60_000, T0);
    expect(waitOf(paused, T0 + 1)).toBe(59_999);
    expect(waitOf(paused, T0 + 60_000)).toBe(0);
  });
});
