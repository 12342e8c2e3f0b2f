/** Video models: inputs, the combinations they refuse, and the frame each one renders. */
import type { Input } from "../prediction.ts";
import type { Field, Fields } from "./field.ts";
import type { Model, Reference, Work } from "./model.ts";
import { has, numberOf, textOf } from "./model.ts";
import { frameSize, parseRatio } from "./size.ts";

const prompt: Field = { type: "string", required: true, text: "What happens in the clip." };
const negative: Field = { type: "string", text: "What should not appear." };
const seed: Field = { type: "integer", text: "Random seed. Set for reproducible generation." };

/** Seconds added to the time that rendering really takes. */
const LATENCY_S = 2;

function frame(text: string): Field {
  return { type: "uri", text };
}

function choice(values: readonly (string | number)[], text: string): Field {
  const type = typeof values[0] === "number" ? "integer" : "string";
  return { type, enum: values, default: values[0] ?? "", text };
}

function clip(
  input: Input,
  ratio: number,
  resolution: string,
  options?: { lengthS?: number; fps?: number; hasAudio?: boolean },
): Work {
  return {
    kind: "video",
    prompt: textOf(input, "prompt"),
    lengthS: options?.lengthS ?? numberOf(input, "duration", 5),
    ...frameSize(ratio, resolution),
    fps: options?.fps ?? 24,
    hasAudio: options?.hasAudio ?? false,
  };
}

/** The ratio of the first picture, else the asked one, else 16:9. */
function ratioFromPicture(input: Input, references: readonly Reference[]): number {
  const size = references[0]?.size ?? null;
  if (size !== null) return size.width / size.height;
  return parseRatio(textOf(input, "aspect_ratio")) ?? 16 / 9;
}

function video(
  model: Pick<Model, "slug" | "text" | "fields" | "pictures" | "plan" | "refuse"> & { usd: number },
): Model {
  const { usd, ...rest } = model;
  return {
    ...rest,
    kind: "video",
    output: "url",
    price: { unit: "second", usd },
    latencyS: LATENCY_S,
  };
}

function veo(slug: string, usd: number, takesReferences: boolean): Model {
  const fields: Fields = {
    prompt,
    aspect_ratio: choice(["16:9", "9:16"], "Ratio of the clip."),
    duration: choice([8, 6, 4], "Length in seconds."),
    resolution: choice(["1080p", "720p"], "Resolution of the clip."),
    image: frame("First frame."),
    last_frame: frame("Last frame, with a first one."),
    ...(takesReferences
      ? {
          reference_images: {
            type: "uris",
            default: [],
            maxItems: 3,
            text: "1 to 3 pictures of the subject; only at 16:9 and 8 s.",
          } satisfies Field,
        }
      : {}),
    negative_prompt: negative,
    generate_audio: { type: "boolean", default: true, text: "Make sound too." },
    seed,
  };
  return video({
    slug,
    text: "Google's Veo 3.1, with sound.",
    fields,
    usd,
    pictures: takesReferences
      ? ["reference_images", "image", "last_frame"]
      : ["image", "last_frame"],
    refuse(input) {
      const hasReferences = takesReferences && has(input, "reference_images");
      if (hasReferences && (input["aspect_ratio"] !== "16:9" || input["duration"] !== 8)) {
        return "reference_images only works with a 16:9 aspect_ratio and a duration of 8 seconds";
      }
      if (!hasReferences && has(input, "last_frame") && !has(input, "image")) {
        return "last_frame requires image";
      }
      return null;
    },
    plan: (input) =>
      clip(
        input,
        parseRatio(textOf(input, "aspect_ratio")) ?? 16 / 9,
        textOf(input, "resolution"),
        { hasAudio: input["generate_audio"] !== false },
      ),
  });
}

function seedance(slug: string, usd: number, isLite: boolean): Model {
  return video({
    slug,
    text: "ByteDance's Seedance 1.",
    fields: {
      prompt,
      image: frame("First frame."),
      last_frame_image: frame("Last frame, with a first one."),
      ...(isLite
        ? {
            reference_images: {
              type: "uris",
              default: [],
              maxItems: 4,
              text: "1 to 4 pictures of the subject; not at 1080p and not with frames.",
            } satisfies Field,
          }
        : {}),
      duration: { type: "integer", min: 2, max: 12, default: 5, text: "Length in seconds." },
      resolution: choice(
        isLite ? ["720p", "480p", "1080p"] : ["1080p", "480p", "720p"],
        "Resolution of the clip.",
      ),
      aspect_ratio: choice(
        ["16:9", "4:3", "1:1", "3:4", "9:16", "21:9", "9:21"],
        "Ratio of the clip; ignored with a first frame.",
      ),
      fps: choice([24], "Frames per second."),
      camera_fixed: { type: "boolean", default: false, text: "Keep the camera still." },
      seed,
    },
    usd,
    pictures: isLite
      ? ["image", "last_frame_image", "reference_images"]
      : ["image", "last_frame_image"],
    refuse(input) {
      if (has(input, "last_frame_image") && !has(input, "image")) {
        return "last_frame_image requires image";
      }
      if (!isLite || !has(input, "reference_images")) return null;
      if (input["resolution"] === "1080p") return "reference_images cannot be used with 1080p";
      return has(input, "image") || has(input, "last_frame_image")
        ? "reference_images cannot be used with image or last_frame_image"
        : null;
    },
    plan: (input, references) =>
      clip(
        input,
        ratioFromPicture(input, has(input, "image") ? references : []),
        textOf(input, "resolution"),
        { fps: numberOf(input, "fps", 24) },
      ),
  });
}

