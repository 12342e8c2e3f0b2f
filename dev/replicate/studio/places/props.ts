/** Larger things that one place alone has, and ways to set things along a layer. */
import { darker, hsl, lighter } from "../colour.ts";
import { at, box, flat, glow, oval, paper, polygon } from "../paper.ts";
import * as draw from "./elements.ts";
import { type Brush, GROUND, HEIGHT } from "./frame.ts";
import { lit, type Palette } from "./palette.ts";

/** `count` things along the layer, spread evenly with some chance. */
export function along(
  { width, chance }: Brush,
  count: number,
  y: number,
  make: () => string,
  scatter = 0.35,
): string {
  const step = width / count;
  return Array.from({ length: count }, (_, i) =>
    at(make(), (i + 0.5 + chance.range(-scatter, scatter)) * step, y),
  ).join("");
}

export function ground(brush: Brush, colour: string, y = GROUND - 26, rise = 9): string {
  const { width, palette, chance } = brush;
  const near = lit(colour, palette, 0);
  return (
    draw.land(width, y, rise, HEIGHT + 20, near, chance, 9) +
    flat(box(0, GROUND + 34, width, 90), darker(near, 0.16), 0.5)
  );
}

export function waves(b: Brush, y: number, depth: number): string {
  return [0, 1, 2]
    .map((row) =>
      draw.land(
        b.width,
        y + row * 34,
        7,
        HEIGHT,
        lit(lighter("#2f7d9a", row * 0.06), b.palette, depth - row * 0.05),
        b.chance,
        24,
      ),
    )
    .join("");
}

export function boat(fill: string): string {
  return (
    paper("M-90 0h180l-34 42h-112Z", fill, 1.2) +
    paper(
      polygon([
        [0, -150],
        [76, -14],
        [0, -14],
      ]),
      "#f5ecd6",
      1,
    ) +
    flat(box(-4, -156, 7, 160), "#5a3d30")
  );
}

export function lamppost(palette: Palette): string {
  return (
    glow(`lamp`, 0, -230, 110, palette.lamp, palette.isDark ? 0.8 : 0.25) +
    flat(box(-5, -220, 10, 224), "#33303f") +
    paper(oval(0, -232, 17, 20), palette.lamp, 0.6)
  );
}

export function cactus(fill: string, scale: number): string {
  return at(
    paper("M-17 0v-150a17 17 0 0 1 34 0V0Z", fill, 1) +
      paper("M17-70h34v-50a13 13 0 0 1 26 0v72H17Z", fill, 1) +
      paper("M-17-96h-30v-40a13 13 0 0 0-26 0v64h56Z", fill, 1),
    0,
    0,
    scale,
  );
}

export function interior(b: Brush): string {
  const wall = lit(hsl(b.chance.range(150, 260), 0.25, 0.6), b.palette, 0.05);
  const [top, , low] = b.palette.sky;
  const pane = (x: number) =>
    at(
      paper(box(-110, -170, 220, 300, 8), "#f1e6cf", 1.4) +
        flat(box(-96, -156, 192, 272), top) +
        flat(box(-96, -10, 192, 126), low, 0.8) +
        flat(box(-4, -156, 8, 272), "#f1e6cf") +
        flat(box(-96, -22, 192, 8), "#f1e6cf"),
      x,
      290,
    );
  return (
    flat(box(0, 0, b.width, HEIGHT), wall) +
    along(b, 24, 0, () => flat(box(-1.5, 0, 3, HEIGHT), darker(wall, 0.15), 0.5), 0) +
    pane(b.width * 0.28) +
    pane(b.width * 0.74)
  );
}

export function furniture(b: Brush): string {
  const wood = lit("#8f5a38", b.palette, 0.05);
  const shelf = (): string => {
    const books = Array.from({ length: 24 }, (_, i) =>
      flat(
        box(-112 + (i % 8) * 28, -404 + Math.floor(i / 8) * 130, 20, 92),
        lit(hsl(b.chance.range(0, 360), 0.45, 0.5), b.palette, 0.05),
      ),
    ).join("");
    return (
      paper(box(-130, -430, 260, 440, 6), wood, 1.4) +
      flat(box(-116, -416, 232, 412), darker(wood, 0.35)) +
      books
    );
  };
  const table =
    paper(box(-150, -130, 300, 22, 4), wood, 1.2) +
    flat(box(-128, -110, 18, 120), wood) +
    flat(box(110, -110, 18, 120), wood) +
    glow("desk", 40, -180, 130, b.palette.lamp, 0.8) +
    paper(
      polygon([
        [6, -190],
        [74, -190],
        [56, -236],
        [24, -236],
      ]),
      "#d8694a",
      0.8,
    ) +
    flat(box(36, -190, 8, 60), "#4a3a34");
  return (
    at(shelf(), b.width * 0.16, 640) +
    at(table, b.width * 0.55, 640) +
    at(shelf(), b.width * 0.88, 640)
  );
}
