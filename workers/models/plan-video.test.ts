import { describe, expect, it } from "vitest";
import type { VideoModel } from "./catalogue/entry.ts";
import { VIDEO_MODELS } from "./catalogue/video.ts";
import { planVideo, planVideoFor } from "./plan-video.ts";
import type { VideoRequest } from "./plan-video.ts";

const PORTRAIT = "https://media.test/portrait.png";
const wish: VideoRequest = {
  prompt: "She climbs the stairs",
  negativePrompt: null,
  lengthS: 8,
  aspectRatio: "16:9",
  resolution: "720p",
  seed: null,
  generateAudio: false,
  referenceUrl: PORTRAIT,
};

function plan(model: string, change: Partial<VideoRequest> = {}) {
  const planned = planVideo(model, { ...wish, ...change });
  if (!planned.ok) throw new Error(planned.error.message);
  const said = planned.value.substitutions.map(({ field, asked, used }) => [field, asked, used]);
  return { ...planned.value, said };
}

describe("Veo 3.1", () => {
  it("keeps the character by reference at 16:9 and 8 s, with nothing to say", () => {
    const made = plan("google/veo-3.1", { generateAudio: true, seed: 5, negativePrompt: "rain" });
    expect(made.input).toEqual({
      prompt: "She climbs the stairs",
      negative_prompt: "rain",
      duration: 8,
      aspect_ratio: "16:9",
      resolution: "720p",
      generate_audio: true,
      reference_images: [PORTRAIT],
      seed: 5,
    });
    expect(made.said).toEqual([]);
    expect(made.shotLengthS).toBe(8);
    expect(made.estimateUsd).toBe(3.2);
  });

  it.each([2, 4, 5, 6])("with a reference, %s seconds become 8, and it is said", (lengthS) => {
    const made = plan("google/veo-3.1", { lengthS });
    expect(made.input).toMatchObject({ duration: 8, reference_images: [PORTRAIT] });
    expect(made.shotLengthS).toBe(8);
    expect(made.said).toEqual([["length_s", String(lengthS), "8"]]);
    expect(made.substitutions[0]?.reason).toMatch(/reference.*only shoots 8 seconds/);
  });

  it("at 9:16 the portrait becomes the first picture, said, and the length is free again", () => {
    const made = plan("google/veo-3.1", { aspectRatio: "9:16", lengthS: 5 });
    expect(made.input).toMatchObject({ image: PORTRAIT, aspect_ratio: "9:16", duration: 6 });
    expect(made.input).not.toHaveProperty("reference_images");
    expect(made.said).toEqual([
      ["character_reference", "reference_images", "image"],
      ["length_s", "5", "6"],
    ]);
  });

  it("shoots 1:1 as 16:9, said, where the reference works", () => {
    const made = plan("google/veo-3.1", { aspectRatio: "1:1" });
    expect(made.input).toMatchObject({ aspect_ratio: "16:9", reference_images: [PORTRAIT] });
    expect(made.said).toEqual([["aspect_ratio", "1:1", "16:9"]]);
  });

  it("costs less without sound, and sends neither picture nor seed when there is none", () => {
    const made = plan("google/veo-3.1", { referenceUrl: null, lengthS: 4 });
    expect(made.input).toEqual({
      prompt: "She climbs the stairs",
      duration: 4,
      aspect_ratio: "16:9",
      resolution: "720p",
      generate_audio: false,
    });
    expect(made.estimateUsd).toBe(0.8);
  });

  it("fast takes the portrait as the first picture and says so", () => {
    const made = plan("google/veo-3.1-fast", { lengthS: 6 });
    expect(made.input).toMatchObject({ image: PORTRAIT, duration: 6, aspect_ratio: "16:9" });
    expect(made.said).toEqual([["character_reference", "reference_images", "image"]]);
  });
});