const kling21 = video({
  slug: "kwaivgi/kling-v2.1",
  text: "Kling 2.1, from a first frame.",
  fields: {
    prompt,
    start_image: { ...frame("First frame."), required: true },
    end_image: frame("Last frame, in pro mode only."),
    mode: choice(["standard", "pro"], "standard is 720p, pro is 1080p."),
    duration: choice([5, 10], "Length in seconds."),
    negative_prompt: negative,
  },
  usd: 0.06,
  pictures: ["start_image", "end_image"],
  refuse: (input) =>
    has(input, "end_image") && input["mode"] !== "pro" ? "end_image requires pro mode" : null,
  plan: (input, references) =>
    clip(input, ratioFromPicture(input, references), input["mode"] === "pro" ? "1080p" : "720p"),
});

const kling25 = video({
  slug: "kwaivgi/kling-v2.5-turbo-pro",
  text: "Kling 2.5 turbo pro.",
  fields: {
    prompt,
    start_image: frame("First frame."),
    end_image: frame("Last frame, with a first one."),
    image: frame("Deprecated: the first frame."),
    duration: choice([5, 10], "Length in seconds."),
    aspect_ratio: choice(["16:9", "9:16", "1:1"], "Ratio; ignored with a first frame."),
    negative_prompt: negative,
  },
  usd: 0.07,
  pictures: ["start_image", "image", "end_image"],
  refuse: (input) =>
    has(input, "end_image") && !has(input, "start_image") ? "end_image requires start_image" : null,
  plan: (input, references) => clip(input, ratioFromPicture(input, references), "1080p"),
});

const hailuo = video({
  slug: "minimax/hailuo-02",
  text: "MiniMax Hailuo 02.",
  fields: {
    prompt,
    first_frame_image: frame("First frame; sets the ratio."),
    last_frame_image: frame("Last frame."),
    duration: choice([6, 10], "Length in seconds; 10 only at 768p."),
    resolution: choice(["1080p", "768p", "512p"], "Resolution of the clip."),
    prompt_optimizer: { type: "boolean", default: true, text: "Let the model enrich the prompt." },
  },
  usd: 0.05,
  pictures: ["first_frame_image", "last_frame_image"],
  refuse: (input) =>
    input["duration"] === 10 && input["resolution"] !== "768p"
      ? "10 second videos are only available at 768p resolution"
      : null,
  plan: (input, references) =>
    clip(input, ratioFromPicture(input, references), textOf(input, "resolution")),
});

const wan = video({
  slug: "wan-video/wan-2.2-i2v-fast",
  text: "Wan 2.2, fast, from a first frame.",
  fields: {
    prompt,
    image: { ...frame("First frame."), required: true },
    last_image: frame("Last frame."),
    num_frames: { type: "integer", min: 81, max: 121, default: 81, text: "Frames to make." },
    resolution: choice(["480p", "720p"], "Resolution of the clip."),
    frames_per_second: {
      type: "integer",
      min: 5,
      max: 30,
      default: 16,
      text: "Frames per second.",
    },
    go_fast: { type: "boolean", default: true, text: "Faster, with less precision." },
    sample_shift: { type: "number", min: 1, max: 20, default: 12, text: "Sampler's shift." },
    interpolate_output: { type: "boolean", default: false, text: "Smooth the motion to 30 fps." },
    disable_safety_checker: { type: "boolean", default: false, text: "Skip the safety check." },
    seed,
  },
  usd: 0.018,
  pictures: ["image", "last_image"],
  refuse: () => null,
  plan(input, references) {
    const fps = numberOf(input, "frames_per_second", 16);
    return clip(input, ratioFromPicture(input, references), textOf(input, "resolution"), {
      lengthS: numberOf(input, "num_frames", 81) / fps,
      fps: input["interpolate_output"] === true ? 30 : fps,
    });
  },
});

export const VIDEO_MODELS: readonly Model[] = [
  veo("google/veo-3.1", 0.2, true),
  veo("google/veo-3.1-fast", 0.1, false),
  seedance("bytedance/seedance-1-pro", 0.05, false),
  seedance("bytedance/seedance-1-lite", 0.02, true),
  kling21,
  kling25,
  hailuo,
  wan,
];
