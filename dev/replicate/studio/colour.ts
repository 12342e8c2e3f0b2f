/** Colours as `#rrggbb`, and the arithmetic that light does with them. */

export type Rgb = [number, number, number];

export function toRgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

export function toHex([r, g, b]: Rgb): string {
  const part = (v: number) =>
    Math.max(0, Math.min(255, Math.round(v)))
      .toString(16)
      .padStart(2, "0");
  return `#${part(r)}${part(g)}${part(b)}`;
}

/** `amount` 0 gives `a`, 1 gives `b`. */
export function mix(a: string, b: string, amount: number): string {
  const x = toRgb(a);
  const y = toRgb(b);
  return toHex([0, 1, 2].map((i) => (x[i] ?? 0) + ((y[i] ?? 0) - (x[i] ?? 0)) * amount) as Rgb);
}

export const lighter = (hex: string, amount: number) => mix(hex, "#fff6e6", amount);
/** Shade leans to a cool blue instead of black, as painted shadows do. */
export const darker = (hex: string, amount: number) => mix(hex, "#14163a", amount);

export function multiply(hex: string, light: Rgb): string {
  const [r, g, b] = toRgb(hex);
  return toHex([r * light[0], g * light[1], b * light[2]]);
}

/** Hue in degrees, the others 0 to 1. */
export function hsl(hue: number, saturation: number, lightness: number): string {
  const a = saturation * Math.min(lightness, 1 - lightness);
  const channel = (n: number) => {
    const k = (n + (((hue % 360) + 360) % 360) / 30) % 12;
    return 255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)));
  };
  return toHex([channel(0), channel(8), channel(4)]);
}

export function toHsl(hex: string): Rgb {
  const [r, g, b] = toRgb(hex).map((v) => v / 255) as Rgb;
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  const lightness = (high + low) / 2;
  const span = high - low;
  if (span === 0) return [0, 0, lightness];
  const saturation = span / (1 - Math.abs(2 * lightness - 1));
  const hue =
    high === r ? ((g - b) / span) % 6 : high === g ? (b - r) / span + 2 : (r - g) / span + 4;
  return [(hue * 60 + 360) % 360, saturation, lightness];
}

/** Turns the hue and scales saturation and lightness a little: one idea, another pot of paint. */
export function vary(hex: string, hueBy: number, saturationBy = 0, lightnessBy = 0): string {
  const [h, s, l] = toHsl(hex);
  const clamp = (v: number) => Math.max(0, Math.min(1, v));
  return hsl(h + hueBy, clamp(s + saturationBy), clamp(l + lightnessBy));
}

export function luminance(hex: string): number {
  const [r, g, b] = toRgb(hex);
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}

/** Colour words of prompts, as gouache rather than as light. */
export const COLOUR_WORDS: Record<string, string> = {
  red: "#d6432f",
  crimson: "#b3253a",
  scarlet: "#dc3a2a",
  maroon: "#7c2335",
  orange: "#ec7f2e",
  ginger: "#d9762f",
  amber: "#eda233",
  rusty: "#b5592f",
  rust: "#b5592f",
  copper: "#c9763f",
  bronze: "#a9743c",
  brass: "#c9a04a",
  golden: "#e8b23c",
  gold: "#e8b23c",
  yellow: "#f2c53d",
  blonde: "#e9c46d",
  blond: "#e9c46d",
  green: "#4f9a5a",
  emerald: "#23906b",
  olive: "#83893f",
  mint: "#8fd3b0",
  teal: "#268c8c",
  turquoise: "#35b3ab",
  cyan: "#4cc3d9",
  blue: "#3d74c7",
  navy: "#2b3f78",
  indigo: "#4a46a3",
  purple: "#7b4fa8",
  violet: "#8458bd",
  lavender: "#ad97dc",
  pink: "#ef8fae",
  magenta: "#cc3f8f",
  rose: "#e2748c",
  peach: "#f6b48c",
  coral: "#f0765f",
  brown: "#8a5a38",
  chestnut: "#7d4429",
  tan: "#c79a6b",
  beige: "#dcc7a2",
  cream: "#f3e5c6",
  ivory: "#f3ead4",
  white: "#f4f0e6",
  silver: "#b9c3d0",
  grey: "#8b93a1",
  gray: "#8b93a1",
  charcoal: "#474c5c",
  black: "#33343f",
};

/** Ten pots of paint that go with each other; a free hue takes the nearest, so nothing turns neon. */
const POTS = [
  "#d4513f",
  "#e5843b",
  "#edb445",
  "#97a353",
  "#5a9c76",
  "#3b9796",
  "#3f7ab5",
  "#5a61ab",
  "#8d5fa6",
  "#cf6a88",
];

export function pot(hue: number): string {
  const turned = ((hue % 360) + 360) % 360;
  const away = (hex: string) => {
    const d = Math.abs(toHsl(hex)[0] - turned);
    return Math.min(d, 360 - d);
  };
  return POTS.reduce((best, hex) => (away(hex) < away(best) ? hex : best));
}
