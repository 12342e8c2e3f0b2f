/**
 * Heads, seen from the front with a slight turn. Local units: the neck is at 0,0 and up is
 * negative; the skull's middle is at 0,-64. `Look` changes what the face does, nothing else.
 */
import { darker, lighter, luminance, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { at, blob, box, flat, line, oval, paper, polygon, star } from "../paper.ts";
import { backHair, frontHair } from "./hair.ts";
import { hat, wornOnFace } from "./hats.ts";

export type Look = "open" | "shut" | "speak";

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

function ears(design: Design): string {
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

function skull(design: Design): string {
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

function eye(design: Design, x: number, y: number, look: Look): string {
  const size = design.eyes;
  const { eyes, skin } = design.colours;
  if (design.kind === "robot") {
    return look === "shut"
      ? line(`M${x - 12} ${y}h24`, eyes, 5)
      : flat(oval(x, y, 19 * size, 19 * size), eyes, 0.18) +
          flat(oval(x, y, 13 * size, 13 * size), eyes) +
          flat(oval(x + design.look * 3, y, 6, 6), lighter(eyes, 0.75));
  }
  const isBig = ["frog", "owl", "alien", "ghost", "penguin"].includes(design.kind);
  const ink = "#241d2a";
  const r = (isBig ? 16 : 12.5) * size;
  if (look === "shut")
    return line(
      `M${x - r} ${y}q${r} ${r * 0.9} ${r * 2} 0`,
      luminance(skin) < 0.3 && design.kind !== "owl" && design.kind !== "penguin" ? "#f4e6d6" : ink,
      4,
    );
  const slide = design.look * r * 0.22;
  const lash =
    design.isFeminine && design.kind === "human"
      ? line(`M${x - r} ${y - r * 0.5}q${r} ${-r * 1.1} ${r * 2} 0`, ink, 4)
      : line(`M${x - r} ${y - r * 0.55}q${r} ${-r} ${r * 2} 0`, ink, 2.6, 0.8);
  const white = design.kind === "alien" ? ink : "#fdf8ee";
  return (
    flat(oval(x, y, r * 0.95, r * 1.12), white) +
    flat(
      oval(x + slide, y + 1, r * 0.72, r * 0.84),
      design.kind === "alien" ? mix(ink, eyes, 0.25) : eyes,
    ) +
    flat(oval(x + slide, y + 1, r * 0.42, r * 0.5), ink) +
    flat(oval(x + slide - r * 0.26, y - r * 0.36, r * 0.24, r * 0.26), "#ffffff") +
    flat(oval(x + slide + r * 0.26, y + r * 0.34, r * 0.11, r * 0.12), "#ffffff", 0.8) +
    lash
  );
}

function face(design: Design, look: Look): string {
  const turn = design.look * 5;
  const gap =
    (design.kind === "frog" ? 34 : ["owl", "penguin"].includes(design.kind) ? 27 : 27) *
    design.eyeGap;
  const eyeY =
    design.kind === "frog"
      ? -112
      : design.kind === "robot"
        ? -76
        : ["human", "ghost"].includes(design.kind)
          ? -62
          : -68;
  const { skin, hair } = design.colours;
  const ink = "#3a2430";
  const eyes = eye(design, turn - gap, eyeY, look) + eye(design, turn + gap, eyeY, look);
  const browY = eyeY - 22;
  const [inner, outer] = { happy: [-3, 1], calm: [0, 0], stern: [5, -4], sad: [-5, 4] }[
    design.mood
  ] as [number, number];
  const brows = ["human", "dog", "bear"].includes(design.kind)
    ? [-1, 1]
        .map((s) =>
          line(
            `M${turn + s * (gap + 12)} ${browY + outer}Q${turn + s * gap} ${browY - 5} ${turn + s * (gap - 11)} ${browY + inner}`,
            design.kind === "human" ? darker(hair, 0.25) : darker(skin, 0.5),
            4.5,
          ),
        )
        .join("")
    : "";
  const blush =
    design.kind === "robot"
      ? ""
      : [-1, 1]
          .map((s) => flat(oval(turn + s * (gap + 15), eyeY + 24, 11, 7), "#ee6f63", 0.3))
          .join("");
  const isBeaked = ["owl", "bird", "penguin"].includes(design.kind);
  const mouthY =
    design.kind === "frog"
      ? -46
      : design.kind === "robot"
        ? -50
        : design.kind === "alien"
          ? -32
          : design.kind === "dragon"
            ? -24
            : -28;
  let mouth: string;
  if (isBeaked) {
    const open = look === "speak" ? 10 : 0;
    mouth =
      (open > 0 ? flat(`M${turn - 9} -56L${turn} ${-36 + open}L${turn + 9} -56Z`, "#c9712a") : "") +
      paper(
        `M${turn - 14} -60Q${turn} -70 ${turn + 14} -60Q${turn + 6} -44 ${turn} -38Q${turn - 6} -44 ${turn - 14} -60Z`,
        "#f0a03c",
        0.4,
      );
  } else if (look === "speak") {
    mouth =
      design.kind === "robot"
        ? flat(box(turn - 15, mouthY - 5, 30, 12, 5), design.colours.eyes)
        : flat(
            `M${turn - 14} ${mouthY - 3}Q${turn} ${mouthY - 7} ${turn + 14} ${mouthY - 3}Q${turn + 10} ${mouthY + 16} ${turn} ${mouthY + 16}Q${turn - 10} ${mouthY + 16} ${turn - 14} ${mouthY - 3}Z`,
            "#6b2030",
          ) + flat(oval(turn, mouthY + 11, 7, 4), "#e8807a");
  } else {
    const bend = { happy: 13, calm: 7, stern: -1, sad: -8 }[design.mood];
    const wide = design.kind === "frog" ? 34 : design.kind === "human" ? 15 : 12;
    const stroke = design.kind === "robot" ? design.colours.eyes : ink;
    mouth = [
      "cat",
      "fox",
      "wolf",
      "dog",
      "bear",
      "panda",
      "rabbit",
      "mouse",
      "lion",
      "tiger",
    ].includes(design.kind)
      ? line(
          `M${turn - wide} ${mouthY}q${wide / 2} ${bend * 0.75} ${wide} 0q${wide / 2} ${bend * 0.75} ${wide} 0`,
          ink,
          3.2,
        )
      : line(
          `M${turn - wide} ${mouthY}Q${turn} ${mouthY + bend} ${turn + wide} ${mouthY}`,
          stroke,
          3.6,
        );
  }
  let nose = "";
  if (
    ["fox", "wolf", "dog", "bear", "panda", "cat", "lion", "tiger", "mouse", "rabbit"].includes(
      design.kind,
    )
  ) {
    const pink = ["cat", "rabbit", "mouse"].includes(design.kind);
    nose =
      flat(
        `M${turn - 10} -48Q${turn} -54 ${turn + 10} -48Q${turn + 5} -36 ${turn} -35Q${turn - 5} -36 ${turn - 10} -48Z`,
        pink ? "#d9706f" : "#2c232c",
      ) +
      flat(oval(turn - 3, -47, 3, 2), "#fff", 0.6) +
      line(`M${turn} -36v8`, ink, 2.6);
    if (pink || design.kind === "fox")
      nose += [-1, 1]
        .map((s) =>
          line(
            `M${turn + s * 24} -38q${s * 18} -5 ${s * 36} -4M${turn + s * 24} -32q${s * 18} 1 ${s * 34} 6`,
            "#fff8ec",
            1.6,
            0.7,
          ),
        )
        .join("");
  } else if (design.kind === "human") {
    nose = line(
      `M${turn + design.look * 2} -54q${design.look > 0 ? 8 : -8} 10 0 12`,
      darker(mix(skin, "#a04434", 0.3), 0.2),
      3.2,
      0.75,
    );
  }
  const freckles = design.wears.includes("freckles")
    ? [-1, 1]
        .map((s) =>
          [
            [-6, 0],
            [2, 4],
            [8, -2],
          ]
            .map(([x, y]) =>
              flat(
                oval(turn + s * (gap + 8) + (x ?? 0), eyeY + 20 + (y ?? 0), 2, 2),
                darker(skin, 0.4),
                0.6,
              ),
            )
            .join(""),
        )
        .join("")
    : "";
  return blush + freckles + nose + mouth + eyes + brows;
}

/** The whole head: hair, ears, face and all that is worn on it. */
export function head(design: Design, look: Look): string {
  const content =
    backHair(design) +
    ears(design) +
    skull(design) +
    face(design, look) +
    frontHair(design) +
    wornOnFace(design) +
    hat(design);
  return `<g transform="scale(${Math.round(design.head * 1000) / 1000})">${content}</g>`;
}
