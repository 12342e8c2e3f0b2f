/// <reference types="node" />
// Read from disk: vitest gives every imported stylesheet, also a raw one, as an empty text.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

type Theme = Record<string, [number, number, number]>;

/** The oklch tokens in a piece of CSS, by name without the dashes. */
function tokensIn(text: string): Theme {
  const theme: Theme = {};
  for (const [, name, l, c, h] of text.matchAll(
    /--([\w-]+):\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g,
  )) {
    theme[name!] = [Number(l), Number(c), Number(h)];
  }
  return theme;
}

/** Relative luminance of an oklch colour, clipped to sRGB as browsers paint it (CSS Color 4; WCAG 2). */
function luminance([lightness, chroma, hue]: [number, number, number]): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: Theme, one: string, other: string): number {
  const [first, second] = [theme[one], theme[other]];
  if (first === undefined || second === undefined) throw new Error(`No token ${one} or ${other}.`);
  const [dark, light] = [luminance(first), luminance(second)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

const [darkCss = "", lightCss = ""] = css.split("@media (prefers-color-scheme: light)");
const dark = tokensIn(darkCss);
const themes = { dark, light: { ...dark, ...tokensIn(lightCss) } };

const PAIRS = [
  ...["text", "quiet", "blue", "green", "red"].flatMap((text) =>
    ["background", "raised", "well"].map((ground) => [text, ground] as const),
  ),
  ["on-amber", "amber"] as const,
];

describe("tokens", () => {
  it("measures contrast as WCAG does", () => {
    const theme: Theme = { black: [0, 0, 0], white: [1, 0, 0], grey: [0.5999, 0, 0] };
    expect(contrast(theme, "black", "white")).toBeCloseTo(21, 1);
    expect(contrast(theme, "grey", "white")).toBeCloseTo(3.95, 1);
  });

  it("has both themes", () => {
    expect(Object.keys(tokensIn(lightCss)).length).toBeGreaterThan(5);
    expect(themes.light["background"]).not.toEqual(dark["background"]);
  });

  it.each(
    (["dark", "light"] as const).flatMap((theme) => PAIRS.map((pair) => [theme, ...pair] as const)),
  )("%s: %s on %s is readable (AA, 4.5)", (theme, text, ground) => {
    expect(contrast(themes[theme], text, ground)).toBeGreaterThanOrEqual(4.5);
  });
});
