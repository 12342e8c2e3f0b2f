/** What a text model would answer: a scene list that uses the idea and the character. Pure. */
import { hash, random } from "./random.ts";

type Request = { prompt: string; systemPrompt: string | null; seed: number };

const NUMBERS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
];

/** JSON text of scenes, fenced for odd seeds; a plain sentence for any other prompt. */
export function writeScenes({ prompt, systemPrompt, seed }: Request): string {
  const count = countOf(`${prompt}\n${systemPrompt ?? ""}`);
  if (count === null) return "That is a good idea. Tell me how many scenes it should have.";
  const idea = tagged(prompt, "idea") ?? "something small changes everything";
  const character = tagged(prompt, "character") ?? "the hero";
  const places = placesOf(idea, count, seed);
  const scenes = places.map((place, index) => scene(idea, character, place, index, count, seed));
  const json = JSON.stringify(scenes, null, 2);
  return seed % 2 === 1 ? `\`\`\`json\n${json}\n\`\`\`` : json;
}

/** "exactly 4 scenes", "four short scenes", "number of scenes: 4", "scenes = 4"; null for none. */
function countOf(prompt: string): number | null {
  const number = `(\\d{1,2}|${NUMBERS.slice(1).join("|")})`;
  const match =
    new RegExp(`\\bexactly ${number}(?: [a-z-]+){0,2} scenes?\\b`, "i").exec(prompt) ??
    new RegExp(`\\b${number}(?: [a-z-]+){0,2} scenes?\\b`, "i").exec(prompt) ??
    new RegExp(`\\bscenes?\\b\\W{0,4}(?:is |are )?${number}\\b`, "i").exec(prompt);
  const word = match?.[1]?.toLowerCase() ?? "";
  const count = /^\d+$/.test(word) ? Number(word) : NUMBERS.indexOf(word);
  return count >= 1 && count <= 50 ? count : null;
}

function tagged(prompt: string, tag: string): string | null {
  const text = new RegExp(`<${tag}>\\s*([\\s\\S]*?)\\s*</${tag}>`).exec(prompt)?.[1];
  return text === undefined || text === ""
    ? null
    : text.replace(/\s+/g, " ").replace(/[.!?]+$/, "");
}

type Beat = "opening" | "middle" | "turn" | "ending";

/**
 * Shot sizes and camera moves. No word of them names a place, a light or a deed: clips are shot from
 * these descriptions, and the first such word decides.
 */
const SHOTS: Record<Beat, string[]> = {
  opening: ["A wide shot opens the film", "A slow wide shot", "The camera glides in from far away"],
  middle: [
    "A medium shot at eye height",
    "The camera keeps close",
    "A low shot from the ground",
    "A side shot glides along",
  ],
  turn: ["A very still close shot", "The camera holds its breath in a close-up"],
  ending: ["The last shot rises slowly and lets go", "A calm wide shot ends the film"],
};
const DEEDS: Record<Beat, string[]> = {
  opening: ["walks into view", "stands and looks out", "waits and listens"],
  middle: [
    "walks on, searching",
    "runs against the wind",
    "follows a faint glow",
    "stops and waves",
  ],
  turn: [
    "finds what was meant all along",
    "looks up in wonder",
    "raises a hand and answers",
    "jumps for joy",
  ],
  ending: ["dances, free at last", "waves goodbye", "sings quietly to the sky"],
};
const TELLS: Record<Beat, string> = {
  opening: "It begins",
  middle: "The story goes on",
  turn: "Everything turns here",
  ending: "So it ends",
};

