import { expect, it } from "vitest";
import { chanceOf } from "./chance.ts";
import { killsOf } from "./weather.ts";

it("decides the same again for a seed, and otherwise for another", () => {
  const [one, again, other] = [chanceOf(7), chanceOf(7), chanceOf(8)];
  const all = (chance: typeof one) => Array.from({ length: 20 }, (_, i) => chance.draw("a", i));
  expect(all(one)).toEqual(all(again));
  expect(all(one)).not.toEqual(all(other));
  expect(killsOf(one, 10, 5)).toEqual(killsOf(again, 10, 5));
});

it("draws evenly", () => {
  const chance = chanceOf(1);
  const hits = Array.from({ length: 10_000 }, (_, i) => chance.happens(0.3, i)).filter(Boolean);
  expect(Math.abs(hits.length / 10_000 - 0.3)).toBeLessThan(0.02);
  const picks = Array.from({ length: 1_000 }, (_, i) => chance.pick(3, i));
  expect(new Set(picks)).toEqual(new Set([0, 1, 2]));
});
