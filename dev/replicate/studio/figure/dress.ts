/** Who wears clothes, and the colour of their sleeves. */
import { mix } from "../colour.ts";
import type { Design } from "../design.ts";

const CLOTHED = [
  "human",
  "cat",
  "dog",
  "fox",
  "wolf",
  "bear",
  "panda",
  "rabbit",
  "mouse",
  "lion",
  "tiger",
];
export const BIRDS = ["owl", "bird", "penguin"];

export function isClothed(design: Design): boolean {
  return (
    CLOTHED.includes(design.kind) ||
    (design.kind !== "ghost" && (design.wears.includes(design.garment) || design.role !== "none"))
  );
}

/** Sleeves and shirt under overalls. */
export function sleeveColour(design: Design): string {
  if (!isClothed(design)) return design.colours.skin;
  return design.garment === "overalls" && design.role !== "astronaut"
    ? mix(design.colours.accent, "#f6ecd8", 0.45)
    : design.colours.clothes;
}
