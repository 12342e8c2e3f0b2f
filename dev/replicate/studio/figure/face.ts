/** Faces: eyes, nose and mouth. `Look` changes what the face does, nothing else. */
import { darker, lighter, luminance, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { box, flat, line, oval, paper } from "../paper.ts";

export type Look = "open" | "shut" | "speak";

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

export function face(design: Design, look: Look): string {
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
