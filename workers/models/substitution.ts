/** Choosing the nearest thing a model can do, and the sentence that says so. */
import type { Substitution } from "../contracts/models.ts";

export function substitution(
  field: string,
  asked: string | null,
  used: string | null,
  reason: string,
): Substitution {
  return { field, asked, used, reason };
}

function ratioOf(name: string): number | null {
  const match = /^(\d+):(\d+)$/.exec(name);
  if (match === null) return null;
  const ratio = Number(match[1]) / Number(match[2]);
  return ratio > 0 && Number.isFinite(ratio) ? ratio : null;
}

/**
 * The ratio of `allowed` whose shape is nearest to `asked` (like `4:3`); the earlier one of two that
 * are equally near. `allowed` must not be empty.
 */
export function nearestRatio(asked: string, allowed: readonly string[]): string {
  const wanted = ratioOf(asked) ?? 1;
  const distance = (name: string) => Math.abs(Math.log((ratioOf(name) ?? 1) / wanted));
  // A margin, so that rounding in the logarithm can't decide between mirrored ratios.
  return allowed.reduce((best, name) => (distance(name) < distance(best) - 1e-9 ? name : best));
}

/** Google's names of how strictly pictures are filtered, mildest first. */
export const SAFETY_LEVELS: readonly string[] = [
  "block_none",
  "block_only_high",
  "block_medium_and_above",
  "block_low_and_above",
];

/**
 * The level of `allowed` that is nearest to `asked`, the stricter one of two that are equally near.
 * Null when `asked` is no level that has a name, or nothing is allowed.
 */
export function nearestSafetyLevel(asked: string, allowed: readonly string[]): string | null {
  const wanted = SAFETY_LEVELS.indexOf(asked);
  if (wanted === -1) return null;
  const distance = (name: string) => Math.abs(SAFETY_LEVELS.indexOf(name) - wanted);
  const strictestFirst = SAFETY_LEVELS.filter((name) => allowed.includes(name)).reverse();
  return strictestFirst.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

/** The shortest length that holds what was asked, else the longest. `allowed` ascends. */
export function snapLength(asked: number, allowed: readonly [number, ...number[]]): number {
  return allowed.find((length) => length >= asked) ?? allowed.at(-1) ?? allowed[0];
}

/** The asked resolution (like `720p`), else the next larger, else the largest. `allowed` ascends. */
export function snapResolution(asked: string, allowed: readonly string[]): string {
  const height = Number.parseInt(asked, 10);
  const larger = allowed.find((name) => Number.parseInt(name, 10) >= height);
  return larger ?? allowed.at(-1) ?? asked;
}

/** `["4", "6", "8"]` as `4, 6 or 8`. */
export function oneOf(names: readonly (string | number)[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
