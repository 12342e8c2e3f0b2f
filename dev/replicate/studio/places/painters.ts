/** How each place is painted, layer by layer. The ground is at y = GROUND. */
import { hsl } from "../colour.ts";
import { at, box, flat, group, oval, paper, polygon } from "../paper.ts";
import * as draw from "./elements.ts";
import { GROUND, HEIGHT, type Painter } from "./frame.ts";
import { lit } from "./palette.ts";
import { along, boat, cactus, furniture, ground, interior, lamppost, waves } from "./props.ts";
import type { Place } from "./setting.ts";

const GREEN = "#5f9a4e";

export const PAINTERS: Record<Place, Painter> = {
  forest: {
    back: (b) =>
      draw.land(b.width, 520, 40, HEIGHT, lit("#7fa66a", b.palette, 0.66), b.chance) +
      along(b, 24, 560, () => draw.pine(b.chance.range(190, 350), lit("#3f7a5a", b.palette, 0.6))),
    middle: (b) =>
      draw.land(b.width, 584, 18, HEIGHT, lit("#5f9458", b.palette, 0.3), b.chance) +
      along(b, 13, 618, () => draw.pine(b.chance.range(280, 480), lit("#2f6d4c", b.palette, 0.26))),
    front: (b) =>
      ground(b, GREEN) +
      along(b, 22, GROUND + 20, () =>
        at(
          draw.flower(
            b.chance.range(30, 60),
            hsl(b.chance.range(0, 360), 0.6, 0.7),
            lit("#2f6d4c", b.palette, 0),
          ),
          0,
          0,
        ),
      ),
  },
  city: {
    back: (b) =>
      along(b, 15, 640, () =>
        draw.building(
          b.chance.range(90, 150),
          b.chance.range(240, 430),
          lit("#6f7fa6", b.palette, 0.6),
          b.palette.lamp,
          b.palette.isDark ? 0.5 : 0.12,
          b.chance,
        ),
      ),
    middle: (b) =>
      along(b, 11, 650, () =>
        draw.building(
          b.chance.range(130, 200),
          b.chance.range(190, 380),
          lit(hsl(b.chance.range(0, 50), 0.4, 0.52), b.palette, 0.18),
          b.palette.lamp,
          b.palette.isDark ? 0.6 : 0.2,
          b.chance,
          b.chance.pick(["flat", "gable"] as const),
        ),
      ),
    front: (b) =>
      ground(b, "#6d6a78", GROUND - 22, 0) + along(b, 7, GROUND - 18, () => lamppost(b.palette)),
  },
  sea: {
    back: (b) =>
      waves(b, 470, 0.4) +
      at(
        draw.lighthouse(b.chance.range(180, 260), b.palette.lamp),
        b.width * b.chance.range(0.62, 0.88),
        490,
      ),
    middle: (b) =>
      waves(b, 540, 0.15) +
      at(
        boat(lit(b.chance.pick(["#a8553f", "#3f6f8f", "#d99a45"]), b.palette, 0.1)),
        b.width * b.chance.range(0.12, 0.5),
        560,
      ),
    front: (b) =>
      ground(b, "#dfc08c", GROUND - 24, 12) +
      along(b, 9, GROUND + 10, () =>
        paper(
          oval(0, 0, b.chance.range(14, 34), b.chance.range(9, 18)),
          lit("#8d8a97", b.palette, 0),
          0.8,
        ),
      ),
  },
  space: {
    back: (b) =>
      at(draw.planet(120, hsl(b.chance.range(0, 360), 0.5, 0.6)), b.width * 0.74, 210) +
      at(draw.planet(44, hsl(b.chance.range(0, 360), 0.5, 0.6)), b.width * 0.22, 150),
    middle: (b) => draw.land(b.width, 560, 46, HEIGHT, "#5a4a86", b.chance, 11),
    front: (b) =>
      draw.land(b.width, GROUND - 22, 12, HEIGHT, "#8a77b4", b.chance, 9) +
      along(b, 11, GROUND + 30, () =>
        flat(oval(0, 0, b.chance.range(26, 64), b.chance.range(7, 14)), "#4f4280", 0.8),
      ),
  },
  desert: {
    back: (b) =>
      along(b, 4, 610, () =>
        draw.mountain(
          b.chance.range(380, 560),
          b.chance.range(150, 230),
          lit("#c9713f", b.palette, 0.5),
          lit("#e29a5e", b.palette, 0.5),
        ),
      ),
    middle: (b) =>
      draw.land(b.width, 560, 44, HEIGHT, lit("#dd9a52", b.palette, 0.2), b.chance, 5) +
      along(b, 5, 590, () => cactus(lit("#4f8a58", b.palette, 0.15), b.chance.range(0.8, 1.3))),
    front: (b) => ground(b, "#e9b368", GROUND - 26, 16),
  },
  mountain: {
    back: (b) =>
      along(b, 5, 640, () =>
        draw.mountain(
          b.chance.range(420, 640),
          b.chance.range(300, 450),
          lit("#6c7fa6", b.palette, 0.45),
          lit("#f4f1ea", b.palette, 0.25),
        ),
      ),
    middle: (b) =>
      draw.land(b.width, 580, 40, HEIGHT, lit("#5f8a6a", b.palette, 0.25), b.chance) +
      along(b, 14, 610, () => draw.pine(b.chance.range(120, 230), lit("#3c6f58", b.palette, 0.2))),
    front: (b) => ground(b, "#7d9a5a", GROUND - 26, 14),
  },
  room: {
    back: (b) => interior(b),
    middle: (b) => furniture(b),
    front: (b) =>
      flat(box(0, GROUND - 24, b.width, 120), lit("#a8683f", b.palette, 0)) +
      along(b, 16, GROUND - 24, () => flat(box(-2, 0, 4, 120), lit("#7d4a2c", b.palette, 0), 0.6)) +
      along(b, 3, GROUND + 30, () => paper(oval(0, 0, 190, 24), lit("#b34a4a", b.palette, 0), 0.6)),
  },
  stage: {
    back: (b) =>
      flat(box(0, 0, b.width, HEIGHT), "#1c1436") +
      along(
        b,
        14,
        0,
        () =>
          paper(
            polygon([
              [-70, -10],
              [70, -10],
              [66, 700],
              [-66, 700],
            ]),
            b.chance.pick(["#7d2740", "#74223b", "#862c45"]),
            1,
          ),
        0,
      ),
    middle: (b) =>
      along(b, 5, -40, () =>
        group(
          flat(
            polygon([
              [-14, 0],
              [14, 0],
              [180, 720],
              [-180, 720],
            ]),
            hsl(b.chance.range(0, 360), 0.8, 0.75),
            0.2,
          ),
          `rotate(${b.chance.range(-16, 16).toFixed(1)})`,
        ),
      ),
    front: (b) =>
      flat(box(0, GROUND - 22, b.width, 130), "#4a2f3f") +
      flat(box(0, GROUND - 22, b.width, 8), "#e0a24a") +
      along(b, 26, HEIGHT + 6, () => paper(oval(0, 0, 34, 42), "#150d26", 0.6)),
  },
  village: {
    back: (b) =>
      along(b, 4, 620, () =>
        draw.mountain(
          b.chance.range(360, 520),
          b.chance.range(190, 300),
          lit("#8fa0c4", b.palette, 0.5),
          lit("#ffffff", b.palette, 0.2),
        ),
      ),
    middle: (b) =>
      along(b, 8, 640, () =>
        draw.building(
          b.chance.range(130, 180),
          b.chance.range(110, 170),
          lit(hsl(b.chance.range(0, 40), 0.45, 0.55), b.palette, 0.15),
          b.palette.lamp,
          0.6,
          b.chance,
          "gable",
        ),
      ) +
      along(b, 8, 650, () => draw.pine(b.chance.range(130, 220), lit("#3d6d63", b.palette, 0.12))),
    front: (b) => ground(b, "#eef1f4", GROUND - 26, 14),
  },
  castle: {
    back: (b) =>
      at(
        draw.castle(330, lit("#8d86a3", b.palette, 0.4), b.palette.lamp),
        b.width * b.chance.range(0.42, 0.74),
        600,
      ) + draw.land(b.width, 590, 26, HEIGHT, lit("#6d9a66", b.palette, 0.4), b.chance),
    middle: (b) =>
      draw.land(b.width, 596, 14, HEIGHT, lit("#7a9f5c", b.palette, 0.2), b.chance) +
      along(b, 10, 632, () =>
        draw.roundTree(
          b.chance.range(150, 250),
          lit("#5a9250", b.palette, 0.15),
          lit("#6d4a36", b.palette, 0.15),
        ),
      ),
    front: (b) =>
      ground(b, "#86a35c", GROUND - 26, 10) +
      along(b, 14, GROUND + 34, () => paper(oval(0, 0, 44, 13), lit("#a9a2a0", b.palette, 0), 0.5)),
  },
  garden: {
    back: (b) =>
      draw.land(b.width, 520, 50, HEIGHT, lit("#7fb06a", b.palette, 0.5), b.chance) +
      along(b, 9, 560, () =>
        draw.roundTree(
          b.chance.range(130, 220),
          lit("#69a35c", b.palette, 0.45),
          lit("#7d5a40", b.palette, 0.4),
        ),
      ),
    middle: (b) =>
      along(b, 26, 640, () =>
        draw.flower(
          b.chance.range(90, 190),
          lit(hsl(b.chance.range(300, 420), 0.7, 0.68), b.palette, 0.12),
          lit("#3f7a48", b.palette, 0.1),
        ),
      ),
    front: (b) =>
      ground(b, "#76ab58") +
      along(b, 30, GROUND + 40, () =>
        draw.flower(
          b.chance.range(40, 80),
          lit(hsl(b.chance.range(0, 360), 0.7, 0.7), b.palette, 0),
          lit("#3f7a48", b.palette, 0),
        ),
      ),
  },
  rooftop: {
    back: (b) =>
      along(b, 17, 700, () =>
        draw.building(
          b.chance.range(80, 140),
          b.chance.range(220, 420),
          lit("#65719c", b.palette, 0.5),
          b.palette.lamp,
          b.palette.isDark ? 0.55 : 0.15,
          b.chance,
        ),
      ),
    middle: (b) =>
      along(b, 8, 690, () =>
        draw.building(
          b.chance.range(150, 230),
          b.chance.range(120, 230),
          lit("#a8624f", b.palette, 0.18),
          b.palette.lamp,
          0.4,
          b.chance,
          "gable",
        ),
      ),
    front: (b) =>
      paper(box(0, GROUND - 24, b.width, 120), lit("#8a4f48", b.palette, 0), 1.4) +
      along(
        b,
        30,
        GROUND + 12,
        () => flat(`M-36 0a36 24 0 0 0 72 0Z`, lit("#753f3c", b.palette, 0), 0.7),
        0,
      ) +
      along(b, 4, GROUND - 20, () =>
        paper(box(-34, -110, 68, 112, 4), lit("#9a6156", b.palette, 0), 1.2),
      ),
  },
};
