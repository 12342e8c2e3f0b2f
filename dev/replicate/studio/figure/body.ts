/**
 * Torso, limbs and what is carried. Every piece is drawn around its own joint at 0,0; limbs hang
 * down, a torso stands up on its hip. The pieces are joined in puppet.ts.
 */
import { darker, lighter, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { blob, box, flat, line, oval, paper, polygon, star } from "../paper.ts";

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
const BIRDS = ["owl", "bird", "penguin"];

export function isClothed(design: Design): boolean {
  return (
    CLOTHED.includes(design.kind) ||
    (design.kind !== "ghost" && (design.wears.includes(design.garment) || design.role !== "none"))
  );
}

/** Sleeves and shirt under overalls. */
function sleeveColour(design: Design): string {
  if (!isClothed(design)) return design.colours.skin;
  return design.garment === "overalls" && design.role !== "astronaut"
    ? mix(design.colours.accent, "#f6ecd8", 0.45)
    : design.colours.clothes;
}

function handColour(design: Design): string {
  const { skin, pale, accent } = design.colours;
  if (design.role === "astronaut") return mix(accent, "#f4efe4", 0.35);
  if (design.kind === "fox" || design.kind === "wolf") return darker(skin, 0.62);
  if (design.kind === "panda") return pale;
  return design.kind === "robot" ? darker(skin, 0.35) : skin;
}

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

function neckwear(design: Design): string {
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
