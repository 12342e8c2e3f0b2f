/** Torsos: the body of each kind, and what it wears. A torso stands up on its hip at 0,0. */
import { darker, lighter, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { blob, box, flat, line, oval, paper, polygon, star } from "../paper.ts";
import { BIRDS, isClothed, sleeveColour } from "./dress.ts";
import { neckwear } from "./neckwear.ts";

function patternOver(design: Design, width: number): string {
  const ink = mix(design.colours.accent, design.colours.clothes, 0.15);
  switch (design.pattern) {
    case "stripes":
      return [-84, -60, -36, -12]
        .map((y) => line(`M${-width + 5} ${y}Q0 ${y + 9} ${width - 5} ${y}`, ink, 8, 0.85))
        .join("");
    case "dots":
      return [
        [-20, -78],
        [6, -86],
        [24, -64],
        [-4, -56],
        [-26, -40],
        [18, -34],
        [-4, -20],
        [-22, -8],
        [26, -6],
      ]
        .map(([x, y]) => flat(oval(x ?? 0, y ?? 0, 4.5, 4.5), ink, 0.9))
        .join("");
    case "star":
      return flat(star(0, -54, 21), ink);
    case "patch":
      return flat(`M0 -38C-26 -58 -18 -80 0 -68C18 -80 26 -58 0 -38Z`, ink);
    case "plain":
      return "";
  }
}

/** Torso from hip (0,0) to neck (0,-112). */
export function torso(design: Design): string {
  const g = design.girth;
  const { skin, pale, clothes, accent } = design.colours;
  const top = 41 * g;
  const hip = 38 * g;
  const bodyPath = `M${-top} -92Q${-top} -112 -18 -114L18 -114Q${top} -112 ${top} -92L${hip + 2} -4Q${hip} 14 0 15Q${-hip} 14 ${-hip - 2} -4Z`;
  const side = flat(
    `M${top - 14} -110Q${top} -106 ${top} -92L${hip + 2} -4Q${hip} 14 ${hip - 18} 14Q${hip - 2} -50 ${top - 14} -110Z`,
    "#14163a",
    0.16,
  );
  let body: string;
  if (design.kind === "ghost") {
    body =
      paper(
        `M-72 -128C-72 -252 72 -252 72 -128C74 -60 84 0 92 52Q76 70 58 48Q40 82 20 54Q0 84 -20 54Q-40 82 -58 48Q-76 70 -92 52C-84 0 -74 -60 -72 -128Z`,
        skin,
      ) +
      flat(
        `M40 -212C76 -190 74 -100 80 -40Q86 10 92 52Q76 70 58 48Q70 -80 40 -212Z`,
        darker(skin, 0.4),
        0.16,
      );
  } else if (!isClothed(design)) {
    if (design.kind === "robot") {
      body =
        paper(box(-10, -124, 20, 20, 4), darker(skin, 0.45)) +
        paper(box(-top - 4, -112, top * 2 + 8, 118, 16 + design.marks * 3), skin) +
        flat(box(-top - 4, -18, top * 2 + 8, 24, 12), darker(skin, 0.35), 0.25) +
        paper(box(-26, -92, 52, 44, 9), darker(skin, 0.62), 0.4) +
        (design.marks % 3 === 0
          ? line("M-20 -70h8l5 -13l8 24l6 -16l4 5h9", design.colours.eyes, 3)
          : design.marks % 3 === 1
            ? flat(`M0 -56C-22 -72 -14 -88 0 -78C14 -88 22 -72 0 -56Z`, accent)
            : [-14, 0, 14]
                .map((x, i) =>
                  flat(
                    oval(x, -70, 5.5, 5.5),
                    [accent, design.colours.eyes, "#f2c53d"][i] ?? accent,
                  ),
                )
                .join("")) +
        [-18, 0, 18].map((x) => flat(oval(x, -30, 3.5, 3.5), darker(skin, 0.4), 0.7)).join("") +
        flat(`M${-top + 2} -106h16v92h-12q-4 0 -4 -8Z`, "#fff", 0.16);
    } else {
      const isBird = BIRDS.includes(design.kind);
      const fat = isBird || design.kind === "frog" || design.kind === "dragon" ? 1.2 : 1;
      body =
        paper(
          blob([
            [0, -120],
            [40 * g * fat, -96],
            [50 * g * fat, -42],
            [36 * g * fat, 10],
            [0, 18],
            [-36 * g * fat, 10],
            [-50 * g * fat, -42],
            [-40 * g * fat, -96],
          ]),
          skin,
        ) +
        flat(
          blob([
            [0, -96],
            [28 * g * fat, -76],
            [34 * g * fat, -36],
            [22 * g * fat, 4],
            [0, 12],
            [-22 * g * fat, 4],
            [-34 * g * fat, -36],
            [-28 * g * fat, -76],
          ]),
          pale,
        ) +
        (design.kind === "dragon"
          ? [-70, -48, -26, -4]
              .map((y) => line(`M-24 ${y}q24 8 48 0`, darker(pale, 0.25), 3, 0.5))
              .join("")
          : design.kind === "owl"
            ? [
                [-14, -66],
                [4, -66],
                [20, -62],
                [-20, -44],
                [-4, -42],
                [14, -42],
                [-12, -20],
                [6, -20],
              ]
                .map(([x, y]) => line(`M${(x ?? 0) - 6} ${y}q6 8 12 0`, darker(pale, 0.35), 3, 0.7))
                .join("")
            : "");
    }
  } else {
    switch (design.garment) {
      case "coat":
        body =
          paper(
            `M${-top} -92Q${-top} -112 -18 -114L18 -114Q${top} -112 ${top} -92L${hip + 4} -10L${hip + 17} 44Q0 56 ${-hip - 17} 44L${-hip - 4} -10Z`,
            clothes,
          ) +
          flat(
            `M${top - 12} -108Q${top} -106 ${top} -92L${hip + 4} -10L${hip + 17} 44Q${hip} 50 ${hip - 12} 50Z`,
            "#14163a",
            0.15,
          ) +
          flat("M-16 -114L0 -84L16 -114Z", mix(accent, "#f6ecd8", 0.5)) +
          paper(
            `M-18 -115L-30 -96L-12 -74L0 -86ZM18 -115L30 -96L12 -74L0 -86Z`,
            darker(clothes, 0.14),
            0.5,
          ) +
          line("M0 -84L-2 50", darker(clothes, 0.35), 2.6, 0.7) +
          [-62, -36, -10]
            .map((y) => flat(oval(9, y, 4.6, 4.6), mix(accent, "#f6e2b0", 0.5)))
            .join("") +
          (design.role === "scientist" || design.role === "chef"
            ? ""
            : paper(box(-hip - 2, -18, hip * 2 + 4, 12, 3), darker(clothes, 0.42), 0.3) +
              flat(box(-8, -20, 16, 16, 3), "#d9b45a")) +
          line(`M${-hip + 4} 14h20M${hip - 24} 14h20`, darker(clothes, 0.3), 4, 0.6);
        break;
      case "dress":
        body =
          paper(
            `M${-top + 2} -96Q${-top} -112 -18 -114L18 -114Q${top} -112 ${top - 2} -96L${hip - 6} -34L${hip + 32} 58Q${hip} 72 ${hip - 16} 60Q0 76 -16 62Q${-hip} 74 ${-hip - 32} 58L${-hip + 6} -34Z`,
            clothes,
          ) +
          flat(
            `M${top - 14} -110L${hip - 6} -34L${hip + 32} 58Q${hip + 14} 68 ${hip} 64Q${hip - 4} 0 ${hip - 22} -36Z`,
            "#14163a",
            0.15,
          ) +
          `<g transform="translate(0 14)">${design.pattern === "stripes" ? line(`M${-hip - 20} 30Q0 46 ${hip + 20} 30`, accent, 6) : patternOver(design, hip + 6)}</g>` +
          paper(box(-hip + 3, -42, hip * 2 - 6, 11, 5), accent, 0.3) +
          paper("M-26 -114Q0 -84 26 -114Q14 -92 0 -90Q-14 -92 -26 -114Z", "#f8f1e2", 0.3);
        break;
      case "robe":
        body =
          paper(
            `M${-top} -92Q${-top} -112 -18 -114L18 -114Q${top} -112 ${top} -92L${hip + 26} 84Q0 100 ${-hip - 26} 84Z`,
            clothes,
          ) +
          flat(
            `M${top - 12} -108Q${top} -106 ${top} -92L${hip + 26} 84Q${hip + 8} 92 ${hip - 8} 92Z`,
            "#14163a",
            0.16,
          ) +
          flat(`M-9 -114L9 -114L14 92Q0 96 -14 92Z`, mix(accent, clothes, 0.25)) +
          flat(
            `M${-hip - 26} 84Q0 100 ${hip + 26} 84L${hip + 23} 68Q0 84 ${-hip - 23} 68Z`,
            accent,
          ) +
          paper(
            `M${-hip - 4} -22Q0 -8 ${hip + 4} -22L${hip + 5} -10Q0 6 ${-hip - 5} -10Z`,
            darker(accent, 0.25),
            0.4,
          ) +
          [
            [-26, 30],
            [28, 46],
            [-30, 60],
            [27, -62],
            [-25, -70],
          ]
            .map(([x, y], i) => flat(star(x ?? 0, y ?? 0, i % 2 ? 5 : 7), "#f8d878", 0.9))
            .join("");
        break;
      case "armour":
        body =
          paper(
            `M${-hip - 6} -8L${-hip - 12} 34Q0 46 ${hip + 12} 34L${hip + 6} -8Z`,
            darker(clothes, 0.24),
          ) +
          [-0.5, 0, 0.5]
            .map((f) => line(`M${f * 50} 0L${f * 60} 38`, darker(clothes, 0.5), 2, 0.7))
            .join("") +
          paper(bodyPath, clothes) +
          side +
          flat(
            `M${-top + 6} -100Q-10 -106 -2 -104L-4 -40Q-22 -50 ${-top + 6} -100Z`,
            "#fff",
            0.24,
          ) +
          line("M0 -108V-8", darker(clothes, 0.35), 2.6, 0.7) +
          line(`M${-hip} -28Q0 -14 ${hip} -28`, darker(clothes, 0.35), 2.6, 0.7) +
          flat(`M-15 -86H15V-66Q12 -48 0 -42Q-12 -48 -15 -66Z`, accent) +
          flat(star(0, -68, 10), "#f6dc8c") +
          paper(box(-hip - 3, -12, hip * 2 + 6, 12, 4), "#6b4a34", 0.4) +
          flat(box(-7, -13, 14, 14, 3), "#e2b954");
        break;
      case "overalls":
        body =
          paper(bodyPath, design.role === "astronaut" ? clothes : sleeveColour(design)) +
          (design.role === "astronaut"
            ? side +
              paper(box(-22, -84, 44, 30, 6), mix(clothes, "#56607a", 0.75), 0.5) +
              flat(oval(-12, -74, 4.5, 4.5), "#e0563f") +
              flat(oval(0, -74, 4.5, 4.5), "#f2c53d") +
              flat(oval(12, -74, 4.5, 4.5), "#58b38f") +
              line("M-14 -62h28", "#dfe8f2", 3) +
              line(`M${-hip - 1} -16Q0 -4 ${hip + 1} -16`, accent, 9) +
              line(
                `M-22 -70C${-top - 6} -60 ${-top - 4} -30 ${-hip} -20`,
                mix(accent, "#888", 0.2),
                5,
              ) +
              flat(star(26 * g, -98, 7), accent)
            : design.role === "hero"
              ? side +
                paper(bodyPath, clothes, 0) +
                side +
                flat(
                  polygon([
                    [-24, -92],
                    [24, -92],
                    [0, -50],
                  ]),
                  accent,
                ) +
                flat(star(0, -79, 10), "#fbeeb8") +
                paper(box(-hip, -12, hip * 2, 13, 4), accent, 0.4)
              : patternOver(
                  { ...design, pattern: design.pattern === "stripes" ? "stripes" : "plain" },
                  top,
                ) +
                paper(
                  `M-25 -82H25L27 -50Q${hip} -46 ${hip + 3} -34L${hip + 4} -2Q${hip} 16 0 17Q${-hip} 16 ${-hip - 4} -2L${-hip - 3} -34Q${-hip} -46 -27 -50Z`,
                  clothes,
                  0.7,
                ) +
                line(`M-20 -80L${-top * 0.62} -113M20 -80L${top * 0.62} -113`, clothes, 9) +
                flat(oval(-20, -77, 5, 5), "#f0cf6e") +
                flat(oval(20, -77, 5, 5), "#f0cf6e") +
                line("M-15 -58h30v18q-15 10 -30 0Z", darker(clothes, 0.3), 2.6, 0.8) +
                side);
        break;
      case "suit":
        body =
          paper(
            `M${-top} -92Q${-top} -112 -18 -114L18 -114Q${top} -112 ${top} -92L${hip + 4} -4L${hip + 6} 24Q0 34 ${-hip - 6} 24L${-hip - 4} -4Z`,
            clothes,
          ) +
          side +
          flat("M-17 -114L0 -50L17 -114Z", "#f7f2e6") +
          paper("M-6 -106h12l-3 12l6 26l-9 14l-9 -14l6 -26Z", accent, 0.2) +
          paper(
            "M-18 -115L-32 -92L-22 -86L0 -46L-2 -66ZM18 -115L32 -92L22 -86L0 -46L2 -66Z",
            darker(clothes, 0.2),
            0.4,
          ) +
          [-30, -12].map((y) => flat(oval(3, y, 4, 4), darker(clothes, 0.5))).join("") +
          flat("M22 -78l14 -2l-3 -10l-4 6l-4 -6l-2 6Z", accent);
        break;
      case "sweater":
      case "shirt":
        body =
          paper(bodyPath, clothes) +
          patternOver(design, top) +
          side +
          (design.garment === "sweater"
            ? paper(
                "M-25 -112Q0 -96 25 -112L22 -122Q0 -112 -22 -122Z",
                lighter(clothes, 0.16),
                0.4,
              ) +
              flat(
                `M${-hip - 2} -2Q0 12 ${hip + 2} -2L${hip} 10Q0 22 ${-hip} 10Z`,
                darker(clothes, 0.2),
              )
            : paper(
                "M-22 -115L0 -94L-16 -84L-30 -104ZM22 -115L0 -94L16 -84L30 -104Z",
                lighter(clothes, 0.3),
                0.4,
              ) + paper(box(-hip - 2, 0, hip * 2 + 4, 10, 3), "#6b4a34", 0.3));
        break;
    }
  }
  return body + neckwear(design);
}
