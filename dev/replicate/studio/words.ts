/** Reads a character out of a prompt: what it is, its colours and what it wears. Pure. */
import { COLOUR_WORDS } from "./colour.ts";

export const KINDS = [
  "human",
  "robot",
  "cat",
  "dog",
  "fox",
  "wolf",
  "bear",
  "panda",
  "rabbit",
  "mouse",
  "lion",
  "tiger",
  "frog",
  "owl",
  "bird",
  "penguin",
  "dragon",
  "ghost",
  "alien",
] as const;
export type Kind = (typeof KINDS)[number];

export const ROLES = [
  "none",
  "astronaut",
  "wizard",
  "witch",
  "knight",
  "pirate",
  "detective",
  "singer",
  "chef",
  "royal",
  "sailor",
  "hero",
  "scientist",
] as const;
export type Role = (typeof ROLES)[number];

export type Traits = {
  kind: Kind;
  role: Role;
  /** Whether the words call a human a woman or girl; null when they do not say. */
  isFeminine: boolean | null;
  age: "child" | "adult" | "old";
  /** What the character wears and carries, e.g. `hat`, `scarf`, `glasses`. */
  wears: string[];
  hair: "long" | "short" | "curly" | "braid" | "bun" | "bald" | null;
  mood: "happy" | "calm" | "stern" | "sad" | null;
  skin: string | null;
  /** Colours by what they colour: `eyes`, `hair`, `skin`, `clothes`, `hat`, … and `main`. */
  colours: Record<string, string>;
};

const KIND_WORDS: [RegExp, Kind][] = [
  [/\b(robots?|android|cyborg|automaton|droid|machine-?man)\b/, "robot"],
  [/\b(dragons?|dinosaur|lizard)\b/, "dragon"],
  [/\b(ghosts?|spirit|phantom)\b/, "ghost"],
  [/\b(aliens?|extraterrestrial|martian|monster)\b/, "alien"],
  [/\b(cats?|kitten|kitty)\b/, "cat"],
  [/\b(dogs?|puppy|hound|terrier|corgi|retriever)\b/, "dog"],
  [/\b(fox(es)?|vixen|red panda)\b/, "fox"],
  [/\b(wolf|wolves|husky|coyote)\b/, "wolf"],
  [/\bpandas?\b/, "panda"],
  [/\b(bears?|otter|beaver|badger|raccoon)\b/, "bear"],
  [/\b(rabbits?|bunny|hare)\b/, "rabbit"],
  [/\b(mouse|mice|rat|hamster|hedgehog|squirrel)\b/, "mouse"],
  [/\b(lions?|lioness)\b/, "lion"],
  [/\b(tigers?|leopard)\b/, "tiger"],
  [/\b(frogs?|toad|turtle|tortoise)\b/, "frog"],
  [/\b(owls?|owlet)\b/, "owl"],
  [/\bpenguins?\b/, "penguin"],
  [/\b(birds?|parrot|sparrow|crow|raven|duck|chick|eagle|robin)\b/, "bird"],
];

const ROLE_WORDS: [RegExp, Role][] = [
  [/\b(astronaut|cosmonaut|space ?(man|woman|suit|girl|boy|traveller|traveler))\b/, "astronaut"],
  [/\b(wizard|sorcerer|mage|magician)\b/, "wizard"],
  [/\b(witch|sorceress)\b/, "witch"],
  [/\b(knight|paladin|armou?red)\b/, "knight"],
  [/\b(pirate|buccaneer|captain)\b/, "pirate"],
  [/\b(detective|sleuth|investigator|spy|noir)\b/, "detective"],
  [/\b(singer|musician|rapper|vocalist|rock ?star|pop ?star|dj|guitarist)\b/, "singer"],
  [/\b(chef|cook|baker)\b/, "chef"],
  [/\b(king|queen|prince|princess|emperor)\b/, "royal"],
  [/\b(sailor|fisherman|lighthouse keeper)\b/, "sailor"],
  [/\b(super ?hero(ine)?)\b/, "hero"],
  [/\b(scientist|inventor|professor|doctor)\b/, "scientist"],
];

