import { describe, expect, it } from "vitest";
import * as z from "zod";
import { LIMITS } from "../../contracts/limits.ts";
import { AspectRatio, ImageFormat, Resolution } from "../../contracts/models.ts";
import { DEFAULT_MODELS } from "../catalogue/catalogue.ts";
import { planImage } from "../plan-image.ts";
import { planScript } from "../plan-script.ts";
import { planVideo } from "../plan-video.ts";
import { clipPrompt, portraitPrompt, videoRules } from "../prompts.ts";
import type { Flavor } from "./flavor.ts";
import { findFlavor, flavorNames, FLAVORS } from "./flavors.ts";

/** Words for a model: trimmed, on one line, and without what templates and tags are made of. */
function words(min: number, max: number) {
  return z
    .string()
    .min(min)
    .max(max)
    .regex(/^[^{}<>\n]*$/)
    .refine((text) => text === text.trim());
}

/** Holds exactly the named placeholders, each at least once. */
function template(max: number, ...names: string[]) {
  return z
    .string()
    .min(40)
    .max(max)
    .refine(
      (text) => {
        const found = new Set([...text.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name));
        return names.every((name) => found.has(name)) && found.size === names.length;
      },
      `The placeholders must be ${names.join(", ")}.`,
    );
}

const Checked: z.ZodType<Flavor> = z.strictObject({
  name: z
    .string()
    .max(40)
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  label: words(3, 40),
  description: words(20, 120),
  image: z.strictObject({
    aspectRatio: z.string().regex(/^\d+:\d+$/),
    safetyFilterLevel: z.enum(["block_only_high", "block_medium_and_above", "block_low_and_above"]),
    personGeneration: z.enum(["dont_allow", "allow_adult", "allow_all"]),
    format: z.enum(ImageFormat.options),
    negativePrompt: words(3, 300).nullable(),
    look: words(0, 300),
  }),
  scenes: z.strictObject({
    characterCharacteristics: words(3, 120),
    videoType: words(3, 60),
    videoCharacteristics: words(3, 120),
    cameraAngle: words(3, 60),
    sceneCount: z.int().min(1).max(LIMITS.scenes),
    guidance: words(40, 600),
  }),
  video: z.strictObject({
    aspectRatio: z.enum(AspectRatio.options),
    durationS: z.number().min(LIMITS.clipMinSeconds).max(LIMITS.clipMaxSeconds),
    generateAudio: z.boolean(),
    resolution: z.enum(Resolution.options),
    rules: template(400, "aspect_ratio"),
    look: words(0, 300),
  }),
});

const each = FLAVORS.map((flavor): [string, Flavor] => [flavor.name, flavor]);

describe("flavors", () => {
  it("have the names that requests use, each once", () => {
    expect(flavorNames()).toEqual([
      "default",
      "cinematic-film-noir",
      "concert-music-video",
      "product-advert",
    ]);
    expect(new Set(FLAVORS.map((flavor) => flavor.label)).size).toBe(FLAVORS.length);
  });

  it.each(each)("%s is complete and within the limits", (_, flavor) => {
    expect(Checked.parse(flavor)).toEqual(flavor);
  });

  it.each(each)("%s asks the default models for nothing they can't do", (_, flavor) => {
    const { image, scenes, video } = flavor;
    const portrait = planImage(DEFAULT_MODELS.image, {
      prompt: portraitPrompt("Ada, 70", image.look),
      ...image,
      seed: null,
      referenceUrl: null,
    });
    expect(portrait).toMatchObject({ ok: true, value: { substitutions: [] } });

    const rules = videoRules(video.rules, video.aspectRatio);
    const prompt = clipPrompt(
      { sceneDescription: "She runs", characterDescription: "Ada, 70" },
      { rules, look: video.look },
    );
    expect(prompt).not.toMatch(/[{}]/);
    expect(prompt).toContain(video.aspectRatio);
    for (const referenceUrl of [null, "https://portrait.test/1.png"]) {
      const clip = planVideo(DEFAULT_MODELS.video, {
        ...video,
        prompt,
        negativePrompt: null,
        lengthS: video.durationS,
        seed: null,
        referenceUrl,
      });
      expect(clip).toMatchObject({ ok: true, value: { substitutions: [] } });
    }

    const script = planScript(DEFAULT_MODELS.text, {
      idea: "A lighthouse finds its voice",
      characterDescription: "Ada, 70",
      sceneCount: scenes.sceneCount,
      lengthS: video.durationS,
      style: scenes,
      rewrite: null,
      fault: null,
    });
    if (!script.ok) throw new Error(script.error.message);
    for (const said of [scenes.videoType, scenes.cameraAngle, scenes.guidance]) {
      expect(script.value.input["prompt"]).toContain(said);
    }
  });

  it("differ in their words", () => {
    const said = (of: (flavor: Flavor) => string) => new Set(FLAVORS.map(of)).size;
    expect(said((flavor) => flavor.image.look)).toBe(FLAVORS.length);
    expect(said((flavor) => flavor.video.look)).toBe(FLAVORS.length);
    expect(said((flavor) => flavor.video.rules)).toBe(FLAVORS.length);
    expect(said((flavor) => flavor.scenes.guidance)).toBe(FLAVORS.length);
  });

  it("by default are the usual parameters", () => {
    const { image, scenes, video } = findFlavor(null).flavor;
    expect(image).toEqual({
      aspectRatio: "1:1",
      safetyFilterLevel: "block_medium_and_above",
      personGeneration: "allow_adult",
      format: "png",
      negativePrompt: null,
      look: "",
    });
    expect(scenes).toMatchObject({
      characterCharacteristics: "sarcastic, dramatic, emotional, and lovable",
      videoType: "video",
      videoCharacteristics: "vlogging, realistic, 4k, cinematic",
      cameraAngle: "front",
      sceneCount: 4,
    });
    expect(video).toMatchObject({ aspectRatio: "16:9", durationS: 8, generateAudio: true });
  });
});

describe("findFlavor", () => {
  it.each(each)("finds %s without a warning", (name, flavor) => {
    expect(findFlavor(name)).toEqual({ flavor, warning: null });
  });

  it("takes the default for none, without a warning", () => {
    expect(findFlavor(null)).toEqual({ flavor: FLAVORS[0], warning: null });
  });

  it.each(["neon", "", "Default", "__proto__"])("takes the default for %j and says so", (name) => {
    const found = findFlavor(name);
    expect(found.flavor.name).toBe("default");
    expect(found.warning).toBe(
      `There is no flavor called "${name}", so the default one is used. Choose one of default, cinematic-film-noir, concert-music-video, product-advert.`,
    );
  });

  it("repeats no more than the start of a very long name", () => {
    expect(findFlavor("x".repeat(5000)).warning?.length).toBeLessThan(300);
  });
});
