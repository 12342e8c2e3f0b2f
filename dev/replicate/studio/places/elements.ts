/** Things that places are made of, as SVG standing on y = 0 at x = 0 unless said otherwise. */
import { darker, lighter, mix } from "../colour.ts";
import { box, flat, oval, paper, type Point, polygon, smooth, star } from "../paper.ts";
import type { Random } from "../random.ts";

/** Land across `width` with its top around `y`, down to `bottom`. */
export function land(
  width: number,
  y: number,
  rise: number,
  bottom: number,
  fill: string,
  chance: Random,
  steps = 7,
): string {
  const points = Array.from({ length: steps + 1 }, (_, i): Point => [
    (i * width) / steps,
    y + chance.range(-rise, rise),
  ]);
  return paper(`${smooth(points)}L${width} ${bottom}L0 ${bottom}Z`, fill, 1.6);
}

export function pine(height: number, fill: string): string {
  const trunk = flat(
    box(-height * 0.028, -height * 0.2, height * 0.056, height * 0.2),
    mix(darker(fill, 0.25), "#7a5540", 0.3),
  );
  const tiers = [0, 1, 2].map((tier) => {
    const top = -height + tier * height * 0.22;
    const half = height * (0.16 + tier * 0.075);
    const foot = top + height * (0.4 + tier * 0.03);
    return paper(
      polygon([
        [0, top],
        [half, foot],
        [0, foot - height * 0.05],
        [-half, foot],
      ]),
      lighter(fill, 0.07 * (2 - tier)),
      0.8,
    );
  });
  return trunk + tiers.reverse().join("");
}

export function roundTree(height: number, fill: string, trunk: string): string {
  return (
    flat(
      polygon([
        [-height * 0.05, 0],
        [height * 0.05, 0],
        [height * 0.03, -height * 0.6],
        [-height * 0.03, -height * 0.6],
      ]),
      trunk,
    ) +
    paper(
      oval(-height * 0.17, -height * 0.58, height * 0.22, height * 0.2),
      darker(fill, 0.14),
      1,
    ) +
    paper(oval(height * 0.18, -height * 0.62, height * 0.2, height * 0.19), darker(fill, 0.07), 1) +
    paper(oval(0, -height * 0.74, height * 0.27, height * 0.26), fill, 1)
  );
}

/** A house front with windows, some of them lit. */
export function building(
  width: number,
  height: number,
  fill: string,
  lamp: string,
  litShare: number,
  chance: Random,
  roof: "flat" | "gable" = "flat",
): string {
  const windows: string[] = [];
  const columns = Math.max(2, Math.floor(width / 46));
  const rows = Math.max(2, Math.floor(height / 64));
  const [w, h] = [width / (columns * 2), height / (rows * 2.1)];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const x = -width / 2 + (column + 0.5) * (width / columns) - w / 2;
      const y = -height + (row + 0.4) * (height / rows);
      windows.push(flat(box(x, y, w, h, 3), chance.chance(litShare) ? lamp : darker(fill, 0.34)));
    }
  const top =
    roof === "gable"
      ? paper(
          polygon([
            [-width * 0.58, -height],
            [0, -height - width * 0.46],
            [width * 0.58, -height],
          ]),
          darker(fill, 0.28),
          1,
        )
      : paper(box(-width * 0.53, -height - 12, width * 1.06, 16, 3), darker(fill, 0.2), 0.7);
  return paper(box(-width / 2, -height, width, height + 4), fill, 1.2) + windows.join("") + top;
}

export function mountain(width: number, height: number, fill: string, snow: string): string {
  const peak: Point = [width * 0.06, -height];
  return (
    paper(
      polygon([
        [-width / 2, 0],
        [-width * 0.2, -height * 0.5],
        peak,
        [width * 0.24, -height * 0.52],
        [width / 2, 0],
      ]),
      fill,
      1.4,
    ) +
    flat(
      polygon([
        peak,
        [width * 0.24, -height * 0.52],
        [width / 2, 0],
        [width * 0.12, 0],
        [width * 0.1, -height * 0.6],
      ]),
      darker(fill, 0.2),
      0.7,
    ) +
    paper(
      polygon([
        peak,
        [width * 0.135, -height * 0.78],
        [width * 0.08, -height * 0.72],
        [width * 0.03, -height * 0.8],
        [-width * 0.04, -height * 0.73],
        [-width * 0.085, -height * 0.72],
      ]),
      snow,
      0.5,
    )
  );
}

