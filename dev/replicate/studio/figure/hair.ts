/** Hair of people: one piece behind the face and one before it. Units as in head.ts. */
import { darker, lighter } from "../colour.ts";
import type { Design } from "../design.ts";
import { blob, flat, line, oval, paper, type Point } from "../paper.ts";

/** Kinds of headwear that hide the crown, so that fringe and hat do not fight. */
export function coversCrown(design: Design): boolean {
  return design.wears.some((item) =>
    /^(wizardhat|piratehat|hat|tophat|strawhat|beanie|beret|cap|chefhat|sailorhat|helmet|hood)$/.test(
      item,
    ),
  );
}

function curls(points: Point[], radius: number, colour: string): string {
  return points.map(([x, y]) => paper(oval(x, y, radius, radius), colour, 0.35)).join("");
}

export function backHair(design: Design): string {
  if (design.kind !== "human") return "";
  const hair = darker(design.colours.hair, 0.16);
  const w = 62 * design.face;
  switch (design.hair) {
    case "long":
      return paper(
        blob([
          [0, -134],
          [w + 12, -108],
          [w + 22, -40],
          [w + 18, 34],
          [w - 14, 46],
          [0, 10],
          [-w + 14, 46],
          [-w - 18, 34],
          [-w - 22, -40],
          [-w - 12, -108],
        ]),
        hair,
      );
    case "braid":
      return (
        paper(
          blob([
            [0, -134],
            [w + 8, -108],
            [w + 8, -40],
            [0, -8],
            [-w - 8, -40],
            [-w - 8, -108],
          ]),
          hair,
        ) +
        [-1, 1]
          .map(
            (s) =>
              [0, 1, 2, 3]
                .map((i) =>
                  paper(
                    oval(s * (w + 8 + i * 3), -26 + i * 20, 13 - i * 1.4, 13),
                    i % 2 ? hair : design.colours.hair,
                    0.4,
                  ),
                )
                .join("") + paper(oval(s * (w + 19), 50, 7, 6), design.colours.accent, 0.3),
          )
          .join("")
      );
    case "curly":
      return curls(
        Array.from({ length: 15 }, (_, i): Point => {
          const angle = Math.PI * (0.86 + (i / 14) * 1.28);
          return [Math.cos(angle) * (w + 12), -72 + Math.sin(angle) * 64];
        }),
        24,
        hair,
      );
    case "bun":
      return (
        (coversCrown(design) ? "" : paper(oval(0, -140, 30, 27), hair)) +
        paper(
          blob([
            [0, -134],
            [w + 8, -106],
            [w + 7, -56],
            [0, -30],
            [-w - 7, -56],
            [-w - 8, -106],
          ]),
          hair,
        )
      );
    case "short":
      return paper(
        blob([
          [0, -134],
          [w + 9, -108],
          [w + 8, -58],
          [w - 6, -32],
          [-w + 6, -32],
          [-w - 8, -58],
          [-w - 9, -108],
        ]),
        hair,
      );
    case "bald":
      return "";
  }
}

export function frontHair(design: Design): string {
  if (design.kind !== "human") return "";
  const { hair } = design.colours;
  const w = 62 * design.face;
  const shine = flat(
    `M${-w * 0.6} -108Q-20 -132 14 -122Q-18 -120 ${-w * 0.48} -98Z`,
    lighter(hair, 0.4),
    0.35,
  );
  const beard = design.wears.includes("beard")
    ? paper(
        `M${-w} -58C${-w * 0.9} -36 ${-w * 0.55} -44 -22 -40Q0 -50 22 -40C${w * 0.55} -44 ${w * 0.9} -36 ${w} -58C${w + 4} -8 ${w * 0.5} ${design.age === "old" || design.role === "wizard" ? 62 : 22} 0 ${design.age === "old" || design.role === "wizard" ? 78 : 30}C${-w * 0.5} ${design.age === "old" || design.role === "wizard" ? 62 : 22} ${-w - 4} -8 ${-w} -58Z`,
        hair,
      ) +
      flat("M-13 -27Q0 -19 13 -27Q0 -13 -13 -27Z", "#8a3a3c") +
      line(`M-20 0q4 18 2 30M2 4v34M22 0q-4 18 -2 30`, darker(hair, 0.2), 2.5, 0.5)
    : "";
  const moustache =
    design.wears.includes("moustache") || (design.wears.includes("beard") && design.marks > 2)
      ? paper(
          "M0 -42C-12 -50 -30 -40 -38 -30C-22 -26 -8 -30 0 -36C8 -30 22 -26 38 -30C30 -40 12 -50 0 -42Z",
          darker(hair, 0.1),
          0.4,
        )
      : "";
  if (design.hair === "bald" || coversCrown(design)) {
    const sides =
      design.hair === "bald"
        ? ""
        : [-1, 1]
            .map((s) =>
              flat(
                `M${s * w} -100Q${s * (w + 8)} -70 ${s * (w - 1)} -52Q${s * (w - 10)} -74 ${s * (w - 8)} -100Z`,
                hair,
              ),
            )
            .join("");
    return sides + beard + moustache;
  }
  const fringes = [
    // side parting
    `M${-w - 3} -62C${-w - 10} -118 -40 -138 0 -136C46 -138 ${w + 10} -116 ${w + 3} -62C${w - 6} -84 ${w - 16} -94 30 -100C0 -102 -16 -110 -24 -116C-30 -98 ${-w + 14} -92 ${-w - 3} -62Z`,
    // straight fringe
    `M${-w - 3} -58C${-w - 12} -118 -40 -138 0 -136C40 -138 ${w + 12} -118 ${w + 3} -58Q${w - 6} -76 ${w - 12} -88Q30 -80 18 -90Q6 -80 -6 -90Q-18 -80 -30 -89Q-40 -82 ${-w + 10} -88Q${-w + 4} -76 ${-w - 3} -58Z`,
    // swept back
    `M${-w - 3} -66C${-w - 14} -118 -46 -142 -4 -138C44 -146 ${w + 14} -116 ${w + 3} -66C${w - 4} -96 40 -112 0 -110C-40 -112 ${-w + 4} -96 ${-w - 3} -66Z`,
    // tousled
    `M${-w - 3} -60C${-w - 12} -112 -46 -134 -30 -132L-22 -150L-8 -136L8 -154L18 -136L38 -146L40 -128C${w + 8} -112 ${w + 8} -84 ${w + 3} -60L${w - 12} -88L36 -84L22 -98L4 -84L-12 -98L-28 -82L-42 -94L${-w + 6} -80Z`,
  ];
  const isCurly = design.hair === "curly";
  const top = isCurly
    ? curls(
        [
          [-w + 4, -96],
          [-34, -116],
          [-8, -124],
          [20, -122],
          [44, -110],
          [w - 2, -92],
        ],
        21,
        hair,
      )
    : paper(fringes[design.hairFringe] ?? "", hair, 0.7) + shine;
  const ornament = design.wears.includes("flower")
    ? [0, 1, 2, 3, 4]
        .map((i) =>
          flat(
            oval(42 + Math.cos(i * 1.257) * 11, -110 + Math.sin(i * 1.257) * 11, 8, 8),
            design.colours.accent,
          ),
        )
        .join("") + flat(oval(42, -110, 6, 6), "#f6d36b")
    : design.wears.includes("ribbon")
      ? paper("M40 -118L66 -134L64 -104ZM40 -118L16 -134L18 -106Z", design.colours.accent, 0.5) +
        flat(oval(40, -118, 7, 7), darker(design.colours.accent, 0.2))
      : "";
  return top + beard + moustache + ornament;
}
