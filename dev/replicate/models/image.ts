/** Image models: inputs and output shapes as their published schemas have them. */
import type { Input } from "../prediction.ts";
import type { Field } from "./field.ts";
import type { Model, Reference, Work } from "./model.ts";
import { numberOf, textOf } from "./model.ts";
import type { Size } from "./size.ts";
import { parseRatio, pictureSize } from "./size.ts";

const prompt: Field = { type: "string", required: true, text: "What the picture shows." };
const seed: Field = { type: "integer", text: "Random seed. Set for reproducible generation." };

function format(...formats: ("png" | "jpg" | "webp")[]): Field {
  return {
    type: "string",
    enum: formats,
    default: formats[0] ?? "png",
    text: "Format of the output image.",
  };
}

function choice(values: readonly string[], text: string): Field {
  return { type: "string", enum: values, default: values[0] ?? "", text };
}

function formatOf(input: Input): "png" | "jpg" | "webp" {
  const asked = textOf(input, "output_format");
  return asked === "png" || asked === "webp" ? asked : "jpg";
}

function picture(input: Input, size: Size, count = 1): Work {
  return {
    kind: "image",
    prompt: textOf(input, "prompt"),
    count,
    ...size,
    format: formatOf(input),
  };
}

/** The asked ratio, or the first reference's for `match_input_image`. */
function ratioOf(input: Input, references: readonly Reference[]): number {
  const asked = parseRatio(textOf(input, "aspect_ratio"));
  const size = references[0]?.size ?? null;
  return asked ?? (size === null ? 1 : size.width / size.height);
}

const IMAGEN_SIZES: Record<string, Size> = {
  "1:1": { width: 1024, height: 1024 },
  "9:16": { width: 768, height: 1408 },
  "16:9": { width: 1408, height: 768 },
  "3:4": { width: 896, height: 1280 },
  "4:3": { width: 1280, height: 896 },
};

const imagenFields = {
  prompt,
  aspect_ratio: choice(Object.keys(IMAGEN_SIZES), "Ratio of the picture."),
  output_format: format("jpg", "png"),
  safety_filter_level: choice(
    ["block_only_high", "block_medium_and_above", "block_low_and_above"],
    "How strictly pictures are filtered.",
  ),
};

function imagen(slug: string, usd: number, latencyS: number): Model {
  return {
    slug,
    kind: "image",
    text: "Google's Imagen 4.",
    fields: imagenFields,
    output: "url",
    price: { unit: "image", usd },
    pictures: [],
    latencyS,
    refuse: () => null,
    plan: (input) =>
      picture(input, IMAGEN_SIZES[textOf(input, "aspect_ratio")] ?? { width: 1024, height: 1024 }),
  };
}

const nanoBanana: Model = {
  slug: "google/nano-banana",
  kind: "image",
  text: "Google's picture editing in Gemini 2.5.",
  fields: {
    prompt,
    image_input: { type: "uris", default: [], text: "Pictures to transform or use as reference." },
    aspect_ratio: choice(
      [
        "match_input_image",
        "1:1",
        "2:3",
        "3:2",
        "3:4",
        "4:3",
        "4:5",
        "5:4",
        "9:16",
        "16:9",
        "21:9",
      ],
      "Ratio of the picture.",
    ),
    output_format: format("jpg", "png"),
  },
  output: "url",
  price: { unit: "image", usd: 0.039 },
  pictures: ["image_input"],
  latencyS: 2.5,
  refuse: () => null,
  plan: (input, references) => picture(input, pictureSize(ratioOf(input, references), 1)),
};

const fluxPro: Model = {
  slug: "black-forest-labs/flux-1.1-pro",
  kind: "image",
  text: "Black Forest Labs' FLUX 1.1 pro.",
  fields: {
    prompt,
    image_prompt: { type: "uri", text: "Picture that guides the composition." },
    aspect_ratio: choice(
      ["1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3", "custom"],
      "Ratio of the picture; custom uses width and height.",
    ),
    width: {
      type: "integer",
      min: 256,
      max: 1440,
      text: "Width in pixels when the ratio is custom.",
    },
    height: { type: "integer", min: 256, max: 1440, text: "Height in pixels when custom." },
    safety_tolerance: {
      type: "integer",
      min: 1,
      max: 6,
      default: 2,
      text: "1 strict to 6 permissive.",
    },
    prompt_upsampling: {
      type: "boolean",
      default: false,
      text: "Let the model enrich the prompt.",
    },
    output_format: format("webp", "jpg", "png"),
    output_quality: {
      type: "integer",
      min: 0,
      max: 100,
      default: 80,
      text: "Quality of jpg and webp.",
    },
    seed,
  },
  output: "url",
  price: { unit: "image", usd: 0.04 },
  pictures: ["image_prompt"],
  latencyS: 2.2,
  refuse: (input) =>
    input["aspect_ratio"] === "custom" &&
    (input["width"] === undefined || input["height"] === undefined)
      ? "width and height are required when aspect_ratio is custom"
      : null,
  plan(input, references) {
    const isCustom = input["aspect_ratio"] === "custom";
    const step = (value: number) => Math.max(256, Math.round(value / 32) * 32);
    const size = isCustom
      ? {
          width: step(numberOf(input, "width", 1024)),
          height: step(numberOf(input, "height", 1024)),
        }
      : pictureSize(ratioOf(input, references), 1);
    return picture(input, size);
  },
};