export function lighthouse(height: number, lamp: string): string {
  const stripes = [0, 1, 2, 3].map((i) => {
    const [y0, y1] = [-height * (0.1 + i * 0.2), -height * (0.2 + i * 0.2)];
    const half = (y: number) => height * (0.13 + (y / height) * 0.05);
    return flat(
      polygon([
        [-half(y0), y0],
        [half(y0), y0],
        [half(y1), y1],
        [-half(y1), y1],
      ]),
      "#cc4a3c",
    );
  });
  return (
    paper(
      polygon([
        [-height * 0.13, 0],
        [height * 0.13, 0],
        [height * 0.085, -height * 0.9],
        [-height * 0.085, -height * 0.9],
      ]),
      "#f1e9d8",
      1.4,
    ) +
    stripes.join("") +
    paper(box(-height * 0.11, -height * 0.93, height * 0.22, height * 0.035, 3), "#3c3a4a", 1) +
    flat(box(-height * 0.065, -height * 1.03, height * 0.13, height * 0.1), lamp) +
    paper(
      polygon([
        [-height * 0.09, -height * 1.03],
        [0, -height * 1.13],
        [height * 0.09, -height * 1.03],
      ]),
      "#b8413a",
      1,
    ) +
    `<defs><radialGradient id="beam"><stop offset="0" stop-color="${lamp}" stop-opacity=".8"/><stop offset="1" stop-color="${lamp}" stop-opacity="0"/></radialGradient></defs>` +
    `<circle cx="0" cy="${-height * 0.98}" r="${height * 0.5}" fill="url(#beam)"/>`
  );
}

export function flower(height: number, petals: string, stem: string): string {
  const head = Array.from({ length: 5 }, (_, i) => {
    const angle = (i * Math.PI * 2) / 5;
    const r = height * 0.15;
    return flat(oval(Math.cos(angle) * r, -height + Math.sin(angle) * r, r * 0.8, r * 0.8), petals);
  }).join("");
  return `<path d="M0 0Q${height * 0.08} ${-height * 0.5} 0 ${-height}" stroke="${stem}" stroke-width="${height * 0.06}" fill="none"/>${head}${flat(oval(0, -height, height * 0.1, height * 0.1), "#f5d36b")}`;
}

export function cloud(width: number, fill: string): string {
  const r = width / 5;
  return paper(
    `M${-width / 2} 0a${r} ${r} 0 0 1 ${r} ${-r * 0.9}a${r * 1.2} ${r * 1.2} 0 0 1 ${r * 2.1} ${-r * 0.3}a${r} ${r} 0 0 1 ${r * 1.4} ${r * 1.2}Z`,
    fill,
    0.6,
  );
}

export function starfield(width: number, height: number, count: number, chance: Random): string {
  return Array.from({ length: count }, () =>
    flat(
      star(chance.range(0, width), chance.range(0, height), chance.range(1.4, 4.5), 4, 0.36),
      "#fff7e0",
      chance.range(0.4, 1),
    ),
  ).join("");
}

export function planet(radius: number, fill: string): string {
  return (
    paper(oval(0, 0, radius, radius), fill, 1.5) +
    flat(
      oval(-radius * 0.3, -radius * 0.28, radius * 0.2, radius * 0.16),
      darker(fill, 0.22),
      0.8,
    ) +
    flat(oval(radius * 0.28, radius * 0.2, radius * 0.28, radius * 0.2), darker(fill, 0.18), 0.8) +
    `<path d="M${-radius * 1.7} ${radius * 0.2}Q0 ${radius * 0.9} ${radius * 1.7} ${-radius * 0.2}" fill="none" stroke="${mix(fill, "#fff6dc", 0.55)}" stroke-width="${radius * 0.1}" opacity=".85"/>`
  );
}

export function castle(height: number, fill: string, lamp: string): string {
  const tower = (x: number, w: number, h: number) => {
    const teeth = [0, 1, 2].map((i) => box(x - w / 2 + (i * w) / 2.6, -h - 14, w / 4, 18)).join("");
    return (
      paper(box(x - w / 2, -h, w, h + 4), fill, 1.2) +
      flat(teeth, fill) +
      flat(box(x - 6, -h * 0.72, 12, 28, 6), lamp)
    );
  };
  return (
    tower(-height * 0.55, height * 0.3, height * 0.72) +
    tower(height * 0.55, height * 0.3, height * 0.8) +
    paper(box(-height * 0.5, -height * 0.48, height, height * 0.5), darker(fill, 0.08), 1) +
    tower(0, height * 0.36, height) +
    paper(
      polygon([
        [-height * 0.24, -height],
        [0, -height * 1.34],
        [height * 0.24, -height],
      ]),
      "#a8443f",
      1,
    ) +
    flat(
      box(-height * 0.09, -height * 0.26, height * 0.18, height * 0.28, height * 0.09),
      darker(fill, 0.5),
    )
  );
}

/** Blades of grass and fern, standing in a bunch. */
export function tuft(height: number, fill: string, chance: Random): string {
  return Array.from({ length: 9 }, (_, i) => {
    const lean = (i - 4) * height * 0.13 + chance.range(-8, 8);
    const top = -height * chance.range(0.6, 1);
    const foot = (i - 4) * height * 0.06;
    return flat(
      `M${foot - 7} 0Q${foot + lean * 0.2} ${top * 0.6} ${foot + lean} ${top}Q${foot + lean * 0.4 + 9} ${top * 0.5} ${foot + 8} 0Z`,
      i % 2 === 0 ? fill : lighter(fill, 0.08),
    );
  }).join("");
}
