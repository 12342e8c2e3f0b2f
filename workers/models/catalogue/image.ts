/** Image models. The first is the default; the order is the order of falling back. */
import { sent } from "./entry.ts";
import type { ImageModel } from "./entry.ts";

const IMAGEN_4: ImageModel = {
  slug: "google/imagen-4",
  kind: "image",
  label: "Imagen 4",
  price: {
    unit: "image",
    usd: 0.04,
    isEstimate: true,
    source: "Widely repeated; no price page seen.",
  },
  aspectRatios: ["1:1", "9:16", "16:9", "3:4", "4:3"],
  formats: ["png", "jpg"],
  takesSeed: false,
  takesNegativePrompt: false,
  safetyFilterLevels: ["block_only_high", "block_medium_and_above", "block_low_and_above"],
  takesReference: false,
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      aspect_ratio: shot.aspectRatio,
      output_format: shot.format,
      safety_filter_level: shot.safetyFilterLevel,
    }),
};

const NANO_BANANA: ImageModel = {
  slug: "google/nano-banana",
  kind: "image",
  label: "Nano Banana",
  price: { unit: "image", usd: 0.04, isEstimate: true, source: "Belief: no price page seen." },
  aspectRatios: ["1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"],
  formats: ["png", "jpg"],
  takesSeed: false,
  takesNegativePrompt: false,
  safetyFilterLevels: [],
  takesReference: true,
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      aspect_ratio: shot.aspectRatio,
      output_format: shot.format,
      image_input: shot.referenceUrl === null ? null : [shot.referenceUrl],
    }),
};

const FLUX_PRO: ImageModel = {
  slug: "black-forest-labs/flux-1.1-pro",
  kind: "image",
  label: "FLUX 1.1 pro",
  price: {
    unit: "image",
    usd: 0.04,
    isEstimate: true,
    source: "Seen in other projects' settings.",
  },
  aspectRatios: ["1:1", "16:9", "3:2", "2:3", "4:5", "5:4", "9:16", "3:4", "4:3"],
  formats: ["png", "jpg", "webp"],
  takesSeed: true,
  takesNegativePrompt: false,
  safetyFilterLevels: [],
  takesReference: true,
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      aspect_ratio: shot.aspectRatio,
      output_format: shot.format,
      seed: shot.seed,
      image_prompt: shot.referenceUrl,
    }),
};

const FLUX_SCHNELL: ImageModel = {
  slug: "black-forest-labs/flux-schnell",
  kind: "image",
  label: "FLUX schnell",
  price: {
    unit: "image",
    usd: 0.003,
    isEstimate: true,
    source: "Seen in other projects' settings.",
  },
  aspectRatios: ["1:1", "16:9", "21:9", "3:2", "2:3", "4:5", "5:4", "3:4", "4:3", "9:16", "9:21"],
  formats: ["png", "jpg", "webp"],
  takesSeed: true,
  takesNegativePrompt: false,
  safetyFilterLevels: [],
  takesReference: false,
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      aspect_ratio: shot.aspectRatio,
      output_format: shot.format,
      num_outputs: 1,
      seed: shot.seed,
    }),
};

const SEEDREAM_4: ImageModel = {
  slug: "bytedance/seedream-4",
  kind: "image",
  label: "Seedream 4",
  price: { unit: "image", usd: 0.03, isEstimate: true, source: "Belief: no price page seen." },
  aspectRatios: ["1:1", "4:3", "3:4", "16:9", "9:16", "3:2", "2:3", "21:9"],
  // It has no format input. The file's own bytes decide in the end; JPEG is what it was seen to give.
  formats: ["jpg"],
  takesSeed: false,
  takesNegativePrompt: false,
  safetyFilterLevels: [],
  takesReference: true,
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      aspect_ratio: shot.aspectRatio,
      size: "2K",
      image_input: shot.referenceUrl === null ? null : [shot.referenceUrl],
      sequential_image_generation: "disabled",
      max_images: 1,
    }),
};

export const IMAGE_MODELS: readonly [ImageModel, ...ImageModel[]] = [
  IMAGEN_4,
  NANO_BANANA,
  FLUX_PRO,
  FLUX_SCHNELL,
  SEEDREAM_4,
];
