/** Tails, capes, wings and packs: what hangs behind the body. Joint at 0,0 as in body.ts. */
import { darker, lighter, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { box, flat, line, oval, paper } from "../paper.ts";

/** Tail from its root (0,0), reaching to -x and up; empty for the tailless. */
export function tail(design: Design): string {
  const { skin, pale } = design.colours;
  switch (design.kind) {
    case "fox":
    case "wolf":
      return (
        paper(
          "M6 -8C-40 8 -92 -6 -96 -62C-98 -92 -72 -112 -62 -116C-66 -92 -50 -70 -34 -50C-18 -30 4 -22 10 -16Z",
          skin,
        ) +
        flat(
          "M-95 -76C-92 -98 -72 -112 -62 -116C-66 -98 -58 -84 -50 -70C-64 -62 -80 -62 -95 -76Z",
          design.kind === "fox" ? "#fbf1de" : pale,
        )
      );
    case "cat":
    case "tiger":
      return (
        line("M4 -6C-50 14 -76 -20 -66 -60C-62 -84 -84 -96 -92 -84", darker(skin, 0.08), 17) +
        (design.kind === "tiger"
          ? line("M-52 -14l12 -12M-68 -38l16 -4M-66 -62l14 4", "#3a2c2c", 6)
          : line("M-84 -90Q-90 -92 -92 -84", pale, 16))
      );
    case "lion":
      return (
        line("M4 -6C-50 14 -76 -20 -70 -60", skin, 11) +
        paper(oval(-72, -74, 18, 22), mix(design.colours.hair, "#a8542a", 0.6), 0.6)
      );
    case "dog":
      return line("M4 -6C-34 -2 -56 -24 -58 -58", darker(skin, 0.12), 18);
    case "mouse":
      return line(
        "M4 -4C-50 20 -80 0 -92 -30C-98 -50 -112 -44 -116 -34",
        mix(skin, "#e79a90", 0.6),
        7,
      );
    case "rabbit":
    case "bear":
    case "panda":
      return paper(
        oval(-40, 0, 17, 16),
        design.kind === "rabbit" ? lighter(pale, 0.5) : darker(skin, 0.12),
        0.6,
      );
    case "dragon":
      return (
        paper("M10 -22C-30 10 -86 6 -120 -44L-136 -70L-104 -56C-76 -20 -40 -24 -4 -52Z", skin) +
        paper("M-120 -44L-156 -62L-134 -92L-112 -60Z", design.colours.accent, 0.6)
      );
    default:
      return "";
  }
}

/** Cape hanging from the shoulders (0,0) to 0,170. */
export function cape(design: Design): string {
  const colour = design.colours.cape;
  return (
    paper(
      "M-40 -4Q0 -14 40 -4C56 60 66 120 74 164Q44 182 22 166Q0 186 -22 166Q-48 184 -76 164C-66 120 -56 60 -40 -4Z",
      colour,
    ) + line("M-22 20Q-32 90 -38 160M0 16V166M22 20Q32 90 40 160", darker(colour, 0.35), 4, 0.4)
  );
}

/** One wing, reaching to +x from the shoulder; the other is its mirror. */
export function wing(design: Design): string {
  const colour =
    design.kind === "dragon"
      ? design.colours.accent
      : design.wears.includes("wings")
        ? lighter(design.colours.cape, 0.3)
        : darker(design.colours.skin, 0.15);
  return (
    paper(
      "M0 8C30 -60 90 -92 142 -86C128 -66 132 -46 118 -28C104 -34 94 -22 84 -4C70 -14 56 -4 46 14C30 6 14 14 0 26Z",
      colour,
    ) +
    line(
      "M6 10C40 -40 90 -76 138 -84M20 8Q60 -30 116 -30M26 12Q54 -8 82 -6",
      darker(colour, 0.3),
      4,
      0.5,
    )
  );
}

/** Backpack, or an astronaut's life support, behind the shoulders. */
export function pack(design: Design): string {
  const { pack: colour } = design.colours;
  if (design.role === "astronaut")
    return (
      paper(box(-52, -12, 104, 104, 18), "#c9cbd0") +
      paper(box(-44, 84, 24, 18, 6), "#6b7384") +
      paper(box(20, 84, 24, 18, 6), "#6b7384")
    );
  return (
    paper(box(-52, -8, 104, 100, 26), colour) +
    paper(box(-60, -20, 120, 24, 12), mix(colour, "#f2e3c0", 0.55)) +
    flat(box(-50, 50, 100, 8, 3), darker(colour, 0.3), 0.5)
  );
}