const WEAR_WORDS: [RegExp, string][] = [
  [/\b(top ?hat)\b/, "tophat"],
  [/\b(straw hat|sun ?hat|cowboy hat)\b/, "strawhat"],
  [/\b(beanie|woolly hat|knit(ted)? (hat|cap))\b/, "beanie"],
  [/\b(beret)\b/, "beret"],
  [/\b(crown|tiara)\b/, "crown"],
  [/\b(helmet)\b/, "helmet"],
  [/\b(hat|fedora)\b/, "hat"],
  [/\b(cap)\b/, "cap"],
  [/\b(hood|hooded)\b/, "hood"],
  [/\b(scarf|shawl|muffler)\b/, "scarf"],
  [/\b(sunglasses|shades)\b/, "sunglasses"],
  [/\b(glasses|spectacles|bespectacled)\b/, "glasses"],
  [/\b(goggles)\b/, "goggles"],
  [/\b(monocle)\b/, "monocle"],
  [/\b(eye ?patch)\b/, "eyepatch"],
  [/\b(beard|bearded)\b/, "beard"],
  [/\b(m[o]?ustache)\b/, "moustache"],
  [/\b(backpack|rucksack|knapsack|satchel)\b/, "backpack"],
  [/\b(cape|cloak)\b/, "cape"],
  [/\b(headphones|headset)\b/, "headphones"],
  [/\b(wings?|winged)\b/, "wings"],
  [/\b(bow ?tie)\b/, "bowtie"],
  [/\b(tie|necktie)\b/, "tie"],
  [/\b(freckles|freckled)\b/, "freckles"],
  [/\b(antennae?)\b/, "antenna"],
  [/\b(dress|skirt|gown)\b/, "dress"],
  [/\b(rain ?coat|trench ?coat|overcoat|coat|jacket|parka)\b/, "coat"],
  [/\b(hoodie|sweater|jumper|pullover|cardigan)\b/, "sweater"],
  [/\b(overalls|dungarees|jumpsuit)\b/, "overalls"],
  [/\b(robes?)\b/, "robe"],
  [/\b(suit|tuxedo)\b/, "suit"],
  [/\b(armou?r)\b/, "armour"],
  [/\b(striped|stripes)\b/, "stripes"],
  [/\b(polka|spotted|dotted|dots)\b/, "dots"],
  [/\b(flower|daisy)\b/, "flower"],
  [/\b(bow|ribbon)\b/, "ribbon"],
  [/\b(guitar)\b/, "guitar"],
  [/\b(lantern|lamp)\b/, "lantern"],
  [/\b(umbrella)\b/, "umbrella"],
];

/** What a colour word colours, by the noun that follows it within a few words. */
const COLOUR_TARGETS: [RegExp, string][] = [
  [/^(eyes?|eyed)$/, "eyes"],
  [/^(hair|haired|braids?|curls|ponytail|bun|beard|bearded|mane|moustache)$/, "hair"],
  [/^(scarf|shawl)$/, "scarf"],
  [/^(hat|cap|beret|beanie|helmet|crown|hood)$/, "hat"],
  [/^(cape|cloak|wings?)$/, "cape"],
  [/^(backpack|rucksack|satchel|headphones|bag|bow|ribbon|tie|bowtie)$/, "pack"],
  [/^(boots?|shoes?|sneakers|trousers|pants|jeans|skirt)$/, "trousers"],
  [
    /^(coat|raincoat|jacket|dress|shirt|suit|spacesuit|sweater|jumper|hoodie|robes?|armou?r|overalls|dungarees|gown|clothes|uniform|parka|cardigan|tunic|vest|waistcoat)$/,
    "clothes",
  ],
  [
    /^(fur|furred|feathers?|feathered|skin|skinned|scales?|metal|body|coated|plating|plumage)$/,
    "skin",
  ],
  [/^(glasses|sunglasses|goggles)$/, "glasses"],
];