describe("lengths", () => {
  it.each([
    ["google/veo-3.1-fast", 2, 4],
    ["google/veo-3.1-fast", 4.5, 6],
    ["google/veo-3.1-fast", 15, 8],
    ["bytedance/seedance-1-pro", 7, 7],
    ["bytedance/seedance-1-pro", 7.2, 8],
    ["bytedance/seedance-1-pro", 15, 12],
    ["kwaivgi/kling-v2.1", 2, 5],
    ["kwaivgi/kling-v2.1", 6, 10],
    ["minimax/hailuo-02", 2, 6],
    ["minimax/hailuo-02", 7, 10],
    ["wan-video/wan-2.2-i2v-fast", 3, 5],
    ["wan-video/wan-2.2-i2v-fast", 15, 7],
  ])("%s: %s s asked, %s s shot, said when different", (model, asked, shot) => {
    const made = plan(model, { lengthS: asked });
    expect(made.shotLengthS).toBe(shot);
    const notes = made.substitutions.filter(({ field }) => field === "length_s");
    expect(notes).toHaveLength(asked === shot ? 0 : 1);
    if (asked > shot) expect(notes[0]?.reason).toMatch(/shorter than asked/);
  });

  it("says by how much a clip is too short in a readable number", () => {
    const [note] = plan("google/veo-3.1-fast", { lengthS: 8.3 }).substitutions.filter(
      ({ field }) => field === "length_s",
    );
    expect(note?.reason).toContain("0.3 seconds shorter");
  });

  it("counts Wan's length in frames", () => {
    expect(plan("wan-video/wan-2.2-i2v-fast", { lengthS: 6 }).input).toMatchObject({
      num_frames: 97,
      frames_per_second: 16,
    });
  });
});

describe("resolutions", () => {
  it.each([
    ["google/veo-3.1", "1080p", { resolution: "1080p" }, undefined],
    ["kwaivgi/kling-v2.1", "720p", { mode: "standard" }, undefined],
    ["kwaivgi/kling-v2.1", "1080p", { mode: "pro" }, undefined],
    ["minimax/hailuo-02", "720p", { resolution: "768p" }, "768p"],
    ["minimax/hailuo-02", "1080p", { resolution: "768p", duration: 10 }, "768p"],
    ["wan-video/wan-2.2-i2v-fast", "1080p", { resolution: "720p" }, "720p"],
    ["bytedance/seedance-1-lite", "1080p", { resolution: "720p" }, "720p"],
    ["kwaivgi/kling-v2.5-turbo-pro", "720p", {}, null],
  ])("%s at %s", (model, resolution, input, used) => {
    const made = plan(model, { resolution });
    expect(made.input).toMatchObject(input);
    const notes = made.substitutions.filter(({ field }) => field === "resolution");
    expect(notes.map((note) => note.used)).toEqual(used === undefined ? [] : [used]);
  });

  it("leaves Hailuo at 1080p for short clips, and Seedance Lite without a character", () => {
    expect(plan("minimax/hailuo-02", { resolution: "1080p", lengthS: 6 }).input).toMatchObject({
      resolution: "1080p",
      duration: 6,
    });
    const lite = plan("bytedance/seedance-1-lite", { resolution: "1080p", referenceUrl: null });
    expect(lite.input).toMatchObject({ resolution: "1080p" });
  });

  it("never sends Kling 2.5 a resolution", () => {
    expect(plan("kwaivgi/kling-v2.5-turbo-pro").input).not.toHaveProperty("resolution");
  });
});

