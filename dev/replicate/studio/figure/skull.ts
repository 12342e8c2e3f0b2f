/** Skulls: the shape and hide of each kind, its middle at 0,-64. */
import { darker, lighter, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { blob, box, flat, line, oval, paper, polygon, star } from "../paper.ts";

export function skull(design: Design): string {
  const { skin, pale } = design.colours;
  const w = 62 * design.face;
  const shade = (d: string) => flat(d, darker(skin, 0.3), 0.22);
  switch (design.kind) {
    case "robot": {
      const round = 14 + design.marks * 6;
      return (
        paper(box(-w - 9, -88, 14, 44, 6), darker(skin, 0.3)) +
        paper(box(w - 5, -88, 14, 44, 6), darker(skin, 0.3)) +
        paper(box(-w, -124, w * 2, 112, round), skin) +
        flat(box(-w, -44, w * 2, 32, Math.min(round, 16)), darker(skin, 0.35), 0.2) +
        paper(box(-w + 12, -106, w * 2 - 24, 68, round * 0.8), darker(skin, 0.72), 0.6) +
        flat(`M${-w + 20} -98h30l-22 52h-8Z`, "#ffffff", 0.07) +
        [-1, 1].map((s) => flat(oval(s * (w - 8), -117, 3, 3), darker(skin, 0.4))).join("")
      );
    }
    case "frog":
      return (
        [-1, 1].map((s) => paper(oval(s * 34, -112, 25, 25), skin)).join("") +
        paper(
          blob([
            [0, -112],
            [w, -86],
            [w + 8, -50],
            [40, -16],
            [-40, -16],
            [-w - 8, -50],
            [-w, -86],
          ]),
          skin,
        ) +
        flat(`M-58 -34Q0 4 58 -34Q30 -12 0 -12Q-30 -12 -58 -34Z`, pale, 0.8)
      );
    case "ghost":
      return "";
    case "alien":
      return (
        line("M-22 -116Q-34 -146 -30 -160M22 -116Q34 -146 30 -160", darker(skin, 0.2), 6) +
        [-1, 1].map((s) => paper(oval(s * 30, -162, 9, 9), design.colours.accent)).join("") +
        paper(
          blob([
            [0, -128],
            [52, -112],
            [w + 6, -72],
            [36, -22],
            [0, -8],
            [-36, -22],
            [-w - 6, -72],
            [-52, -112],
          ]),
          skin,
        ) +
        shade(
          blob([
            [20, -14],
            [50, -40],
            [w + 6, -72],
            [48, -24],
          ]),
        )
      );
    case "dragon":
      return (
        [-1, 1]
          .map((s) =>
            paper(
              `M${s * 24} -112Q${s * 30} -150 ${s * 54} -158Q${s * 50} -130 ${s * 46} -104Z`,
              lighter(pale, 0.3),
            ),
          )
          .join("") +
        paper(
          polygon([
            [-14, -118],
            [0, -150],
            [14, -118],
          ]),
          design.colours.accent,
        ) +
        paper(
          blob([
            [0, -126],
            [50, -110],
            [w, -70],
            [50, -24],
            [0, -10],
            [-50, -24],
            [-w, -70],
            [-50, -110],
          ]),
          skin,
        ) +
        paper(
          blob([
            [0, -58],
            [40, -48],
            [38, -16],
            [0, -6],
            [-38, -16],
            [-40, -48],
          ]),
          mix(skin, pale, 0.45),
          0.5,
        ) +
        [-1, 1].map((s) => flat(oval(s * 15, -45, 4, 5), darker(skin, 0.55))).join("")
      );
    case "owl":
    case "bird":
    case "penguin": {
      const tuft =
        design.kind === "owl"
          ? [-1, 1]
              .map((s) =>
                paper(
                  `M${s * 18} -112L${s * 58} ${-146 * Math.min(1, design.ears)}Q${s * 62} -112 ${s * 52} -90Z`,
                  skin,
                ),
              )
              .join("")
          : design.kind === "bird"
            ? paper(
                `M-8 -118C-26 -150 2 -166 10 -172C4 -150 14 -148 24 -152C14 -140 14 -130 12 -116Z`,
                design.colours.accent,
              )
            : "";
      const disc = [-1, 1]
        .map((s) =>
          paper(oval(s * 27, -72, 31, 33), design.kind === "owl" ? pale : lighter(pale, 0.4), 0.4),
        )
        .join("");
      return (
        tuft +
        paper(
          blob([
            [0, -128],
            [w * 0.85, -106],
            [w, -62],
            [w * 0.8, -20],
            [0, -4],
            [-w * 0.8, -20],
            [-w, -62],
            [-w * 0.85, -106],
          ]),
          skin,
        ) +
        (design.kind === "bird" ? flat(oval(0, -34, 38, 24), pale, 0.85) : disc)
      );
    }
    case "human":
      return (
        [-1, 1]
          .map(
            (s) =>
              paper(oval(s * w * 0.97, -56, 11, 14), skin, 0.6) +
              flat(oval(s * w * 0.97, -55, 5, 8), mix(skin, "#b04a3c", 0.35), 0.6),
          )
          .join("") +
        paper(
          blob([
            [0, -124],
            [w * 0.8, -106],
            [w, -66],
            [w * 0.82, -26],
            [0, -4],
            [-w * 0.82, -26],
            [-w, -66],
            [-w * 0.8, -106],
          ]),
          skin,
        ) +
        shade(
          `M${w * 0.5} -112Q${w * 1.06} -70 ${w * 0.8} -28Q${w * 0.4} -2 0 -4Q${w * 0.62} -24 ${w * 0.72} -62Q${w * 0.72} -92 ${w * 0.5} -112Z`,
        )
      );
    default: {
      const cheek =
        design.kind === "fox" || design.kind === "wolf"
          ? 1.22
          : design.kind === "cat" || design.kind === "tiger"
            ? 1.12
            : 1.05;
      const mask =
        design.kind === "fox" || design.kind === "wolf"
          ? [-1, 1]
              .map((s) =>
                flat(
                  `M0 -46C${s * 14} -76 ${s * 40} -66 ${s * w * cheek} -50C${s * 58} -22 ${s * 30} -8 0 -5Z`,
                  pale,
                ),
              )
              .join("")
          : design.kind === "panda"
            ? [-1, 1].map((s) => flat(oval(s * 28, -66, 19, 23), pale)).join("")
            : flat(oval(0, -36, 34, 27), pale);
      const mane =
        design.kind === "lion"
          ? paper(star(0, -66, 104, 13, 0.82), mix(design.colours.hair, "#a8542a", 0.6))
          : "";
      const stripes =
        design.kind === "tiger"
          ? flat(
              "M-10 -124L-4 -98L2 -124ZM10 -122L16 -104L22 -119ZM-32 -117L-22 -100L-22 -120ZM-64 -72L-44 -66L-66 -58ZM64 -72L44 -66L66 -58ZM-60 -48L-44 -48L-56 -38ZM60 -48L44 -48L56 -38Z",
              "#3a2c2c",
              0.85,
            )
          : design.kind === "cat" && design.marks % 2 === 0
            ? flat(
                "M-14 -124L-9 -102L-3 -125ZM3 -125L9 -102L14 -124ZM-3 -126L0 -96L4 -126Z",
                darker(skin, 0.4),
                0.75,
              )
            : design.kind === "dog" && design.marks % 2 === 0
              ? flat(oval(28, -74, 24, 28), darker(skin, 0.38), 0.8)
              : "";
      return (
        mane +
        paper(
          blob([
            [0, -124],
            [46, -112],
            [w, -76],
            [w * cheek, -46],
            [34, -12],
            [0, -5],
            [-34, -12],
            [-w * cheek, -46],
            [-w, -76],
            [-46, -112],
          ]),
          skin,
        ) +
        stripes +
        mask +
        shade(
          blob([
            [18, -10],
            [w * cheek - 8, -34],
            [w * cheek, -48],
            [40, -11],
          ]),
        )
      );
    }
  }
}
