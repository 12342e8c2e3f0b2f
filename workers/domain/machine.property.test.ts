/**
 * The machine against everything that can happen to it, thousands of times: commands, answers, webhooks,
 * polls, cancels, retries, deaths of the process and the clock, in any order. The seed is fixed, so that
 * a failure is the same for everybody; fast-check shrinks it to the fewest steps.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ProjectMode } from "../contracts/project.ts";
import { isTerminal } from "../contracts/job.ts";
import { ask, at } from "./testing/person.ts";
import { checkEnd, checkRules, type Ended } from "./testing/rules.ts";
import { World } from "./testing/world.ts";

const MODES: ProjectMode[] = ["quick", "step", "manual"];
const SEED = 1;
const SECOND = 1_000;
/** From a moment to more than a day; the long ones are rare, because they end whatever waits. */
const JUMPS = [
  ...[SECOND, SECOND, 5 * SECOND, 30 * SECOND, 60 * SECOND, 300 * SECOND],
  ...[1_800 * SECOND, 3_600 * SECOND, 25 * 3_600 * SECOND],
];
/** Far more than the longest run needs. */
const MOST_STEPS = 20_000;

/** What happens in a step; the more often it is named, the more often it does. */
const ACTS = [
  ...["call", "call", "call", "call", "answer", "answer", "answer", "answer"],
  ...["wake", "wake", "wake", "skip", "jump", "progress", "progress", "progress", "progress"],
  ...["webhook", "webhook", "stale webhook", "ask", "ask", "restart"],
] as const;

const step = fc.record({
  act: fc.constantFrom(...ACTS),
  pick: fc.nat(97),
  how: fc.nat(9_999),
});
const steps = fc.array(step, { maxLength: 160, size: "max" });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const stage = fc.constantFrom("start" as const, "clips" as const, "film" as const);

function worldAt(mode: ProjectMode, from: "start" | "clips" | "film"): World {
  const world = new World();
  if (from === "start") world.create(mode, { imageCount: 1 });
  else world.goOn(mode, from);
  return world;
}

function take(world: World, { act, pick, how }: Step): void {
  const row = at(world.dueEffects(), pick);
  const flight = at(world.flights, pick);
  const wakeup = at(world.dueWakeups(), pick);
  const prediction = at(world.provider.predictions, pick);
  switch (act) {
    case "call":
      if (row !== undefined) world.fly(row, how);
      return;
    case "answer":
      if (flight !== undefined) world.land(flight);
      return;
    case "wake":
      if (wakeup !== undefined) world.tell({ type: "wake", wakeup: wakeup.wakeup });
      return;
    case "skip":
      world.skip();
      return;
    case "jump":
      world.now += at(JUMPS, how) ?? 0;
      return;
    case "progress":
      if (prediction !== undefined) world.provider.advance(prediction);
      return;
    case "webhook":
    case "stale webhook":
      if (prediction !== undefined) world.notify(prediction, act === "stale webhook");
      return;
    case "ask":
      ask(world, how, pick);
      return;
    case "restart":
      world.restart();
      return;
    default:
      act satisfies never;
  }
}

describe("the machine, whatever happens", () => {
  it.each(MODES)("pays once, forgets nothing and always ends: a %s project", (mode) => {
    const runs = fc.property(stage, steps, (from, steps) => {
      const world = worldAt(mode, from);
      const ended: Ended = new Map();
      checkRules(world, ended);
      for (const each of steps) {
        take(world, each);
        checkRules(world, ended);
      }
      // What the provider made is heard of in the end, whatever the list hid.
      for (const settle of [() => world.restart(), () => world.notifyAll()]) {
        settle();
        expect(world.calm(MOST_STEPS)).not.toBeNull();
        checkRules(world, ended);
      }
      checkEnd(world);
    });
    fc.assert(runs, { seed: SEED, numRuns: 550 });
  });

  it("ends although every call is answered in the same wrong way, for ever", () => {
    const runs = fc.property(fc.constantFrom(...MODES), stage, fc.nat(9_999), (mode, from, how) => {
      const world = worldAt(mode, from);
      expect(world.calm(MOST_STEPS, how)).not.toBeNull();
      checkRules(world, new Map());
      for (const job of world.state.jobs.values()) expect(isTerminal(job.status)).toBe(true);
    });
    fc.assert(runs, { seed: SEED, numRuns: 200 });
  });
});
