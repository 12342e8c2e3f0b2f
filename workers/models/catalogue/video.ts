/** Video models. The first is the default; the order is the order of falling back. */
import { sent } from "./entry.ts";
import type { VideoModel, VideoShot } from "./entry.ts";

/** Sound about doubles Veo's price; a lost create at the higher price must not surprise anyone. */
const veoSource =
  "Third-party tables of 2026-07, doubled with sound as for Veo 3; no price page seen.";

function veoInput(shot: VideoShot): Record<string, unknown> {
  return sent({
    prompt: shot.prompt,
    negative_prompt: shot.negativePrompt,
    duration: shot.lengthS,
    aspect_ratio: shot.aspectRatio,
    resolution: shot.resolution,
    generate_audio: shot.generateAudio,
    reference_images: shot.referenceImages,
    image: shot.firstFrame,
    seed: shot.seed,
  });
}

const VEO_3_1: VideoModel = {
  slug: "google/veo-3.1",
  kind: "video",
  label: "Veo 3.1",
  price: { unit: "second", usd: 0.4, isEstimate: true, source: veoSource },
  lengthsS: [4, 6, 8],
  aspectRatios: ["16:9", "9:16"],
  resolutions: ["720p", "1080p"],
  references: { onlyAspectRatio: "16:9", onlyLengthS: 8 },
  firstFrame: { input: "image", isRequired: false, setsAspectRatio: false },
  hasAudio: true,
  takesSeed: true,
  takesNegativePrompt: true,
  usdPerSecond: (shot) => (shot.generateAudio === false ? 0.2 : 0.4),
  toInput: veoInput,
};

const VEO_3_1_FAST: VideoModel = {
  ...VEO_3_1,
  slug: "google/veo-3.1-fast",
  label: "Veo 3.1 fast",
  price: { unit: "second", usd: 0.15, isEstimate: true, source: veoSource },
  references: null,
  usdPerSecond: (shot) => (shot.generateAudio === false ? 0.1 : 0.15),
};

const SEEDANCE_LENGTHS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
const SEEDANCE_RATIOS = ["16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "9:21"] as const;

function seedanceInput(shot: VideoShot): Record<string, unknown> {
  return sent({
    prompt: shot.prompt,
    duration: shot.lengthS,
    aspect_ratio: shot.aspectRatio,
    resolution: shot.resolution,
    fps: 24,
    camera_fixed: false,
    reference_images: shot.referenceImages,
    image: shot.firstFrame,
    seed: shot.seed,
  });
}

const SEEDANCE_PRO: VideoModel = {
  slug: "bytedance/seedance-1-pro",
  kind: "video",
  label: "Seedance 1 Pro",
  price: {
    unit: "second",
    usd: 0.15,
    isEstimate: true,
    source: "0.07 a second in other projects' settings; the 1080p figure is a belief.",
  },
  lengthsS: SEEDANCE_LENGTHS,
  aspectRatios: SEEDANCE_RATIOS,
  resolutions: ["480p", "720p", "1080p"],
  references: null,
  firstFrame: { input: "image", isRequired: false, setsAspectRatio: true },
  hasAudio: false,
  takesSeed: true,
  takesNegativePrompt: false,
  usdPerSecond: (shot) => (shot.resolution === "1080p" ? 0.15 : 0.07),
  toInput: seedanceInput,
};

const SEEDANCE_LITE: VideoModel = {
  ...SEEDANCE_PRO,
  slug: "bytedance/seedance-1-lite",
  label: "Seedance 1 Lite",
  price: {
    unit: "second",
    usd: 0.07,
    isEstimate: true,
    source: "0.02 a second at the smallest size in other projects; larger sizes are a belief.",
  },
  references: { notResolution: "1080p" },
  usdPerSecond: (shot) => (shot.resolution === "1080p" ? 0.07 : 0.04),
};

const KLING_2_1: VideoModel = {
  slug: "kwaivgi/kling-v2.1",
  kind: "video",
  label: "Kling 2.1",
  price: {
    unit: "second",
    usd: 0.09,
    isEstimate: true,
    source: "0.05 standard in a table of 2026-07, 0.09 pro in other projects' settings.",
  },
  lengthsS: [5, 10],
  aspectRatios: [],
  resolutions: ["720p", "1080p"],
  references: null,
  firstFrame: { input: "start_image", isRequired: true, setsAspectRatio: true },
  hasAudio: false,
  takesSeed: false,
  takesNegativePrompt: true,
  usdPerSecond: (shot) => (shot.resolution === "1080p" ? 0.09 : 0.05),
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      negative_prompt: shot.negativePrompt,
      duration: shot.lengthS,
      // Its sizes have names: standard is 720p, pro is 1080p.
      mode: shot.resolution === "1080p" ? "pro" : "standard",
      start_image: shot.firstFrame,
    }),
};

