import { describe, expect, it } from "vitest";
import type { Attempt } from "../domain/state.ts";
import { times } from "../domain/testing.ts";
import { parsePrediction, type Prediction } from "../models/index.ts";
import { canonical, match, type Search } from "./matching.ts";

const T0 = 1_800_000_000_000;
const SECOND = 1_000;

/** An attempt without an answer; its id is its nonce. */
function call(id: string, fields: Partial<Attempt> = {}): Attempt {
  return {
    id,
    nonce: id,
    model: "google/veo-3.1",
    input: '{"prompt":"a","duration":8}',
    status: "submitting",
    predictionId: null,
    startedAt: T0,
    ...fields,
  } as Attempt;
}

function prediction(id: string, fields: Record<string, unknown> = {}, createdAt = T0): Prediction {
  const parsed = parsePrediction({
    id,
    status: "processing",
    model: "google/veo-3.1",
    input: { duration: 8, prompt: "a" },
    created_at: new Date(createdAt).toISOString(),
    ...fields,
  });
  if (parsed === null) throw new Error("not a prediction");
  return parsed;
}

const hook = (nonce: string) => ({
  webhook: `https://app/webhooks/replicate?project=p&nonce=${nonce}`,
});

/** What each call gets: the id of its prediction, or why none. All are wanted but those named. */
function matches(
  attempts: Attempt[],
  predictions: Prediction[],
  { unwanted = [], ...change }: Partial<Search> & { unwanted?: string[] } = {},
): Record<string, string> {
  const search: Search = {
    predictions,
    attempts,
    isWanted: ({ id }) => !unwanted.includes(id),
    claims: {},
    now: T0 + 300 * SECOND,
    times,
    ...change,
  };
  const waiting = attempts.filter(({ status }) => status === "submitting");
  return Object.fromEntries(
    waiting.map((each) => {
      const found = match(each, search);
      return [each.id, found.kind === "found" ? found.prediction.id : found.kind];
    }),
  );
}

describe("finding a lost prediction", () => {
  it("goes by the nonce where the list tells the webhook, whatever else is equal", () => {
    const list = [prediction("a"), prediction("b", hook("n2")), prediction("c", hook("n1"))];
    expect(matches([call("n1")], list)).toEqual({ n1: "c" });
  });

  it("goes by an earlier claim, as after a crash between the claim and its record", () => {
    const list = [prediction("a"), prediction("b")];
    expect(matches([call("n1")], list, { claims: { b: "n1" } })).toEqual({ n1: "b" });
  });

  it("goes by model and exactly equal input otherwise, in any order of keys", () => {
    const list = [
      prediction("other-input", { input: { prompt: "a", duration: 4 } }),
      prediction("more-input", { input: { prompt: "a", duration: 8, seed: 1 } }),
      prediction("other-model", { model: "google/veo-3" }),
      prediction("same"),
    ];
    expect(matches([call("n1")], list)).toEqual({ n1: "same" });
    expect(matches([call("n1")], list.slice(0, 3))).toEqual({ n1: "absent" });
  });

  it("leaves out what is held here, claimed elsewhere, or names another nonce", () => {
    const list = [
      prediction("held"),
      prediction("claimed"),
      prediction("theirs", hook("n9")),
      prediction("free"),
    ];
    const attempts = [call("n1"), call("n2", { status: "running", predictionId: "held" })];
    expect(matches(attempts, list, { claims: { claimed: "n8" } })).toEqual({ n1: "free" });
  });

  it("takes nothing that was made before the call or after its end", () => {
    const minutes = (count: number) => prediction("p", {}, T0 + count * 60 * SECOND);
    expect(matches([call("n1")], [minutes(-2)])).toEqual({ n1: "absent" });
    expect(matches([call("n1")], [minutes(2)])).toEqual({ n1: "absent" });
    expect(matches([call("n1")], [minutes(0.5)])).toEqual({ n1: "p" });
    expect(matches([call("n1")], [prediction("p", { created_at: null })])).toEqual({ n1: "p" });
  });

  it("waits until everybody else who may have made it has had an answer", () => {
    const list = [prediction("p", {}, T0 + 10 * SECOND)];
    const now = T0 + 10 * SECOND + times.absentAfter;
    expect(matches([call("n1")], list, { now: now - 1 })).toEqual({ n1: "undecided" });
    expect(matches([call("n1")], list, { now })).toEqual({ n1: "p" });
    expect(matches([call("n1")], [prediction("p", hook("n1"))], { now: T0 })).toEqual({ n1: "p" });
  });

  it("writes equal values as equal texts", () => {
    expect(canonical({ b: [1, { d: 1, c: null }], a: "x" })).toBe(
      canonical({ a: "x", b: [1, { c: null, d: 1 }] }),
    );
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
  });
});

describe("equal calls without an answer", () => {
  const later = (seconds: number) => T0 + seconds * SECOND;
  const calls = [call("first"), call("second", { startedAt: later(20) })];
  const [p, q] = [prediction("p", {}, later(1)), prediction("q", {}, later(21))];
  const unwanted = ["first"];

  it("get one prediction each in order of time, in whatever order they are listed", () => {
    for (const list of [
      [p, q],
      [q, p],
    ]) {
      for (const attempts of [calls, [...calls].reverse()]) {
        expect(matches(attempts, list)).toEqual({ first: "p", second: "q" });
        expect(matches(attempts, list, { unwanted })).toEqual({ first: "p", second: "q" });
      }
    }
  });

  it("that are all wanted share what there is: who gets none made none", () => {
    expect(matches(calls, [p])).toEqual({ first: "p", second: "absent" });
    expect(matches(calls, [p, q, prediction("r", {}, later(22))])).toEqual({
      first: "p",
      second: "q",
    });
  });

  it("that are all canceled stop what there is, but nothing that may be another's", () => {
    const both = { unwanted: ["first", "second"] };
    expect(matches(calls, [p], both)).toEqual({ first: "p", second: "absent" });
    const more = [p, q, prediction("r", {}, later(22))];
    expect(matches(calls, more, both)).toEqual({ first: "undecided", second: "undecided" });
  });

  it("of which one is canceled are not guessed at while the one prediction runs", () => {
    expect(matches(calls, [p], { unwanted })).toEqual({ first: "undecided", second: "undecided" });
    expect(matches(calls, [q], { unwanted })).toEqual({ first: "undecided", second: "undecided" });
  });

  it("of which one is canceled are told apart by when they were made", () => {
    const attempts = [call("first"), call("second", { startedAt: later(200) })];
    const old = prediction("old", {}, later(2));
    const fresh = prediction("fresh", {}, later(201));
    expect(matches(attempts, [old], { unwanted })).toEqual({ first: "old", second: "absent" });
    expect(matches(attempts, [fresh], { unwanted })).toEqual({ first: "absent", second: "fresh" });
  });

  it("of which one is canceled leave paid work to the one that is wanted", () => {
    for (const status of ["succeeded", "failed", "canceled"]) {
      const ended = prediction("ended", { status }, later(21));
      expect(matches(calls, [ended], { unwanted })).toEqual({ first: "absent", second: "ended" });
    }
  });

  it("never get the same prediction, whoever looks first", () => {
    const third = call("third", { startedAt: later(25) });
    const r = prediction("r", {}, later(26));
    for (const list of [[p], [p, q], [p, q, r]]) {
      for (const gone of [[], ["first"], ["second"], ["first", "third"]]) {
        const found = Object.values(matches([...calls, third], list, { unwanted: gone })).filter(
          (each) => each.length === 1,
        );
        expect(new Set(found).size).toBe(found.length);
      }
    }
  });
});