type Place = { words: RegExp; phrase: string };
/** What an idea may name, and how a scene there opens. */
const PLACES: Place[] = [
  {
    words: /\b(sea|beach|ocean|shore|lighthouse|harbou?r|whale|ship|lake)\b/i,
    phrase: "on the beach by the lighthouse",
  },
  { words: /\b(forest|woods?|trees?|jungle)\b/i, phrase: "between the tall trees of a forest" },
  {
    words: /\b(city|street|alley|detective|market|station)\b/i,
    phrase: "in the narrow street of an old city",
  },
  { words: /\b(mountains?|hills?|cliffs?|peaks?|summit)\b/i, phrase: "high on a mountain" },
  { words: /\b(garden|greenhouse|flowers?|meadow|park)\b/i, phrase: "in a garden full of flowers" },
  { words: /\b(rooftop|roof|skyline)\b/i, phrase: "on a rooftop over the houses" },
  {
    words: /\b(castle|king|queen|princess|prince|knight|palace)\b/i,
    phrase: "before the gates of a castle",
  },
  { words: /\b(village|snow\w*|winter|ice)\b/i, phrase: "in a village in falling snow" },
  {
    words: /\b(room|kitchen|house|home|library|school|attic|workshop)\b/i,
    phrase: "in a small warm room",
  },
  { words: /\b(desert|dunes?|sand)\b/i, phrase: "among the dunes of a desert" },
  {
    words: /\b(stage|concert|band|song|singer|dancer|theat\w+)\b/i,
    phrase: "on the stage of a theatre",
  },
  {
    words: /\b(space|moon|planet|stars?|galaxy|astronaut|rocket)\b/i,
    phrase: "on a quiet planet in space",
  },
];
const LIGHTS = ["at dawn", "in bright daylight", "at sunset", "at night"] as const;

/** One place and light a scene: first where the idea itself plays, in its order, then others. */
function placesOf(idea: string, count: number, seed: number): string[] {
  const chance = random("places", hash(idea), seed);
  const own = PLACES.map((place) => ({ place, at: idea.search(place.words) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ place }) => place);
  // A film set in the stars goes there only when the idea does.
  const rest = PLACES.filter((place) => !own.includes(place)).slice(0, -1);
  const others = rest.map((place) => ({ place, key: chance.next() })).sort((a, b) => a.key - b.key);
  const all = [...own, ...others.map(({ place }) => place)];
  const said = [
    "dawn|morning|sunrise",
    "day|noon|afternoon",
    "sunset|dusk|evening",
    "night|midnight",
  ];
  const asked = said.findIndex((words) => new RegExp(`\\b(${words})\\b`, "i").test(idea));
  const start = asked >= 0 ? asked : chance.whole(0, 3);
  // The light moves on from scene to scene, and by one more when the places come round again.
  return Array.from({ length: count }, (_, i) => {
    const light = LIGHTS[(start + i + Math.floor(i / all.length)) % 4] ?? LIGHTS[0];
    return `${all[i % all.length]?.phrase ?? "in the open"} ${light}`;
  });
}

function scene(
  idea: string,
  character: string,
  place: string,
  index: number,
  count: number,
  seed: number,
) {
  const beat: Beat =
    index === 0
      ? "opening"
      : index === count - 1
        ? "ending"
        : index === Math.floor(count / 2)
          ? "turn"
          : "middle";
  const chance = random("scene", hash(idea), seed, index);
  const parts = sentences(idea);
  const part = parts[Math.floor((index * parts.length) / count)] ?? idea;
  const [first = "the hero", ...more] = sentences(character);
  const who = upperFirst(first.replace(/^(she|he|it|they|this|the character) (is|are) /i, ""));
  const features = more.length === 0 ? "" : ` ${shorten(more.join(". "), 240)}.`;
  return {
    description:
      `${chance.pick(SHOTS[beat])} ${place}. ` +
      `${shorten(who, 240)} ${chance.pick(DEEDS[beat])}.${features} ` +
      `${TELLS[beat]}: ${shorten(lowerFirst(part), 240)}.`,
    negative_description: chance.pick([
      "text, subtitles, crowds",
      "modern signs, text, other people",
      "blur, text, distorted hands",
    ]),
  };
}

function sentences(text: string): string[] {
  return text
    .split(/[.!?]+\s+/)
    .map((sentence) => sentence.replace(/[.!?,;\s]+$/, "").trim())
    .filter((sentence) => sentence !== "");
}

/** At most `length` characters, cut after a word. */
function shorten(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length).replace(/[\s,;]+\S*$/, "");
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "Anna" and "I" keep their capital; so does whatever doesn't begin with a small word. */
function lowerFirst(text: string): string {
  return /^(An?|The|Two|Three|One|Some|In|On|At|It|They|He|She|When|After)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
