/** Arms, legs and what is carried. Each hangs down from its own joint at 0,0. */
import { darker, lighter, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { box, flat, line, oval, paper } from "../paper.ts";
import { BIRDS, isClothed, sleeveColour } from "./dress.ts";

function handColour(design: Design): string {
  const { skin, pale, accent } = design.colours;
  if (design.role === "astronaut") return mix(accent, "#f4efe4", 0.35);
  if (design.kind === "fox" || design.kind === "wolf") return darker(skin, 0.62);
  if (design.kind === "panda") return pale;
  return design.kind === "robot" ? darker(skin, 0.35) : skin;
}

/** Upper arm from shoulder (0,0) to elbow (0,46). */
export function upperArm(design: Design): string {
  const sleeve = sleeveColour(design);
  if (design.kind === "ghost") return "";
  const width = design.kind === "robot" && !isClothed(design) ? 8 : 13;
  const plate =
    design.garment === "armour" && isClothed(design) ? paper(oval(0, 2, 21, 19), sleeve, 0.6) : "";
  return (
    paper(
      `M${-width} -4Q${-width} -16 0 -16Q${width} -16 ${width} -4L${width - 1} 48Q0 58 ${1 - width} 48Z`,
      width === 8 ? darker(sleeve, 0.3) : sleeve,
      0.7,
    ) +
    (width === 8 ? paper(oval(0, 0, 14, 14), sleeve, 0.5) : "") +
    plate
  );
}

/** Forearm from elbow (0,0) to the middle of the hand (0,48). `holds` is drawn in the hand. */
export function foreArm(design: Design, holds: string | null): string {
  const sleeve = sleeveColour(design);
  const hand = handColour(design);
  const thing = holds === null ? "" : heldThing(design, holds);
  if (design.kind === "ghost")
    return paper("M-16 -30Q-22 30 0 42Q22 30 16 -30Z", design.colours.skin, 0.7);
  if (BIRDS.includes(design.kind) && !isClothed(design)) {
    return (
      thing +
      paper(
        "M-15 -12Q-24 30 -8 66Q0 76 6 64Q24 30 15 -12Z",
        darker(design.colours.skin, 0.16),
        0.7,
      ) +
      line("M-6 44v14M4 42v16", darker(design.colours.skin, 0.4), 2.5, 0.6)
    );
  }
  const isMetal = design.kind === "robot" && !isClothed(design);
  const arm = isMetal
    ? paper("M-12 -6Q0 -14 12 -6L14 36Q0 42 -14 36Z", sleeve, 0.7) +
      paper("M-13 40Q-20 62 -4 62L-4 54L4 54L4 62Q20 62 13 40Z", hand, 0.5)
    : paper(oval(0, 47, 13.5, 13.5), hand, 0.6) +
      paper("M-12.5 -4Q0 -14 12.5 -4L13 34Q0 42 -13 34Z", sleeve, 0.7) +
      flat(
        "M-13 27Q0 36 13 27L13 35Q0 43 -13 35Z",
        isClothed(design) ? darker(sleeve, 0.22) : sleeve,
      );
  return thing + arm;
}

function heldThing(design: Design, item: string): string {
  const wood = "#8a5c38";
  switch (item) {
    case "lantern":
      return (
        line("M0 48v14", "#4a3a34", 4) +
        flat(oval(0, 92, 44, 44), "#ffdf8a", 0.22) +
        paper(box(-15, 66, 30, 44, 7), "#5a4030") +
        flat(box(-10, 72, 20, 32, 5), "#ffd873") +
        flat(oval(0, 90, 6, 9), "#fff4cc")
      );
    case "microphone":
      return (
        paper("M-5 46L5 46L8 82L-8 82Z", "#3a3a48", 0.4) +
        paper(oval(0, 92, 13, 14), "#b8bfcc", 0.5) +
        line("M-9 88h18M-9 95h18", "#7d8595", 2)
      );
    case "staff":
      return (
        paper("M-5 -110L5 -110L4 140L-4 140Z", wood, 0.5) +
        flat(oval(0, 152, 34, 34), design.colours.eyes, 0.22) +
        paper(oval(0, 152, 17, 17), lighter(design.colours.accent, 0.3), 0.6) +
        flat(oval(-5, 147, 5, 5), "#fff", 0.8)
      );
    case "umbrella":
      return (
        line("M0 20V150", "#5a4030", 5) +
        paper(
          "M-86 146Q-80 220 0 226Q80 220 86 146Q64 160 43 146Q21 162 0 146Q-21 162 -43 146Q-64 160 -86 146Z",
          design.colours.accent,
        )
      );
    case "guitar":
      return `<g transform="translate(0 44) rotate(100)">${paper(box(-6, -130, 12, 110, 3), wood, 0.4)}${paper("M-22 -24C-34 -4 -20 6 -26 22C-40 60 40 60 26 22C20 6 34 -4 22 -24C10 -36 -10 -36 -22 -24Z", design.colours.accent)}${flat(oval(0, 14, 11, 11), "#3a2a28")}</g>`;
    default:
      return "";
  }
}

/** What the near hand holds, if anything. */
export function held(design: Design): string | null {
  return (
    ["lantern", "microphone", "staff", "umbrella", "guitar"].find((item) =>
      design.wears.includes(item),
    ) ?? null
  );
}

/** Thigh from hip (0,0) to knee (0,50 × legs). */
export function thigh(design: Design): string {
  if (design.kind === "ghost") return "";
  const length = 50 * design.legs;
  const bare = !isClothed(design);
  const colour = bare
    ? design.colours.skin
    : ["overalls", "armour"].includes(design.garment)
      ? darker(design.colours.clothes, 0.08)
      : design.garment === "dress"
        ? darker(design.colours.skin, 0.04)
        : design.colours.trousers;
  if (BIRDS.includes(design.kind) && bare) return line(`M0 6V${length}`, "#e0922e", 8);
  const width = design.kind === "robot" && bare ? 10 : 16;
  return paper(
    `M${-width} -6Q0 -18 ${width} -6L${width - 3} ${length}Q0 ${length + 9} ${3 - width} ${length}Z`,
    colour,
    0.6,
  );
}

/** Shin and foot from knee (0,0) to the sole (0,54 × legs). The toe points to +x. */
export function shin(design: Design): string {
  if (design.kind === "ghost") return "";
  const length = 54 * design.legs;
  const bare = !isClothed(design);
  const { skin, trousers, clothes, accent } = design.colours;
  if (BIRDS.includes(design.kind) && bare)
    return (
      line(`M0 0V${length - 8}`, "#e0922e", 8) +
      paper(`M-16 ${length}L-4 ${length - 13}Q10 ${length - 12} 26 ${length}Z`, "#f0a03c", 0.5)
    );
  const colour = bare
    ? skin
    : ["overalls", "armour"].includes(design.garment)
      ? clothes
      : design.garment === "dress"
        ? lighter(accent, 0.5)
        : trousers;
  const shoe =
    design.kind === "robot" && bare
      ? darker(skin, 0.45)
      : bare
        ? darker(skin, 0.25)
        : design.role === "astronaut"
          ? mix(accent, "#f4efe4", 0.35)
          : darker(mix(accent, "#5a3a2c", 0.65), 0.2);
  const width = design.kind === "robot" && bare ? 12 : 13;
  return (
    paper(
      `M${-width} -4Q0 -12 ${width} -4L${width - 1} ${length - 10}H${1 - width}Z`,
      colour,
      0.6,
    ) +
    paper(
      `M-15 ${length}V${length - 22}Q0 ${length - 28} 13 ${length - 20}Q33 ${length - 16} 33 ${length - 2}Q33 ${length} 30 ${length}Z`,
      shoe,
      0.6,
    ) +
    flat(`M-15 ${length}v-5H33q0 5 -3 5Z`, "#14121f", 0.35)
  );
}
