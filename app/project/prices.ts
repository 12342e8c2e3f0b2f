/** Estimated prices for what a person is about to start. Amounts in US dollars. */
import type { ModelInfo } from "../../workers/contracts/models.ts";

/**
 * The length in seconds that a model shoots for an asked length: its nearest longer one, or its
 * longest when none is long enough. A model without a list shoots what is asked. Every clip has the
 * character in it, so a length that a reference demands is the length that is paid.
 */
export function snapLengthS(
  model: ModelInfo | undefined,
  askedS: number,
  aspectRatio = "16:9",
): number {
  const fixed = model?.referenceShot;
  if (fixed?.aspectRatio === aspectRatio) return fixed.lengthS;
  const lengths = [...(model?.lengthsS ?? [])].sort((a, b) => a - b);
  return lengths.find((length) => length >= askedS) ?? lengths.at(-1) ?? askedS;
}

/** Price of one run: one picture, one script, or one clip of `lengthS` seconds as it is shot. */
export function runUsd(model: ModelInfo | undefined, lengthS = 0): number {
  if (model === undefined) return 0;
  return model.price.unit === "second" ? model.price.usd * lengthS : model.price.usd;
}

export function findModel(models: readonly ModelInfo[], slug: string): ModelInfo | undefined {
  return models.find((model) => model.slug === slug);
}

export function defaultModel(
  models: readonly ModelInfo[],
  kind: ModelInfo["kind"],
): ModelInfo | undefined {
  const ofKind = models.filter((model) => model.kind === kind);
  return ofKind.find((model) => model.isDefault) ?? ofKind[0];
}

/** Price of one clip of a scene, at the length the model shoots. */
export function clipUsd(model: ModelInfo | undefined, askedS: number, aspectRatio: string): number {
  return runUsd(model, snapLengthS(model, askedS, aspectRatio));
}

/** Price of a take of a scene as it reads now. */
export function takeUsd(
  models: readonly ModelInfo[],
  settings: { videoModel: string; aspectRatio: string },
  scene: { lengthS: number },
): number {
  return clipUsd(findModel(models, settings.videoModel), scene.lengthS, settings.aspectRatio);
}

export type FilmEstimate = {
  portraitsUsd: number;
  scriptUsd: number;
  clipsUsd: number;
  totalUsd: number;
  /** Length each clip is shot at, seconds. */
  shotLengthS: number;
};

/** Price of a whole film before it is started. Cutting is our own work and costs nothing. */
export function filmEstimate(
  models: readonly ModelInfo[],
  plan: {
    sceneCount: number;
    clipLengthS: number;
    imageCount: number;
    videoModel?: string;
    aspectRatio: string;
  },
): FilmEstimate {
  const video =
    plan.videoModel === undefined || plan.videoModel === ""
      ? defaultModel(models, "video")
      : findModel(models, plan.videoModel);
  const portraitsUsd = runUsd(defaultModel(models, "image")) * plan.imageCount;
  const scriptUsd = runUsd(defaultModel(models, "text"));
  const clipsUsd = clipUsd(video, plan.clipLengthS, plan.aspectRatio) * plan.sceneCount;
  return {
    portraitsUsd,
    scriptUsd,
    clipsUsd,
    totalUsd: portraitsUsd + scriptUsd + clipsUsd,
    shotLengthS: snapLengthS(video, plan.clipLengthS, plan.aspectRatio),
  };
}
