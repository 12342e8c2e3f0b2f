/** What is worn on the head and on the face. Units as in head.ts. */
import { darker, lighter, mix } from "../colour.ts";
import type { Design } from "../design.ts";
import { box, flat, line, oval, paper, star } from "../paper.ts";

const EARED = ["cat", "fox", "wolf", "rabbit", "mouse", "bear", "panda", "dog", "lion", "tiger"];

function hatPiece(item: string, design: Design): string {
  const { hat: colour, accent } = design.colours;
  const w = 62 * design.face;
  const band = accent === colour ? darker(colour, 0.35) : accent;
  switch (item) {
    case "wizardhat":
      return (
        paper(
          `M${-w * 0.8} -104C-40 -150 -26 -196 ${18 + design.marks * 6} ${-244 + design.marks * 4}C22 -200 44 -150 ${w * 0.8} -104Z`,
          colour,
        ) +
        flat(
          `M10 -112C20 -160 20 -210 ${18 + design.marks * 6} ${-244 + design.marks * 4}C22 -200 44 -150 ${w * 0.8} -104Z`,
          darker(colour, 0.3),
          0.4,
        ) +
        flat(star(-12, -152, 10), "#f8d878") +
        flat(star(16, -186, 6), "#f8d878") +
        flat(star(26, -138, 7), "#f8d878") +
        paper(`M${-w - 34} -96Q0 -138 ${w + 34} -96Q0 -76 ${-w - 34} -96Z`, darker(colour, 0.12)) +
        flat(
          `M${-w * 0.78} -110Q0 -130 ${w * 0.78} -110L${w * 0.74} -120Q0 -140 ${-w * 0.74} -120Z`,
          band,
        )
      );
    case "piratehat":
      return (
        paper(
          `M${-w - 30} -100C${-w - 6} -132 -34 -176 0 -168C34 -176 ${w + 6} -132 ${w + 30} -100Q0 -128 ${-w - 30} -100Z`,
          colour,
        ) +
        line(`M${-w - 26} -104Q0 -132 ${w + 26} -104`, "#e0b250", 4) +
        flat(oval(0, -142, 12, 11), "#f3ead8") +
        flat(box(-6, -134, 12, 8, 3), "#f3ead8") +
        flat(oval(-5, -143, 3.4, 3.6), "#2a2630") +
        flat(oval(5, -143, 3.4, 3.6), "#2a2630")
      );
    case "tophat":
      return (
        paper(box(-42, -196, 84, 92, 6), colour) +
        flat(box(-42, -128, 84, 18), band) +
        paper(`M-78 -104Q0 -122 78 -104Q0 -90 -78 -104Z`, darker(colour, 0.15))
      );
    case "hat":
    case "strawhat": {
      const straw = item === "strawhat" && colour === accent ? "#e3bf73" : colour;
      return (
        paper(
          `M-46 -104C-50 -150 -34 -162 -10 -154Q6 -148 18 -158C44 -160 50 -140 46 -104Z`,
          straw,
        ) +
        flat("M-47 -112Q0 -126 47 -112L47 -126Q0 -138 -47 -126Z", band) +
        paper(`M${-w - 32} -94Q0 -134 ${w + 32} -94Q0 -88 ${-w - 32} -94Z`, darker(straw, 0.1))
      );
    }
    case "beanie":
      return (
        paper(oval(0, -164, 16, 16), band) +
        paper(
          `M${-w + 2} -96C${-w + 2} -152 -36 -160 0 -160C36 -160 ${w - 2} -152 ${w - 2} -96Z`,
          colour,
        ) +
        line(`M-30 -150q-8 24 -8 50M0 -154v54M30 -150q8 24 8 50`, darker(colour, 0.25), 2.5, 0.5) +
        paper(box(-w - 2, -112, w * 2 + 4, 22, 10), lighter(colour, 0.2), 0.6)
      );
    case "beret":
      return (
        line("M2 -150q2 -10 8 -12", darker(colour, 0.2), 5) +
        paper(
          `M${-w + 2} -104C${-w - 26} -134 -30 -156 10 -152C60 -150 ${w + 18} -126 ${w - 4} -102Q0 -122 ${-w + 2} -104Z`,
          colour,
        ) +
        flat(`M-40 -128Q0 -148 40 -138Q0 -140 -40 -128Z`, lighter(colour, 0.4), 0.4)
      );
    case "cap":
    case "sailorhat":
      return item === "cap"
        ? paper(
            `M${-w + 2} -98C${-w + 2} -146 -34 -154 0 -154C36 -154 ${w - 2} -146 ${w - 2} -98Z`,
            colour,
          ) +
            paper(`M-6 -100Q50 -116 ${w + 34} -88Q40 -84 -6 -92Z`, darker(colour, 0.2)) +
            flat(oval(0, -154, 6, 4), band)
        : paper(`M-48 -122C-58 -156 58 -156 48 -122Z`, colour) +
            paper(
              `M-56 -106L-52 -134Q0 -120 52 -134L56 -106Q0 -92 -56 -106Z`,
              lighter(colour, 0.3),
            ) +
            line("M-54 -110Q0 -97 54 -110", "#2f5a9a", 4);
    case "chefhat":
      return (
        paper(
          "M-42 -106L-46 -142C-84 -150 -70 -194 -36 -184C-26 -210 26 -210 36 -184C70 -194 84 -150 46 -142L42 -106Z",
          colour,
        ) +
        flat("M-43 -104L-44 -122Q0 -130 44 -122L43 -104Q0 -112 -43 -104Z", darker(colour, 0.14)) +
        line("M-18 -130q-4 -20 0 -34M18 -130q4 -20 0 -34", darker(colour, 0.18), 2.5, 0.6)
      );
    case "crown":
      return (
        paper(
          "M-44 -108L-52 -158L-24 -134L0 -168L24 -134L52 -158L44 -108Q0 -120 -44 -108Z",
          "#edbd45",
        ) +
        flat(oval(0, -130, 7, 8), "#d6432f") +
        flat(oval(-27, -126, 5, 6), "#3d8fc7") +
        flat(oval(27, -126, 5, 6), "#3d8fc7") +
        [
          [-52, -160],
          [0, -170],
          [52, -160],
        ]
          .map(([x, y]) => flat(oval(x ?? 0, y ?? 0, 5.5, 5.5), "#fbe6a0"))
          .join("")
      );
    case "helmet": {
      const steel = design.role === "knight" ? design.colours.clothes : colour;
      return (
        paper(`M-6 -132C-30 -176 -70 -170 -84 -128C-60 -142 -30 -136 2 -128Z`, accent) +
        paper(
          `M${-w - 8} -74C${-w - 12} -132 -40 -146 0 -146C40 -146 ${w + 12} -132 ${w + 8} -74L${w - 4} -82Q0 -112 ${-w + 4} -82Z`,
          steel,
        ) +
        flat(`M${-w + 2} -118Q-20 -146 8 -140Q-24 -132 ${-w + 8} -98Z`, "#fff", 0.35) +
        line(`M${-w + 2} -86Q0 -116 ${w - 2} -86`, lighter(steel, 0.5), 4, 0.8) +
        [-1, 1]
          .map(
            (s) =>
              paper(
                `M${s * (w + 8)} -80L${s * (w + 4)} -30L${s * (w - 16)} -18L${s * (w - 12)} -78Z`,
                darker(steel, 0.12),
                0.6,
              ) + flat(oval(s * (w - 1), -70, 4.5, 4.5), "#e8c25a"),
          )
          .join("")
      );
    }
    case "hood":
      return `<path fill-rule="evenodd" fill="${colour}" stroke="#0a0d2c" stroke-opacity=".16" stroke-width="4" d="M0 -152C${w + 30} -152 ${w + 30} -60 ${w + 12} 4Q0 24 ${-w - 12} 4C${-w - 30} -60 ${-w - 30} -152 0 -152ZM0 -112C${-w - 2} -112 ${-w} -30 -34 -6Q0 6 34 -6C${w} -30 ${w + 2} -112 0 -112Z"/>`;
    case "bubble":
      return (
        flat(oval(0, -66, w + 36, 88), "#cfeaff", 0.2) +
        `<ellipse cx="0" cy="-66" rx="${w + 36}" ry="88" fill="none" stroke="#f6f3ea" stroke-width="7"/>` +
        line(`M${-w - 14} -92Q${-w - 4} -128 -36 -140`, "#ffffff", 8, 0.75) +
        line(`M${-w - 18} -72v6`, "#ffffff", 8, 0.6) +
        flat(
          `M${w - 8} -128Q${w + 34} -84 ${w + 14} -26Q${w + 20} -84 ${w - 8} -128Z`,
          "#ffffff",
          0.22,
        ) +
        paper(box(-52, 4, 104, 20, 10), mix("#e9e5da", accent, 0.25))
      );
    default:
      return "";
  }
}

