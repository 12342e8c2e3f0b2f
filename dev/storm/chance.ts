/** Decisions that a seed repeats: each is drawn from its name, so that no order of events changes it. */
import { createHash } from "node:crypto";

export type Chance = ReturnType<typeof chanceOf>;

export function chanceOf(seed: number) {
  /** 0 up to, without, 1. */
  const draw = (...name: (string | number)[]): number => {
    const digest = createHash("sha256").update(JSON.stringify([seed, ...name]));
    return digest.digest().readUInt32BE(0) / 2 ** 32;
  };
  return {
    draw,
    /** A whole number from 0 up to, without, `count`. */
    pick: (count: number, ...name: (string | number)[]) => Math.floor(draw(...name) * count),
    happens: (share: number, ...name: (string | number)[]) => draw(...name) < share,
  };
}
