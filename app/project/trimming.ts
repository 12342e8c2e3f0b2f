/** Moving one end of a trim. Seconds on the take. */
export type Edge = "inS" | "outS";

/** A shorter piece is over before it is seen; the project refuses it too. */
export const LEAST_TRIM_S = 0.1;

/** The trim with one edge moved as far as it goes, to the millisecond. */
export function moved(
  trim: { inS: number; outS: number },
  edge: Edge,
  toS: number,
  takeS: number,
): { inS: number; outS: number } {
  const [least, most] =
    edge === "inS" ? [0, trim.outS - LEAST_TRIM_S] : [trim.inS + LEAST_TRIM_S, takeS];
  const seconds = Math.max(least, Math.min(most, toS));
  return { ...trim, [edge]: Math.round(Math.max(0, seconds) * 1000) / 1000 };
}
