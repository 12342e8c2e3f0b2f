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
  const scenes = Array.from({ length: count }, (_, index) =>
    scene(idea, character, index, count, seed),
  );
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

/** The beats of a small film: opening, search, turn, ending; the middle repeats as needed. */
const BEATS = {
  opening: [
    "A wide shot opens the film",
    "The first light finds the place, in a slow wide shot",
    "The camera drifts in from far away",
  ],
  middle: [
    "A medium shot follows at walking pace",
    "The camera keeps close, at eye height",
    "A low shot looks up from the ground",
    "A side shot glides along",
  ],
  turn: ["Everything turns here, in a close shot", "The camera holds still for the turning point"],
  ending: ["The last shot rises slowly and lets go", "A calm wide shot ends the film"],
} as const;
const DEEDS = {
  opening: ["stands and looks out", "walks into view", "waits and listens"],
  middle: [
    "walks on, searching",
    "runs against the wind",
    "follows a faint light",
    "stops and waves",
  ],
  turn: [
    "finds what was meant all along",
    "looks up as the light changes",
    "raises a hand and answers",
  ],
  ending: ["dances, free at last", "waves goodbye and walks on", "sings quietly to the sky"],
} as const;
/** Places and light that follow each other through a film; where one starts depends on the idea. */
const STAGES = [
  "on the beach by the sea at dawn",
  "in a forest by day",
  "on a mountain path under clouds by day",
  "in the narrow street of an old city at sunset",
  "in a garden full of flowers at sunset",
  "on a rooftop at night",
  "by a castle at night",
  "in a village in falling snow at night",
  "in a small warm room at night",
  "among the dunes of a desert at sunset",
];

function scene(idea: string, character: string, index: number, count: number, seed: number) {
  const beat =
    index === 0
      ? "opening"
      : index === count - 1
        ? "ending"
        : index === Math.floor(count / 2)
          ? "turn"
          : "middle";
  const chance = random("scene", hash(idea), seed, index);
  const who = character.charAt(0).toLowerCase() + character.slice(1);
  const first = hash(idea) % STAGES.length;
  const place = index === 0 || beat === "turn" ? `${ownPlace(idea)} ` : "";
  const stage = STAGES[(first + index * 3) % STAGES.length] ?? STAGES[0];
  const about: Record<typeof beat, string> = {
    opening: `It begins: ${lowerFirst(idea)}.`,
    middle: `The story of how ${lowerFirst(idea)} goes on.`,
    turn: `This is the moment in which ${lowerFirst(idea)}.`,
    ending: `What began when ${lowerFirst(idea)} comes to rest.`,
  };
  return {
    description: `${chance.pick(BEATS[beat])} ${place === "" ? (stage ?? "") : place.trim()}. ${who.charAt(0).toUpperCase()}${who.slice(1)} ${chance.pick(DEEDS[beat])}. ${about[beat]}`,
    negative_description: chance.pick([
      "text, subtitles, crowds",
      "modern signs, text, other people",
      "blur, text, distorted hands",
    ]),
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Where the idea itself plays, when it says so. */
function ownPlace(idea: string): string {
  const found =
    /\b(sea|beach|ocean|lighthouse|harbou?r|forest|woods|city|street|desert|mountain|castle|garden|greenhouse|space|moon|planet|village|stage|concert|rooftop|kitchen|library|lake|snow)\b/i
      .exec(idea)?.[1]
      ?.toLowerCase();
  const time =
    /\b(night|midnight|sunset|dawn|morning|evening)\b/i.exec(idea)?.[1]?.toLowerCase() ?? "dusk";
  return found === undefined ? `in the open, at ${time}` : `by the ${found}, at ${time}`;
}