/** Hats, helmets and what stands on the head; none of them hides long ears. */
export function hat(design: Design): string {
  const antenna =
    design.kind === "robot" &&
    !design.wears.some((item) => /hat$|helmet|crown|beanie|cap|bubble/.test(item))
      ? line(`M0 -124Q${design.marks * 3 - 8} -150 0 -162`, darker(design.colours.skin, 0.3), 6) +
        flat(oval(0, -168, 20, 20), design.colours.accent, 0.25) +
        paper(oval(0, -168, 11, 11), design.colours.accent, 0.4)
      : "";
  const item = design.wears.find((name) => hatPiece(name, design) !== "");
  const phones = design.wears.includes("headphones")
    ? line(
        `M${-64 * design.face} -62C${-70 * design.face} -160 ${70 * design.face} -160 ${64 * design.face} -62`,
        darker(design.colours.pack, 0.25),
        10,
      ) +
      [-1, 1]
        .map(
          (s) =>
            paper(box(s * 66 * design.face - 13, -88, 26, 48, 12), design.colours.pack) +
            flat(oval(s * 66 * design.face, -64, 6, 14), lighter(design.colours.pack, 0.4), 0.6),
        )
        .join("")
    : "";
  if (item === undefined) return antenna + phones;
  const isSmall = EARED.includes(design.kind) && !["bubble", "helmet", "hood"].includes(item);
  const piece = isSmall
    ? `<g transform="translate(0 -30) scale(.74)">${hatPiece(item, design)}</g>`
    : hatPiece(item, design);
  return antenna + phones + piece;
}

