/** Scarves, ties and bows, around the neck of a torso. */
import { darker, lighter } from "../colour.ts";
import type { Design } from "../design.ts";
import { box, flat, line, oval, paper } from "../paper.ts";

export function neckwear(design: Design): string {
  const { accent, pack } = design.colours;
  const has = (item: string) => design.wears.includes(item);
  const lift = design.kind === "ghost" ? " translate(0 -6) scale(1.45 1)" : "";
  let drawn = "";
  if (has("backpack") && design.kind !== "ghost")
    drawn += line("M-29 -112Q-36 -84 -30 -56M29 -112Q36 -84 30 -56", darker(pack, 0.2), 9);
  if (has("bowtie"))
    drawn +=
      paper("M0 -104L-24 -117V-90ZM0 -104L24 -117V-90Z", accent, 0.5) +
      flat(box(-6, -110, 12, 13, 4), darker(accent, 0.25));
  if (has("tie") && design.garment !== "suit")
    drawn += paper("M-7 -110h14l-3 12l8 38l-12 16l-12 -16l8 -38Z", accent, 0.4);
  if (has("cape"))
    drawn +=
      paper(
        "M-42 -104Q-30 -122 0 -118Q30 -122 42 -104Q20 -94 0 -98Q-20 -94 -42 -104Z",
        design.colours.cape,
        0.5,
      ) + flat(oval(0, -104, 8, 8), "#f0cf6e");
  if (has("scarf")) {
    drawn +=
      paper("M14 -104C30 -84 34 -54 28 -26L6 -30C12 -58 8 -80 -2 -98Z", darker(accent, 0.16), 0.6) +
      line("M8 -40l20 4M9 -33l20 4", lighter(accent, 0.55), 3, 0.8) +
      paper(
        "M-44 -112C-36 -132 36 -132 44 -112C46 -90 24 -84 0 -84C-24 -84 -46 -90 -44 -112Z",
        accent,
        0.6,
      ) +
      line(
        "M-34 -96Q-20 -110 -16 -122M-8 -88Q4 -104 6 -122M20 -92Q28 -104 28 -118",
        lighter(accent, 0.5),
        3,
        0.55,
      );
  }
  return drawn === "" ? "" : `<g transform="${lift}">${drawn}</g>`;
}
