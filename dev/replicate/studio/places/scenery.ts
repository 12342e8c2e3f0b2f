/**
 * A place as layers that drift at different speeds. Units: the frame is 720 high and `width` wide;
 * each layer is wider by what it will drift. The ground is at y = GROUND.
 */
import { mix } from "../colour.ts";
import { at, flat, glow, group, oval } from "../paper.ts";
import { type Random, random } from "../random.ts";
import * as draw from "./elements.ts";
import { type Brush, HEIGHT, type LayerName, OVERSCAN, SPREAD } from "./frame.ts";
import { PAINTERS } from "./painters.ts";
import { lit, paletteOf } from "./palette.ts";
import { along } from "./props.ts";
import type { Place, Setting } from "./setting.ts";

/** SVG content of each layer; `back` is opaque. */
export function scenery(setting: Setting, width: number, seed: number): Record<LayerName, string> {
  const palette = paletteOf(setting.time);
  const painter = PAINTERS[setting.place];
  const isMirrored = random("mirror", setting.place, seed).chance(0.5);
  const layer = (name: LayerName, paint: (brush: Brush) => string) => {
    const chance = random("scenery", setting.place, setting.time, name, seed);
    const wide = width * SPREAD[name] + OVERSCAN;
    const content = paint({ width: wide, palette, chance });
    return isMirrored && content !== ""
      ? group(content, `translate(${wide} 0) scale(-1 1)`)
      : content;
  };
  const sky = skyOf(setting, width * SPREAD.back + OVERSCAN, random("sky", setting.time, seed));
  return {
    back: sky + layer("back", painter.back),
    middle: layer("middle", painter.middle),
    front: layer("front", painter.front),
    fore: layer("fore", (brush) => foreground(setting.place, brush)),
  };
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

/** Dark shapes close to the eye, which give the picture its depth. */
function foreground(place: Place, b: Brush): string {
  const ink = mix(
    lit(place === "sea" || place === "desert" ? "#7d8a52" : "#3d7a4c", b.palette, 0),
    "#141a33",
    0.22,
  );
  switch (place) {
    case "forest":
    case "garden":
    case "castle":
    case "mountain":
    case "village":
      return along(
        b,
        9,
        HEIGHT + 26,
        () => at(draw.tuft(b.chance.range(80, 150), ink, b.chance), 0, 0),
        0.5,
      );
    case "sea":
    case "desert":
      return along(
        b,
        6,
        HEIGHT + 20,
        () => at(draw.tuft(b.chance.range(60, 120), ink, b.chance), 0, 0),
        0.5,
      );
    case "city":
    case "rooftop":
    case "room":
    case "stage":
    case "space":
      return "";
  }
}