const KLING_2_5_TURBO: VideoModel = {
  slug: "kwaivgi/kling-v2.5-turbo-pro",
  kind: "video",
  label: "Kling 2.5 Turbo Pro",
  price: { unit: "second", usd: 0.07, isEstimate: true, source: "A third-party table of 2026-07." },
  lengthsS: [5, 10],
  aspectRatios: ["16:9", "9:16", "1:1"],
  resolutions: [],
  references: null,
  firstFrame: { input: "start_image", isRequired: false, setsAspectRatio: true },
  hasAudio: false,
  takesSeed: false,
  takesNegativePrompt: true,
  usdPerSecond: () => 0.07,
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      negative_prompt: shot.negativePrompt,
      duration: shot.lengthS,
      aspect_ratio: shot.aspectRatio,
      start_image: shot.firstFrame,
    }),
};

const HAILUO_02: VideoModel = {
  slug: "minimax/hailuo-02",
  kind: "video",
  label: "Hailuo 02",
  price: {
    unit: "second",
    usd: 0.08,
    isEstimate: true,
    source: "0.05 a second in other projects' settings; the 1080p figure is a belief.",
  },
  lengthsS: [6, 10],
  aspectRatios: [],
  resolutions: ["512p", "768p", "1080p"],
  shortAt: { resolution: "1080p", maxLengthS: 6 },
  references: null,
  firstFrame: { input: "first_frame_image", isRequired: false, setsAspectRatio: true },
  hasAudio: false,
  takesSeed: false,
  takesNegativePrompt: false,
  usdPerSecond: (shot) => (shot.resolution === "1080p" ? 0.08 : 0.05),
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      duration: shot.lengthS,
      resolution: shot.resolution,
      prompt_optimizer: true,
      first_frame_image: shot.firstFrame,
    }),
};

const WAN_FPS = 16;

const WAN_2_2_FAST: VideoModel = {
  slug: "wan-video/wan-2.2-i2v-fast",
  kind: "video",
  label: "Wan 2.2 fast",
  price: { unit: "second", usd: 0.06, isEstimate: true, source: "Another project's settings." },
  // It counts frames, 81 to 121 at 16 a second, in steps of four after the first.
  lengthsS: [5, 6, 7],
  aspectRatios: [],
  resolutions: ["480p", "720p"],
  references: null,
  firstFrame: { input: "image", isRequired: true, setsAspectRatio: true },
  hasAudio: false,
  takesSeed: true,
  takesNegativePrompt: false,
  usdPerSecond: () => 0.06,
  toInput: (shot) =>
    sent({
      prompt: shot.prompt,
      num_frames: shot.lengthS * WAN_FPS + 1,
      frames_per_second: WAN_FPS,
      resolution: shot.resolution,
      image: shot.firstFrame,
      seed: shot.seed,
    }),
};

export const VIDEO_MODELS: readonly [VideoModel, ...VideoModel[]] = [
  VEO_3_1,
  VEO_3_1_FAST,
  SEEDANCE_PRO,
  SEEDANCE_LITE,
  KLING_2_5_TURBO,
  KLING_2_1,
  HAILUO_02,
  WAN_2_2_FAST,
];