export function wornOnFace(design: Design): string {
  const turn = design.look * 5;
  const gap = 27 * design.eyeGap;
  const y = design.kind === "frog" ? -112 : ["human", "ghost"].includes(design.kind) ? -62 : -68;
  const has = (item: string) => design.wears.includes(item);
  const frame =
    design.colours.hat === design.colours.accent ? "#3a3440" : darker(design.colours.accent, 0.35);
  let drawn = "";
  if (has("glasses") || has("sunglasses")) {
    const isDark = has("sunglasses");
    for (const s of [-1, 1]) {
      drawn += `<circle cx="${turn + s * gap}" cy="${y}" r="21" fill="${isDark ? "#22202c" : "#dff3ff"}" fill-opacity="${isDark ? 0.92 : 0.16}" stroke="${frame}" stroke-width="4.5"/>`;
      drawn += line(`M${turn + s * gap - 10} ${y - 8}l8 -6`, "#fff", 3, 0.7);
    }
    drawn += line(`M${turn - gap + 21} ${y - 4}q${gap - 21} -7 ${2 * gap - 42} 0`, frame, 4.5);
  }
  if (has("goggles")) {
    drawn += paper(box(-64 * design.face, -110, 128 * design.face, 13, 4), "#5a4030", 0.4);
    for (const s of [-1, 1])
      drawn +=
        paper(oval(s * 25, -104, 22, 20), "#b98a4a", 0.6) +
        flat(oval(s * 25, -104, 15, 13), "#8fd3e0") +
        flat(oval(s * 25 - 5, -108, 5, 4), "#fff", 0.8);
  }
  if (has("monocle"))
    drawn +=
      `<circle cx="${turn + gap}" cy="${y}" r="20" fill="#dff3ff" fill-opacity=".18" stroke="#d9ab45" stroke-width="4"/>` +
      line(`M${turn + gap + 14} ${y + 14}q10 30 4 52`, "#d9ab45", 2);
  if (has("eyepatch"))
    drawn +=
      line(`M${turn - 62} ${y - 34}L${turn + 60} ${y + 8}`, "#2a2630", 4) +
      paper(`M${turn + gap - 18} ${y - 14}h36q2 32 -18 34q-20 -2 -18 -34Z`, "#2a2630", 0.4);
  if (has("mask"))
    drawn += `<path fill-rule="evenodd" fill="${design.colours.accent}" d="M${turn - 56} ${y - 20}Q${turn} ${y - 30} ${turn + 56} ${y - 20}Q${turn + 50} ${y + 24} ${turn + 22} ${y + 20}Q${turn} ${y + 4} ${turn - 22} ${y + 20}Q${turn - 50} ${y + 24} ${turn - 56} ${y - 20}Z${oval(turn - gap, y, 14, 13)}${oval(turn + gap, y, 14, 13)}"/>`;
  return drawn;
}
