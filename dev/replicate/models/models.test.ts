import { describe, expect, it } from "vitest";
import type { Input } from "../prediction.ts";
import { findModel, findVersion, MODELS, presentModel, versionOf } from "./catalogue.ts";
import { findInvalidFields, withDefaults } from "./field.ts";
import type { Model, Reference, Work } from "./model.ts";
import { frameSize, pictureSize, pictureSizeOf } from "./size.ts";

function model(slug: string): Model {
  const found = findModel(slug);
  if (found === null) throw new Error(`${slug} is not in the catalogue`);
  return found;
}

function plan(slug: string, input: Input, references: Reference[] = []): Work {
  const known = model(slug);
  return known.plan(withDefaults(known.fields, { prompt: "a fox", ...input }), references);
}

function refusal(slug: string, input: Input): string | null {
  const known = model(slug);
  return known.refuse(withDefaults(known.fields, { prompt: "a fox", ...input }));
}

const picture = "https://example.com/fox.png";
const tall: Reference = { path: "/fox.png", size: { width: 768, height: 1408 } };

describe("the catalogue", () => {
  it("finds every model by each form of its version", () => {
    expect(MODELS).toHaveLength(20);
    for (const known of MODELS) {
      const version = versionOf(known);
      expect(version).toMatch(/^[0-9a-f]{64}$/);
      for (const form of [known.slug, version, `${known.slug}:${version}`]) {
        expect(findVersion(form)).toBe(known);
      }
      expect(findVersion(`someone/else:${version}`)).toBeNull();
    }
  });

  it("shows inputs as a schema, with order, defaults and limits", () => {
    const shown = presentModel(model("bytedance/seedance-1-pro")) as {
      is_official: boolean;
      latest_version: { openapi_schema: { components: { schemas: { Input: object } } } };
    };
    expect(shown.is_official).toBe(true);
    expect(shown.latest_version.openapi_schema.components.schemas.Input).toMatchObject({
      type: "object",
      required: ["prompt"],
      properties: {
        prompt: { type: "string", "x-order": 0 },
        image: { type: "string", format: "uri" },
        duration: { type: "integer", minimum: 2, maximum: 12, default: 5 },
        resolution: { enum: ["1080p", "480p", "720p"], default: "1080p" },
      },
    });
  });

  it("accepts its own defaults", () => {
    for (const known of MODELS) {
      const input = withDefaults(known.fields, { prompt: "a fox", image: picture });
      if (known.fields["start_image"] !== undefined) input["start_image"] = picture;
      expect(findInvalidFields(known.fields, input, { rejectUnknown: false }), known.slug).toEqual(
        [],
      );
    }
  });

  it("checks types strictly", () => {
    const faults = (slug: string, input: Input) =>
      findInvalidFields(model(slug).fields, input, { rejectUnknown: false }).map(
        ({ field, type }) => `${field} ${type}`,
      );
    expect(faults("anthropic/claude-4-sonnet", { prompt: "x", max_tokens: 1023 })).toEqual([
      "input.max_tokens number_gte",
    ]);
    expect(faults("google/veo-3.1", { prompt: null, duration: 8.5, generate_audio: 1 })).toEqual([
      "input.prompt invalid_type",
      "input.duration invalid_type",
      "input.generate_audio invalid_type",
    ]);
    const four = [picture, picture, picture, picture];
    expect(faults("google/veo-3.1", { prompt: "x", reference_images: four })).toEqual([
      "input.reference_images array_max_items",
    ]);
    expect(faults("google/veo-3.1", { prompt: "x", reference_images: ["fox", 1] })).toEqual([
      "input.reference_images.0 format",
      "input.reference_images.1 invalid_type",
    ]);
    expect(faults("wan-video/wan-2.2-i2v-fast", { prompt: "x" })).toEqual(["input required"]);
  });
});

