/**
 * A place as layers that drift at different speeds. Units: the frame is 720 high and `width` wide;
 * each layer is wider by what it will drift. The ground is at y = GROUND.
 */
import { at, flat, glow, oval } from "../paper.ts";
import { type Random, random } from "../random.ts";
import * as draw from "./elements.ts";
import { HEIGHT, type LayerName, SPREAD } from "./frame.ts";
import { PAINTERS } from "./painters.ts";
import { lit, paletteOf } from "./palette.ts";
import type { Setting } from "./setting.ts";

/** SVG content of each layer; `back` is opaque. */
export function scenery(setting: Setting, width: number, seed: number): Record<LayerName, string> {
  const palette = paletteOf(setting.time);
  const painter = PAINTERS[setting.place];
  const layer = (name: LayerName) => {
    const chance = random("scenery", setting.place, setting.time, name, seed);
    return painter[name]({ width: width * SPREAD[name], palette, chance });
  };
  const sky = skyOf(setting, width * SPREAD.back, random("sky", setting.time, seed));
  return { back: sky + layer("back"), middle: layer("middle"), front: layer("front") };
}

function skyOf({ time, place }: Setting, width: number, chance: Random): string {
  const palette = paletteOf(time);
  const [top, middle, low] =
    place === "space" ? (["#070a22", "#141b4a", "#3a2a66"] as const) : palette.sky;
  const sun = { x: chance.range(0.25, 0.75) * width, y: chance.range(110, 250) };
  const disc =
    place === "room" || place === "stage"
      ? ""
      : palette.isDark
        ? glow("moon", sun.x, sun.y, 260, "#cfdcff", 0.55) +
          flat(oval(sun.x, sun.y, 46, 46), "#f3efdc")
        : glow("sun", sun.x, sun.y + (time === "sunset" ? 170 : 0), 420, "#fff2c4", 0.9) +
          flat(oval(sun.x, sun.y + (time === "sunset" ? 170 : 0), 62, 62), "#fff4d0");
  const clouds = palette.isDark
    ? draw.starfield(width, 430, place === "space" ? 150 : 70, chance)
    : Array.from({ length: 5 }, () =>
        at(
          draw.cloud(chance.range(150, 300), lit("#ffffff", palette, 0.3)),
          chance.range(0, width),
          chance.range(90, 300),
        ),
      ).join("");
  return (
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset=".55" stop-color="${middle}"/><stop offset="1" stop-color="${low}"/></linearGradient></defs>` +
    `<rect width="${width}" height="${HEIGHT}" fill="url(#sky)"/>` +
    disc +
    clouds
  );
}
