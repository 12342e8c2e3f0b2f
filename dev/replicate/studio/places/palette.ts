/** The light of a time of day: sky, haze that far things fade into, and the tint of near ones. */
import { mix } from "../colour.ts";
import type { Time } from "./setting.ts";

export type Palette = {
  sky: [string, string, string];
  haze: string;
  /** Multiplied into everything near, by `shade`. */
  tint: string;
  amount: number;
  lamp: string;
  isDark: boolean;
};

const PALETTES: Record<Time, Palette> = {
  day: {
    sky: ["#5fb0dc", "#a5d8ea", "#f3efd8"],
    haze: "#cfe6e4",
    tint: "#fff4d6",
    amount: 0.06,
    lamp: "#fff4c9",
    isDark: false,
  },
  sunset: {
    sky: ["#4a3d78", "#d8677a", "#ffc27a"],
    haze: "#f09a78",
    tint: "#b4525f",
    amount: 0.3,
    lamp: "#ffd890",
    isDark: false,
  },
  night: {
    sky: ["#0b1236", "#1d2d63", "#405a94"],
    haze: "#31477f",
    tint: "#16204f",
    amount: 0.5,
    lamp: "#ffdf92",
    isDark: true,
  },
  dawn: {
    sky: ["#7fa6c9", "#f0c6c0", "#ffe6c2"],
    haze: "#eec9bd",
    tint: "#a98aa8",
    amount: 0.2,
    lamp: "#fff0cf",
    isDark: false,
  },
};

export function paletteOf(time: Time): Palette {
  return PALETTES[time];
}

/** A colour as this light shows it; `depth` 0 is near, 1 is lost in the haze. */
export function lit(colour: string, palette: Palette, depth: number): string {
  return mix(mix(colour, palette.tint, palette.amount), palette.haze, depth);
}
