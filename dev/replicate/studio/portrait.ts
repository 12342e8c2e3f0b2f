/** The portrait of a figure: from the knees up, before a lit paper backdrop. */
import { hsl, mix, pot } from "./colour.ts";
import type { Design } from "./design.ts";
import { held } from "./figure/limbs.ts";
import { type Pose, pose } from "./figure/poses.ts";
import { drawFigure, figureHeight } from "./figure/puppet.ts";
import { at, flat, glow, group, oval, paper, polygon, smooth, star } from "./paper.ts";
import { random } from "./random.ts";

/** SVG content for a picture `width` × 1000 units. */
export function portraitSvg(design: Design, width: number): string {
  const middle = width / 2;
  // A tall hat needs the room that a face would otherwise fill.
  const tall = design.wears.some((item) => /^(wizardhat|tophat|chefhat)$/.test(item)) ? 150 : 60;
  const scale = 1120 / (figureHeight(design) + tall);
  const still = portraitPose(design);
  const figure = drawFigure(design, still, "open");
  // Standing lower than the frame: knees are cut, the face has the room.
  return (
    backdrop(design, width) +
    group(
      figure,
      `translate(${middle} ${1000 + figureHeight(design) * (tall > 60 ? 0.16 : 0.22) * scale}) scale(${scale})`,
    ) +
    vignette(width)
  );
}

/** Four ways to stand for a picture: at ease, waving, arms open, a hand on the hip. */
function portraitPose(design: Design): Pose {
  const ease = pose("wave", 0.9);
  const arms = [
    { armNear: { upper: 16, lower: 22 }, armFar: { upper: -14, lower: -8 } },
    { armNear: { upper: 138, lower: 34 }, armFar: { upper: -16, lower: -6 } },
    { armNear: { upper: 58, lower: 38 }, armFar: { upper: -56, lower: -34 } },
    { armNear: { upper: 24, lower: 14 }, armFar: { upper: -48, lower: 92 } },
  ][design.pose];
  const holds = held(design);
  if (holds === "microphone" && arms !== undefined) arms.armNear = { upper: 34, lower: 104 };
  if (holds === "lantern" && arms !== undefined) arms.armNear = { upper: 40, lower: -16 };
  return { ...ease, ...arms, head: design.tilt, torso: design.tilt * 0.25 };
}

function backdrop(design: Design, width: number): string {
  const chance = random("backdrop", design.backdrop, design.backdropHue, design.marks);
  const hue = design.backdropHue;
  const [low, high] = [mix(pot(hue), "#f3e6cf", 0.28), mix(pot(hue + 34), "#fff1d8", 0.68)];
  const middle = width / 2;
  const base =
    `<defs><linearGradient id="wall" x1="0" y1="1" x2="0" y2="0"><stop offset="0" stop-color="${low}"/><stop offset="1" stop-color="${high}"/></linearGradient></defs>` +
    `<rect width="${width}" height="1000" fill="url(#wall)"/>`;
  const light = glow("light", middle, 380, 620, "#fff6dc", 0.75);
  return base + motif(design.backdrop, width, hue, chance) + light;
}

function motif(
  kind: number,
  width: number,
  hue: number,
  chance: ReturnType<typeof random>,
): string {
  const middle = width / 2;
  const deep = hsl(hue, 0.4, 0.48);
  switch (kind) {
    case 0:
      return paper(oval(middle, 430, 370, 370), mix(pot(hue + 40), "#fff1d8", 0.55), 2);
    case 1:
      return [0, 1, 2]
        .map((ring) => {
          const r = 470 - ring * 110;
          return paper(
            oval(middle, 560, r, r),
            mix(pot(hue + ring * 12), "#fff1d8", 0.25 + ring * 0.2),
            1.5,
          );
        })
        .join("");
    case 2:
      return Array.from({ length: 16 }, (_, i) => {
        const x = (i % 8) * (width / 7) - 20 + chance.range(-20, 20);
        const y = i < 8 ? chance.range(-30, 90) : chance.range(900, 1010);
        const leaf = "M0 0C40-70 130-70 190 0C130 60 40 60 0 0Z";
        return at(
          paper(leaf, mix(deep, hsl(hue + 60, 0.4, 0.6), chance.next()), 1),
          x,
          y,
          1,
          chance.range(0, 360),
        );
      }).join("");
    case 3:
      return Array.from({ length: 26 }, () => {
        const [x, y] = [chance.range(0, width), chance.range(0, 760)];
        return flat(star(x, y, chance.range(6, 22), 5), "#fff6dc", chance.range(0.5, 0.95));
      }).join("");
    case 4:
      return [0, 1, 2]
        .map((row) => {
          const y = 640 + row * 110;
          const points = Array.from({ length: 7 }, (_, i): [number, number] => [
            (i * width) / 6,
            y + chance.range(-70, 70),
          ]);
          return paper(
            `${smooth(points)}L${width} 1000L0 1000Z`,
            mix(hsl(hue + 20, 0.4, 0.72), deep, row / 2.4),
            2,
          );
        })
        .join("");
    default:
      return Array.from({ length: 14 }, (_, i) => {
        const angle = (i * Math.PI * 2) / 14;
        const [from, to] = [angle, angle + Math.PI / 14];
        const reach = 1200;
        return flat(
          polygon([
            [middle, 420],
            [middle + Math.cos(from) * reach, 420 + Math.sin(from) * reach],
            [middle + Math.cos(to) * reach, 420 + Math.sin(to) * reach],
          ]),
          "#fff6dc",
          0.26,
        );
      }).join("");
  }
}

function vignette(width: number): string {
  return (
    `<defs><radialGradient id="edge" cx=".5" cy=".42" r=".78"><stop offset=".62" stop-color="#14163a" stop-opacity="0"/><stop offset="1" stop-color="#14163a" stop-opacity=".2"/></radialGradient></defs>` +
    `<rect width="${width}" height="1000" fill="url(#edge)"/>`
  );
}