describe("combinations that are refused", () => {
  it("are those of the published rules", () => {
    const references = [picture];
    const refused: [string, Input][] = [
      ["google/veo-3.1", { reference_images: references, duration: 6 }],
      ["google/veo-3.1", { reference_images: references, aspect_ratio: "9:16" }],
      ["google/veo-3.1", { last_frame: picture }],
      ["bytedance/seedance-1-pro", { last_frame_image: picture }],
      ["bytedance/seedance-1-lite", { reference_images: references, resolution: "1080p" }],
      ["bytedance/seedance-1-lite", { reference_images: references, image: picture }],
      ["kwaivgi/kling-v2.1", { start_image: picture, end_image: picture }],
      ["minimax/hailuo-02", { duration: 10 }],
      ["openai/gpt-4o-mini", { prompt: "" }],
    ];
    for (const [slug, input] of refused) expect(refusal(slug, input), slug).not.toBeNull();
    const accepted: [string, Input][] = [
      ["google/veo-3.1", { reference_images: references }],
      ["google/veo-3.1", { image: picture, last_frame: picture, aspect_ratio: "9:16" }],
      ["google/veo-3.1-fast", { reference_images: references, duration: 4 }],
      ["bytedance/seedance-1-lite", { reference_images: references }],
      ["kwaivgi/kling-v2.1", { start_image: picture, end_image: picture, mode: "pro" }],
      ["minimax/hailuo-02", { duration: 10, resolution: "768p" }],
    ];
    for (const [slug, input] of accepted) expect(refusal(slug, input), slug).toBeNull();
  });
});

describe("what is made", () => {
  it("follows length, size, rate and sound", () => {
    expect(plan("google/veo-3.1", {})).toMatchObject({
      lengthS: 8,
      width: 1920,
      height: 1080,
      fps: 24,
      hasAudio: true,
    });
    expect(
      plan("google/veo-3.1", { aspect_ratio: "9:16", resolution: "720p", generate_audio: false }),
    ).toMatchObject({ width: 720, height: 1280, hasAudio: false });
    expect(plan("wan-video/wan-2.2-i2v-fast", { image: picture }, [tall])).toMatchObject({
      lengthS: 81 / 16,
      fps: 16,
      width: 480,
      height: 880,
    });
    expect(plan("bytedance/seedance-1-lite", { duration: 3, aspect_ratio: "1:1" })).toMatchObject({
      lengthS: 3,
      width: 720,
      height: 720,
      hasAudio: false,
    });
    expect(plan("black-forest-labs/flux-schnell", { num_outputs: 3 })).toMatchObject({
      count: 3,
      format: "webp",
      width: 1024,
      height: 1024,
    });
    expect(plan("google/imagen-4", { aspect_ratio: "16:9", output_format: "png" })).toMatchObject({
      width: 1408,
      height: 768,
      format: "png",
    });
    expect(plan("google/nano-banana", { image_input: [picture] }, [tall])).toMatchObject({
      width: 768,
      height: 1376,
    });
    expect(plan("stability-ai/stable-audio-2.5", { duration: 12 })).toMatchObject({
      kind: "music",
      lengthS: 12,
      format: "mp3",
    });
  });

  it("takes a conversation where there is no prompt", () => {
    const known = model("openai/gpt-4o-mini");
    const messages = [
      { role: "system", content: "Answer in JSON." },
      { role: "user", content: "Scenes for a fox." },
    ];
    expect(known.plan({ messages }, [])).toEqual({
      kind: "text",
      prompt: "Scenes for a fox.",
      systemPrompt: "Answer in JSON.",
    });
  });
});

describe("sizes", () => {
  it("are even for clips and multiples of 32 for pictures", () => {
    for (const ratio of [16 / 9, 9 / 16, 1, 21 / 9, 4 / 3, 0.7123]) {
      const frame = frameSize(ratio, "480p");
      expect([frame.width % 2, frame.height % 2]).toEqual([0, 0]);
      expect(Math.min(frame.width, frame.height)).toBe(480);
      const { width, height } = pictureSize(ratio, 1);
      expect([width % 32, height % 32]).toEqual([0, 0]);
    }
  });

  it("are read from the heads of PNG, JPEG and WebP", () => {
    const png = Buffer.alloc(24);
    png.writeUInt32BE(0x89504e47, 0);
    png.writeUInt32BE(640, 16);
    png.writeUInt32BE(360, 20);
    expect(pictureSizeOf(png)).toEqual({ width: 640, height: 360 });
    // An APP0 segment, then the frame header.
    const jpeg = Buffer.from("ffd8ffe00004aabbffc000110801680280030122000000000000", "hex");
    expect(pictureSizeOf(jpeg)).toEqual({ width: 640, height: 360 });
    const webp = Buffer.alloc(30);
    webp.write("RIFF", 0, "latin1");
    webp.write("WEBPVP8X", 8, "latin1");
    webp.writeUIntLE(639, 24, 3);
    webp.writeUIntLE(359, 27, 3);
    expect(pictureSizeOf(webp)).toEqual({ width: 640, height: 360 });
    expect(pictureSizeOf(Buffer.from("<html></html>"))).toBeNull();
    expect(pictureSizeOf(Buffer.alloc(0))).toBeNull();
  });
});
