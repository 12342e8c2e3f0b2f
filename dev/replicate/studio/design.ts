/**
 * The design of a figure: everything that its drawing needs, small enough to travel inside a
 * picture's metadata. Made once from words and seed; drawn again, the same, in every clip.
 */
import * as z from "zod";
import { mix, pot, toHsl, vary } from "./colour.ts";
import { hash, random, type Random } from "./random.ts";
import { KINDS, readTraits, ROLES, type Traits } from "./words.ts";

const Colour = z.string().regex(/^#[0-9a-f]{6}$/);
const Ratio = z.number().min(0.3).max(3);

export const Design = z.object({
  version: z.literal(1),
  kind: z.enum(KINDS),
  role: z.enum(ROLES),
  isFeminine: z.boolean(),
  age: z.enum(["child", "adult", "old"]),
  wears: z.array(z.string().max(20)).max(40),
  hair: z.enum(["long", "short", "curly", "braid", "bun", "bald"]),
  hairFringe: z.int().min(0).max(3),
  garment: z.enum(["coat", "dress", "sweater", "overalls", "robe", "suit", "armour", "shirt"]),
  pattern: z.enum(["plain", "stripes", "dots", "star", "patch"]),
  mood: z.enum(["happy", "calm", "stern", "sad"]),
  colours: z.object({
    /** The colour one would name first: the fur or metal of a creature, the clothes of a person. */
    main: Colour,
    skin: Colour,
    /** Belly, muzzle, inner ear. */
    pale: Colour,
    hair: Colour,
    eyes: Colour,
    clothes: Colour,
    trousers: Colour,
    accent: Colour,
    hat: Colour,
    cape: Colour,
    pack: Colour,
  }),
  /** Proportions, 1 being usual. */
  head: Ratio,
  face: Ratio,
  ears: Ratio,
  girth: Ratio,
  legs: Ratio,
  eyes: Ratio,
  eyeGap: Ratio,
  /** What sets the seeds apart: tilt, look, marks, pose and backdrop of the portrait. */
  marks: z.int().min(0).max(5),
  tilt: z.number().min(-12).max(12),
  look: z.number().min(-1).max(1),
  pose: z.int().min(0).max(3),
  backdrop: z.int().min(0).max(5),
  backdropHue: z.number().min(0).max(360),
});
export type Design = z.infer<typeof Design>;

/** Natural coats of the animals, and metal, cloth or scales of the others. */
const COATS: Record<Design["kind"], string[]> = {
  human: ["#f3cda8", "#e3ad80", "#c58a5c", "#96623f", "#6f4530"],
  robot: ["#9fb4c4", "#d98b4a", "#6fb3a8", "#c9b37a"],
  cat: ["#e39a4e", "#8b8fa0", "#4a4a58", "#d9c2a0"],
  dog: ["#c98d54", "#8a5a38", "#e3c08c", "#6b6470"],
  fox: ["#e0702c", "#d8622a"],
  wolf: ["#7d8797", "#5e6577"],
  bear: ["#8a5a3c", "#a8743f", "#6d4a3a"],
  panda: ["#f2efe6"],
  rabbit: ["#e8dccb", "#b9a48c", "#c9c6cf"],
  mouse: ["#a8a3ad", "#b58e72"],
  lion: ["#e2ab54"],
  tiger: ["#ea8c34"],
  frog: ["#6fae4c", "#4f9a6a"],
  owl: ["#9a6f4c", "#7b6a86", "#b98a55"],
  bird: ["#3f86c9", "#e0603c", "#f0b83c"],
  penguin: ["#37405c"],
  dragon: ["#4a9a68", "#7b4fa8", "#c8503c"],
  ghost: ["#eef1f7"],
  alien: ["#7fc46a", "#8f7fd6", "#58b8b0"],
};

const HAIRS = ["#2f2730", "#4b3024", "#7d4a2a", "#b5713a", "#d9a75a", "#8f3f2a"];
const GARMENT_OF_ROLE: Partial<Record<Design["role"], Design["garment"]>> = {
  wizard: "robe",
  witch: "dress",
  knight: "armour",
  detective: "coat",
  pirate: "coat",
  chef: "coat",
  royal: "robe",
  scientist: "coat",
  astronaut: "overalls",
  hero: "overalls",
};
const WEARS_OF_ROLE: Partial<Record<Design["role"], string[]>> = {
  astronaut: ["bubble", "backpack"],
  wizard: ["wizardhat", "beard", "staff"],
  witch: ["wizardhat"],
  knight: ["helmet", "cape"],
  pirate: ["piratehat", "eyepatch"],
  detective: ["hat"],
  singer: ["headphones", "microphone"],
  chef: ["chefhat"],
  royal: ["crown", "cape"],
  sailor: ["sailorhat", "scarf"],
  hero: ["cape", "mask"],
  scientist: ["glasses"],
};
const HATS = /hat$|^(beanie|beret|crown|helmet|cap|hood|bubble)$/;

function chooseWears(traits: Traits, chance: Random): string[] {
  const asked = traits.wears.filter((item) => item !== "hat" || traits.role !== "wizard");
  const wears = new Set(asked);
  const hasHat = asked.some((item) => HATS.test(item));
  for (const item of WEARS_OF_ROLE[traits.role] ?? []) {
    if (HATS.test(item) && hasHat) continue;
    if (item === "beard" && (traits.isFeminine === true || traits.kind !== "human")) continue;
    wears.add(item);
  }
  // One small surprise a seed, so that four portraits of bare words are four characters.
  if (traits.wears.length < 2 && traits.role === "none") {
    wears.add(chance.pick(["scarf", "bowtie", "flower", "freckles", "beanie", "backpack"]));
  }
  return [...wears];
}

/** The figure that `prompt` describes, as `seed` sees it. */
export function designFigure(prompt: string, seed: number): Design {
  const traits = readTraits(prompt);
  const idea = random("idea", prompt.trim().toLowerCase());
  const chance = random("figure", hash(prompt.trim().toLowerCase()), seed);
  const isHuman = traits.kind === "human";
  const asked = traits.colours;

  const coat = idea.pick(COATS[traits.kind]);
  const drift = chance.range(-9, 9);
  const skin = isHuman
    ? vary(traits.skin ?? coat, chance.range(-3, 3), 0, chance.range(-0.03, 0.03))
    : vary(asked["skin"] ?? asked["main"] ?? coat, drift * 0.7, 0, chance.range(-0.035, 0.035));
  const ideaHue = idea.range(0, 360);
  const clothesBase =
    asked["clothes"] ??
    (isHuman ? asked["main"] : undefined) ??
    (traits.role === "astronaut"
      ? "#ece8df"
      : traits.role === "knight"
        ? "#9aa7b8"
        : traits.role === "chef" || traits.role === "scientist"
          ? "#f1ede3"
          : traits.role === "detective"
            ? "#b08d5c"
            : pot(isHuman ? ideaHue : toHsl(skin)[0] + 180 + idea.range(-60, 60)));
  const clothes = vary(
    clothesBase,
    asked["clothes"] === undefined ? drift * 2 : drift * 0.6,
    0,
    chance.range(-0.04, 0.04),
  );
  const accentHue = toHsl(clothes)[0] + chance.pick([150, 180, 210, 40, -40]);
  const accent = asked["scarf"] ?? pot(accentHue);
  const hair =
    asked["hair"] ??
    (traits.age === "old" ? "#d9d6d2" : vary(idea.pick(HAIRS), 0, 0, chance.range(-0.04, 0.05)));
  const garments: Design["garment"][] = isHuman
    ? ["coat", "sweater", "overalls", "shirt"]
    : ["sweater", "overalls", "coat", "shirt"];
  const asGarment = (
    ["coat", "dress", "sweater", "overalls", "robe", "suit", "armour"] as const
  ).find((name) => traits.wears.includes(name));
  const hasBeard = traits.wears.some((item) => item === "beard" || item === "moustache");
  const isFeminine = traits.isFeminine ?? (!hasBeard && idea.chance(0.5));
  const wears = chooseWears(traits, chance);

  return {
    version: 1,
    kind: traits.kind,
    role: traits.role,
    isFeminine,
    age: traits.age,
    wears,
    hair:
      traits.hair ??
      (isFeminine
        ? chance.pick(["long", "short", "braid", "bun", "curly"])
        : traits.age === "old" && chance.chance(0.4)
          ? "bald"
          : chance.pick(["short", "short", "curly"])),
    hairFringe: chance.whole(0, 3),
    garment:
      asGarment ??
      GARMENT_OF_ROLE[traits.role] ??
      (isFeminine && isHuman && chance.chance(0.4) ? "dress" : chance.pick(garments)),
    pattern: traits.wears.includes("stripes")
      ? "stripes"
      : traits.wears.includes("dots")
        ? "dots"
        : chance.pick(["plain", "stripes", "dots", "star", "patch"]),
    mood: traits.mood ?? chance.pick(["happy", "happy", "calm"]),
    colours: {
      main: isHuman ? clothes : skin,
      skin,
      pale: traits.kind === "panda" ? "#2f3140" : mix(skin, "#fff4e0", isHuman ? 0.35 : 0.68),
      hair,
      eyes:
        asked["eyes"] ??
        (traits.kind === "robot"
          ? chance.pick(["#7fe3ff", "#ffd873", "#a6f0a0"])
          : idea.pick(["#4a3328", "#5b7d4a", "#3f6fae", "#2f2a30"])),
      clothes,
      trousers: asked["trousers"] ?? mix(pot(toHsl(clothes)[0] + 200), "#2d3350", 0.62),
      accent,
      hat:
        asked["hat"] ??
        (traits.role === "wizard" || traits.role === "witch"
          ? vary(clothes, 8, 0, -0.08)
          : traits.role === "chef" || traits.role === "sailor"
            ? "#f5f1e6"
            : traits.role === "pirate"
              ? "#33303c"
              : traits.role === "detective"
                ? vary(clothes, 0, 0, -0.1)
                : accent),
      cape:
        asked["cape"] ??
        (traits.role === "knight" ? accent : vary(pot(accentHue + 20), 0, 0, -0.08)),
      pack: asked["pack"] ?? pot(accentHue + 60),
    },
    head: chance.range(0.94, 1.08) * (traits.age === "child" ? 1.08 : 1),
    face: chance.range(0.9, 1.12),
    ears: chance.range(0.85, 1.22),
    girth: chance.range(0.88, 1.16),
    legs: chance.range(0.92, 1.08) * (traits.age === "child" ? 0.9 : 1),
    eyes: chance.range(0.88, 1.18),
    eyeGap: chance.range(0.9, 1.12),
    marks: chance.whole(0, 5),
    tilt: chance.range(-8, 8),
    look: chance.pick([-0.8, -0.4, 0.4, 0.8]),
    pose: chance.whole(0, 3),
    backdrop: chance.whole(0, 5),
    backdropHue: chance.range(0, 360),
  };
}

/** A design out of a picture's metadata; null when the text is not one. */
export function parseDesign(text: string): Design | null {
  try {
    return Design.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
