import { describe, expect, it } from "vitest";
import { FailureKind } from "../contracts/failure.ts";
import { mayTryAgain, pollDelay, retryDelay } from "./retry-policy.ts";
import { times } from "./testing.ts";

const LAST = 0.999_999;

describe("automatic attempts", () => {
  it("follow only what may pass by itself, and are bounded", () => {
    const most = (kind: FailureKind) => {
      let tried = 0;
      while (mayTryAgain(kind, tried)) tried++;
      return tried;
    };
    const all = Object.fromEntries(FailureKind.options.map((kind) => [kind, most(kind)]));
    expect(all).toEqual({
      transient: 2,
      capacity: 3,
      moderation: 0,
      input: 0,
      input_unreachable: 1,
      configuration: 0,
      canceled: 0,
      unknown: 0,
    });
  });

  it("come after anything from nothing to a doubling wait, and never after more than the longest", () => {
    const delays = (random: number) =>
      [0, 1, 2, 20].map((tries) => retryDelay("transient", tries, times, random));
    expect(delays(0)).toEqual([0, 0, 0, 0]);
    expect(delays(LAST)).toEqual([5_000, 10_000, 20_000, times.backoffMax]);
  });

  it("leave a model without room alone for longer, and never come at once", () => {
    const delays = (random: number) =>
      [0, 1, 2].map((tries) => retryDelay("capacity", tries, times, random));
    expect(delays(0)).toEqual([30_000, 60_000, 120_000]);
    expect(delays(LAST)).toEqual([60_000, 120_000, 240_000]);
  });
});

describe("polls", () => {
  const polls = (hasWebhook: boolean, random: number) =>
    [0, 1, 2, 3, 20].map((number) => pollDelay(hasWebhook, number, times, random));

  it("come 15 to 30 s after the create, then up to a minute apart", () => {
    expect(polls(true, 0)).toEqual([15_000, 22_500, 33_750, 50_625, 60_000]);
    expect(polls(true, 1)).toEqual([30_000, 45_000, 60_000, 60_000, 60_000]);
  });

  it("come at once and often where no webhook can", () => {
    expect(polls(false, 0)).toEqual([2_000, 3_000, 4_500, 6_750, 15_000]);
  });
});
