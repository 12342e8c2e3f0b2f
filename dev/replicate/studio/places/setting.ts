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
    /\b(sea|beach|shore|ocean|harbou?r|lighthouse|wreck|ships?|boats?|the waves|tide|coast|lake|river|island|pier|docks?|bay|underwater)\b/,
    "sea",
  ],
  [/\b(desert|dunes?|sand|canyon|oasis)\b/, "desert"],
  [/\b(castle|tower|palace|ruins?|gate|dungeon)\b/, "castle"],
  [/\b(mountains?|peaks?|cliffs?|hills?|summit|valley|glacier)\b/, "mountain"],
  [/\b(garden|greenhouse|flowers?|orchard|meadow|field|park)\b/, "garden"],
  [/\b(village|cottage|town|frozen|ice|snow\w*)\b/, "village"],
  [/\b(forest|woods?|trees?|jungle|grove|path)\b/, "forest"],
  [/\b(city|streets?|alley|market|station|train|subway|bridge|traffic|neon|school)\b/, "city"],
  [
    /\b(room|kitchen|house|home|window|workshop|library|attic|bed|office|studio|caf[eé]|restaurant|shop|laboratory|lab)\b/,
    "room",
  ],
];
const ACTION_WORDS: [RegExp, Action][] = [
  [/\b(fl(y|ies|ying|oats?|oating)|soars?|drifts?)\b/, "fly"],
  [/\b(runs?|running|races?|chases?|hurr(y|ies)|flees?)\b/, "run"],
  [/\b(danc(e|es|ing)|spins?|twirls?|celebrat\w+)\b/, "dance"],
  [/\b(sings?|singing|performs?|shouts?|calls?)\b/, "sing"],
  [/\b(jumps?|leaps?|hops?)\b/, "jump"],
  [/\b(reads?|reading|writes?|writing|cooks?|cooking|paints?|painting|repairs?)\b/, "read"],
  [/\b(waves?|greets?|signals?|raises?)\b/, "wave"],
  [
    /\b(walks?|walking|crosses|wanders?|strolls?|steps?|sets out|follows?|enters?|comes?|goes|climbs?|explores?|searches|searching|travels?)\b/,
    "walk",
  ],
  [/\b(looks?|watches|listens?|stares?|stands?|waits?|discovers?|finds?)\b/, "look"],
];

const TIME_WORDS: [RegExp, Time][] = [
  [/\b(night|midnight|moonlight|moonlit|stars?|starlight|dark)\b/, "night"],
  [/\b(sunset|dusk|evening|golden hour|twilight)\b/, "sunset"],
  [/\b(dawn|sunrise|morning|mist)\b/, "dawn"],
  [/\b(day|noon|midday|afternoon|sunny|daylight|sun)\b/, "day"],
];
const WEATHER_WORDS: [RegExp, Weather][] = [
  [/\b(snow\w*|blizzard|winter|frozen|ice)\b/, "snow"],
  [/\b(rain(s|y|ing|fall|drops?|storm)?|storm\w*|thunder)\b/, "rain"],
];

/** The value whose words come first: a scene's own place and light open its description. */
function find<T>(text: string, table: [RegExp, T][]): T | null {
  let best: { index: number; value: T } | null = null;
  for (const [pattern, value] of table) {
    const index = text.search(pattern);
    if (index >= 0 && (best === null || index < best.index)) best = { index, value };
  }
  return best?.value ?? null;
}

/** The lines about the character are left out, so that a "sea captain" does not drag in the sea. */
export function readSetting(prompt: string, seed: number): Setting {
  const words = prompt
    .replace(/^The character:[\s\S]*?(?=\nThe character keeps|$(?![\s\S]))/m, "")
    .toLowerCase();
  const chance = random("setting", hash(words), seed);
  const time = find(words, TIME_WORDS) ?? chance.pick(TIMES);
  const place = find(words, PLACE_WORDS) ?? chance.pick(PLACES);
  const weather =
    find(words, WEATHER_WORDS) ??
    (time === "night" || place === "stage" || place === "forest" ? "sparks" : "clear");
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