const SKIN_WORDS: [RegExp, string][] = [
  [/\b(black (man|woman|girl|boy|singer)|dark[- ]skin(ned)?|african|ebony)\b/, "#6f4530"],
  [/\b(brown[- ]skin(ned)?|indian|south asian|latina|latino)\b/, "#a86c45"],
  [/\b(pale|fair[- ]skin(ned)?|nordic)\b/, "#f6d7bd"],
  [/\b(asian|japanese|korean|chinese)\b/, "#efc49c"],
];

function firstMatch<T>(text: string, table: [RegExp, T][]): T | null {
  let best: { index: number; value: T } | null = null;
  for (const [pattern, value] of table) {
    const index = text.search(pattern);
    if (index >= 0 && (best === null || index < best.index)) best = { index, value };
  }
  return best?.value ?? null;
}

/** "without a hat" and "no glasses" take the thing away, so they are cut out before reading. */
function withoutNegations(text: string): string {
  return text.replace(/\b(no|without|not|never)\s+(any\s+|an?\s+)?\w+/g, " ");
}

function readColours(text: string): Record<string, string> {
  const words = text.split(/[^a-z]+/).filter((word) => word !== "");
  const colours: Record<string, string> = {};
  for (const [i, word] of words.entries()) {
    const colour = COLOUR_WORDS[word];
    if (colour === undefined) continue;
    let target: string | null = null;
    for (let ahead = 1; ahead <= 3 && target === null; ahead++) {
      const next = words[i + ahead];
      // A second colour or "with" begins another phrase; a kind word ends this one.
      if (next === undefined || /^(with|wearing|who|in|on|and)$/.test(next)) break;
      if (COLOUR_WORDS[next] !== undefined && ahead > 1) break;
      target = COLOUR_TARGETS.find(([pattern]) => pattern.test(next))?.[1] ?? null;
      if (target === null && KIND_WORDS.some(([pattern]) => pattern.test(next))) target = "skin";
    }
    const key = target ?? "main";
    colours[key] ??= colour;
  }
  return colours;
}

/** Reads `prompt`; what it does not say is left open (null or absent) for the design to choose. */
export function readTraits(prompt: string): Traits {
  const text = withoutNegations(prompt.toLowerCase());
  const isFeminine = /\b(girl|woman|lady|queen|princess|witch|she|her|female|mother|grandm\w+)\b/;
  const isMasculine =
    /\b(boy|man|gentleman|king|prince|wizard|he|his|male|father|grandp\w+|grandf\w+)\b/;
  return {
    kind: firstMatch(text, KIND_WORDS) ?? "human",
    role: firstMatch(text, ROLE_WORDS) ?? "none",
    isFeminine: isFeminine.test(text) ? true : isMasculine.test(text) ? false : null,
    age: /\b(old|elderly|aged|grand\w+|ancient)\b/.test(text)
      ? "old"
      : /\b(boy|girl|child|kid|little|toddler|teen\w*|young)\b/.test(text)
        ? "child"
        : "adult",
    wears: WEAR_WORDS.filter(([pattern]) => pattern.test(text)).map(([, name]) => name),
    hair: firstMatch(text, [
      [/\b(bald|hairless)\b/, "bald" as const],
      [/\b(braids?|braided|plaits?|pigtails)\b/, "braid" as const],
      [/\b(curly|curls|afro|frizzy|wavy)\b/, "curly" as const],
      [/\b(bun|topknot)\b/, "bun" as const],
      [/\blong\b[^.,;]{0,24}\bhair(ed)?\b|\bponytail\b/, "long" as const],
      [/\bshort\b[^.,;]{0,24}\bhair(ed)?\b|\bbob\b/, "short" as const],
    ]),
    mood: firstMatch(text, [
      [/\b(happy|cheerful|smiling|joyful|friendly|playful|laughing)\b/, "happy" as const],
      [/\b(stern|serious|angry|grumpy|brave|determined|fierce)\b/, "stern" as const],
      [/\b(sad|lonely|melancholy|tired|crying)\b/, "sad" as const],
      [/\b(calm|gentle|quiet|shy|dreamy|curious|wise)\b/, "calm" as const],
    ]),
    skin: firstMatch(text, SKIN_WORDS),
    colours: readColours(text),
  };
}
