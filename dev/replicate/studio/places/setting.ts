/** Reads where and when a scene plays, and what happens in it, out of its words. Pure. */
import type { Action } from "../figure/poses.ts";
import { hash, random } from "../random.ts";

export const PLACES = [
  "forest",
  "city",
  "sea",
  "space",
  "desert",
  "mountain",
  "room",
  "stage",
  "village",
  "castle",
  "garden",
  "rooftop",
] as const;
export type Place = (typeof PLACES)[number];
export const TIMES = ["day", "sunset", "night", "dawn"] as const;
export type Time = (typeof TIMES)[number];
export type Weather = "clear" | "snow" | "rain" | "sparks";

export type Setting = {
  place: Place;
  time: Time;
  weather: Weather;
  action: Action;
  /** 1: the figure goes to the right and the world to the left. */
  direction: 1 | -1;
  /** Share of the frame's height that the figure takes. */
  size: number;
};

const PLACE_WORDS: [RegExp, Place][] = [
  [/\b(space|planet|moon|orbit|galaxy|asteroid|cosmos|spaceship|crater)\b/, "space"],
  [/\b(stage|concert|spotlight|theat\w+|audience|crowd|club|festival)\b/, "stage"],
  [/\b(roof|rooftop|chimneys?|skyline|terrace)\b/, "rooftop"],
  [
    /\b(sea|beach|shore|ocean|harbou?r|lighthouse|wreck|ship|boat|the waves|tide|coast|lake|river)\b/,
    "sea",
  ],
  [/\b(desert|dunes?|sand|canyon|oasis)\b/, "desert"],
  [/\b(castle|tower|palace|ruins?|gate|dungeon)\b/, "castle"],
  [/\b(mountains?|peaks?|cliffs?|summit|valley|glacier)\b/, "mountain"],
  [/\b(garden|greenhouse|flowers?|orchard|meadow|field|park)\b/, "garden"],
  [/\b(village|cottage|town|frozen|ice|snowed)\b/, "village"],
  [/\b(forest|woods?|trees?|jungle|grove|path)\b/, "forest"],
  [/\b(city|street|alley|market|station|train|traffic|neon|school)\b/, "city"],
  [/\b(room|kitchen|house|home|window|workshop|library|attic|bed|office|studio)\b/, "room"],
];
const ACTION_WORDS: [RegExp, Action][] = [
  [/\b(fl(y|ies|ying|oats?|oating)|soars?|drifts?)\b/, "fly"],
  [/\b(runs?|running|races?|chases?|hurr(y|ies)|flees?)\b/, "run"],
  [/\b(danc(e|es|ing)|spins?|twirls?|celebrat\w+)\b/, "dance"],
  [/\b(sings?|singing|performs?|shouts?|calls?)\b/, "sing"],
  [/\b(jumps?|leaps?|hops?)\b/, "jump"],
  [/\b(waves?|greets?|signals?|raises?)\b/, "wave"],
  [
    /\b(walks?|walking|crosses|wanders?|strolls?|steps?|sets out|follows?|enters?|comes?|goes)\b/,
    "walk",
  ],
  [/\b(looks?|watches|listens?|stares?|stands?|waits?|discovers?|finds?)\b/, "look"],
];

function find<T>(text: string, table: [RegExp, T][]): T | null {
  let best: { index: number; value: T } | null = null;
  for (const [pattern, value] of table) {
    const index = text.search(pattern);
    if (index >= 0 && (best === null || index < best.index)) best = { index, value };
  }
  return best?.value ?? null;
}

/** The line about the character is left out, so that a "sea captain" does not drag in the sea. */
export function readSetting(prompt: string, seed: number): Setting {
  const words = prompt
    .split("\n")
    .filter((line) => !line.startsWith("The character:"))
    .join(" ")
    .toLowerCase();
  const chance = random("setting", hash(words), seed);
  const time: Time = /\b(night|midnight|moonlight|stars?|dark)\b/.test(words)
    ? "night"
    : /\b(sunset|dusk|evening|golden hour)\b/.test(words)
      ? "sunset"
      : /\b(dawn|sunrise|morning|mist)\b/.test(words)
        ? "dawn"
        : /\b(day|noon|sunny|daylight|sun)\b/.test(words)
          ? "day"
          : chance.pick(TIMES);
  const place = find(words, PLACE_WORDS) ?? chance.pick(PLACES);
  const weather: Weather = /\b(snow\w*|blizzard|winter|frozen|ice)\b/.test(words)
    ? "snow"
    : /\b(rain\w*|storm\w*|thunder)\b/.test(words)
      ? "rain"
      : time === "night" || place === "stage" || place === "forest"
        ? "sparks"
        : "clear";
  return {
    place,
    time: place === "space" ? "night" : time,
    weather: place === "space" || place === "room" ? "sparks" : weather,
    action: find(words, ACTION_WORDS) ?? chance.pick(["walk", "walk", "look", "wave"] as const),
    direction: chance.chance(0.5) ? 1 : -1,
    size: /\b(close|close-up|face)\b/.test(words)
      ? 0.72
      : /\b(wide|distance|far)\b/.test(words)
        ? 0.4
        : chance.range(0.48, 0.58),
  };
}