const fluxSchnell: Model = {
  slug: "black-forest-labs/flux-schnell",
  kind: "image",
  text: "Black Forest Labs' fast FLUX.",
  fields: {
    prompt,
    aspect_ratio: choice(
      ["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"],
      "Ratio of the picture.",
    ),
    num_outputs: { type: "integer", min: 1, max: 4, default: 1, text: "How many pictures." },
    num_inference_steps: { type: "integer", min: 1, max: 4, default: 4, text: "Denoising steps." },
    megapixels: choice(["1", "0.25"], "Approximate size."),
    output_format: format("webp", "jpg", "png"),
    output_quality: {
      type: "integer",
      min: 0,
      max: 100,
      default: 80,
      text: "Quality of jpg and webp.",
    },
    disable_safety_checker: { type: "boolean", default: false, text: "Skip the safety check." },
    go_fast: { type: "boolean", default: true, text: "Faster, with less precision." },
    seed,
  },
  output: "urls",
  price: { unit: "image", usd: 0.003 },
  pictures: [],
  latencyS: 1.5,
  refuse: () => null,
  plan: (input) =>
    picture(
      input,
      pictureSize(ratioOf(input, []), input["megapixels"] === "0.25" ? 0.25 : 1),
      numberOf(input, "num_outputs", 1),
    ),
};

const SEEDREAM_MEGAPIXELS: Record<string, number> = { "1K": 1, "2K": 4, "4K": 16 };

const seedream: Model = {
  slug: "bytedance/seedream-4",
  kind: "image",
  text: "ByteDance's Seedream 4.",
  fields: {
    prompt,
    image_input: { type: "uris", default: [], maxItems: 10, text: "1 to 10 reference pictures." },
    size: choice(["2K", "1K", "4K", "custom"], "Size of the picture."),
    aspect_ratio: choice(
      ["match_input_image", "1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9"],
      "Ratio of the picture.",
    ),
    width: { type: "integer", min: 1024, max: 4096, default: 2048, text: "Width when custom." },
    height: { type: "integer", min: 1024, max: 4096, default: 2048, text: "Height when custom." },
    sequential_image_generation: choice(["disabled", "auto"], "Whether to make related pictures."),
    max_images: {
      type: "integer",
      min: 1,
      max: 15,
      default: 1,
      text: "At most so many, with auto.",
    },
    enhance_prompt: { type: "boolean", default: true, text: "Let the model enrich the prompt." },
  },
  output: "urls",
  price: { unit: "image", usd: 0.03 },
  pictures: ["image_input"],
  latencyS: 3,
  refuse(input) {
    const inputs = Array.isArray(input["image_input"]) ? input["image_input"].length : 0;
    return inputs + numberOf(input, "max_images", 1) > 15
      ? "the number of input images plus max_images must not exceed 15"
      : null;
  },
  plan(input, references) {
    const isCustom = input["size"] === "custom";
    const size = isCustom
      ? { width: numberOf(input, "width", 2048), height: numberOf(input, "height", 2048) }
      : pictureSize(
          ratioOf(input, references),
          SEEDREAM_MEGAPIXELS[textOf(input, "size")] ?? SEEDREAM_MEGAPIXELS["2K"] ?? 4,
        );
    const isSequence = input["sequential_image_generation"] === "auto";
    return picture(input, size, isSequence ? numberOf(input, "max_images", 1) : 1);
  },
};

export const IMAGE_MODELS: readonly Model[] = [
  imagen("google/imagen-4", 0.04, 2.5),
  imagen("google/imagen-4-fast", 0.02, 1.5),
  nanoBanana,
  fluxPro,
  fluxSchnell,
  seedream,
];