describe("the character", () => {
  it.each([
    ["bytedance/seedance-1-pro", "image"],
    ["kwaivgi/kling-v2.5-turbo-pro", "start_image"],
    ["kwaivgi/kling-v2.1", "start_image"],
    ["minimax/hailuo-02", "first_frame_image"],
    ["wan-video/wan-2.2-i2v-fast", "image"],
  ])("%s gets the portrait as %s, no ratio, and both are said", (model, input) => {
    const made = plan(model);
    expect(made.input[input]).toBe(PORTRAIT);
    expect(made.input).not.toHaveProperty("aspect_ratio");
    expect(made.said).toContainEqual(["character_reference", "reference_images", input]);
    expect(made.said).toContainEqual(["aspect_ratio", "16:9", null]);
  });

  it("Seedance Lite takes it as a reference and keeps the ratio", () => {
    const made = plan("bytedance/seedance-1-lite", { aspectRatio: "1:1" });
    expect(made.input).toMatchObject({ reference_images: [PORTRAIT], aspect_ratio: "1:1" });
    expect(made.said).toEqual([]);
  });

  it.each(VIDEO_MODELS.map((model) => model.slug))(
    "%s never loses it: it is in the input",
    (slug) => {
      for (const aspectRatio of ["16:9", "9:16", "1:1"]) {
        for (const resolution of ["720p", "1080p"]) {
          const made = plan(slug, { aspectRatio, resolution });
          expect(JSON.stringify(made.input)).toContain(PORTRAIT);
        }
      }
    },
  );

  it.each(["kwaivgi/kling-v2.1", "wan-video/wan-2.2-i2v-fast"])(
    "%s is refused without a picture, before anything is paid",
    (slug) => {
      const planned = planVideo(slug, { ...wish, referenceUrl: null });
      expect(planned).toMatchObject({ ok: false, error: { code: "invalid_request" } });
      expect(planned.ok ? "" : planned.error.message).toMatch(/Choose a character picture/);
    },
  );

  it("is said loudly where a model can't take it at all", () => {
    const wordsOnly: VideoModel = { ...VIDEO_MODELS[0], references: null, firstFrame: null };
    const planned = planVideoFor(wordsOnly, wish);
    if (!planned.ok) throw new Error(planned.error.message);
    expect(JSON.stringify(planned.value.input)).not.toContain(PORTRAIT);
    expect(planned.value.substitutions).toMatchObject([
      { field: "character_reference", asked: "reference_images", used: null },
    ]);
    expect(planned.value.substitutions[0]?.reason).toMatch(/will look different/);
  });

  it("is said loudly where only another ratio would keep it", () => {
    const wide: VideoModel = { ...VIDEO_MODELS[0], firstFrame: null };
    const planned = planVideoFor(wide, { ...wish, aspectRatio: "9:16" });
    if (!planned.ok) throw new Error(planned.error.message);
    expect(planned.value.substitutions).toMatchObject([
      { field: "character_reference", used: null },
    ]);
  });
});

describe("what a model does not know", () => {
  it("is not sent, and said: sound, seed, negative prompt", () => {
    const made = plan("minimax/hailuo-02", {
      lengthS: 6,
      generateAudio: true,
      seed: 3,
      negativePrompt: "rain",
    });
    expect(made.said).toEqual(
      expect.arrayContaining([
        ["generate_audio", "true", "false"],
        ["seed", "3", null],
        ["negative_prompt", "rain", null],
      ]),
    );
    for (const input of ["generate_audio", "seed", "negative_prompt"]) {
      expect(made.input).not.toHaveProperty(input);
    }
  });

  it("says nothing of what was not asked for", () => {
    const fields = plan("minimax/hailuo-02", { lengthS: 6 }).said.map(([field]) => field);
    expect(fields).not.toContain("generate_audio");
    expect(fields).not.toContain("seed");
    expect(fields).not.toContain("negative_prompt");
  });

  it.each(VIDEO_MODELS.map((model) => model.slug))(
    "%s gets no null, and every sentence is one",
    (slug) => {
      const made = plan(slug, {
        lengthS: 15,
        aspectRatio: "1:1",
        resolution: "1080p",
        seed: 1,
        negativePrompt: "x",
        generateAudio: true,
      });
      expect(Object.values(made.input)).not.toContain(null);
      for (const { reason } of made.substitutions) expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(Number.isInteger(made.input["duration"] ?? 1)).toBe(true);
    },
  );
});
