/** Ears, behind the skull whose middle is at 0,-64. */
import { darker, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { at, flat, oval, paper } from "../paper.ts";

const ANIMAL_EARS: Partial<Record<Design["kind"], "point" | "round" | "long" | "flop">> = {
  cat: "point",
  fox: "point",
  wolf: "point",
  dog: "flop",
  bear: "round",
  panda: "round",
  mouse: "round",
  lion: "round",
  tiger: "round",
  rabbit: "long",
};

export function ears(design: Design): string {
  const shape = ANIMAL_EARS[design.kind];
  const { skin, pale } = design.colours;
  const outer = design.kind === "panda" ? pale : skin;
  const inner = design.kind === "panda" ? "#4a4c5e" : mix(pale, "#e79a90", 0.35);
  const e = design.ears;
  const pair = (one: string, x: number, y: number, turn: number) =>
    at(one, x, y, 1, turn) + `<g transform="scale(-1 1)">${at(one, x, y, 1, turn)}</g>`;
  if (shape === "point") {
    const tip = design.kind === "fox" || design.kind === "wolf" ? darker(skin, 0.65) : outer;
    return pair(
      paper(`M-24 16Q-16 -34 4 ${-58 * e}Q22 -30 26 16Z`, outer) +
        flat(
          `M-8 ${-40 * e}Q-2 ${-52 * e} 4 ${-58 * e}Q12 ${-48 * e} 15 ${-36 * e}Q4 -30 -8 ${-40 * e}Z`,
          tip,
        ) +
        flat(`M-12 14Q-8 -18 3 ${-38 * e}Q14 -16 16 14Z`, inner),
      40,
      -102,
      16,
    );
  }
  if (shape === "round") {
    const r = (design.kind === "mouse" ? 33 : 22) * e;
    return pair(
      paper(oval(0, 0, r, r), outer) + flat(oval(0, 2, r * 0.6, r * 0.6), inner),
      design.kind === "mouse" ? 56 : 47,
      -112,
      0,
    );
  }
  if (shape === "long") {
    return pair(
      paper(`M-17 10C-28 -40 -20 ${-96 * e} 0 ${-100 * e}C20 ${-96 * e} 26 -40 17 10Z`, outer) +
        flat(`M-8 4C-15 -36 -10 ${-80 * e} 0 ${-84 * e}C10 ${-80 * e} 14 -36 8 4Z`, inner),
      26,
      -112,
      10,
    );
  }
  if (shape === "flop") {
    return pair(
      paper(`M-8 -14C22 -26 36 8 30 ${52 * e}C24 ${70 * e} 2 ${60 * e} -2 40Z`, darker(skin, 0.28)),
      50,
      -92,
      4,
    );
  }
  return "";
}
