/** Looking models up: what clients may see, the defaults, and what comes next when one is gone. */
import { fail, ok } from "../../contracts/errors.ts";
import type { Result } from "../../contracts/errors.ts";
import type { ModelInfo } from "../../contracts/models.ts";
import type { ImageModel, TextModel, VideoModel } from "./entry.ts";
import { IMAGE_MODELS } from "./image.ts";
import { TEXT_MODELS } from "./text.ts";
import { VIDEO_MODELS } from "./video.ts";

export type ModelKind = ModelInfo["kind"];
type ModelOf = { image: ImageModel; video: VideoModel; text: TextModel };

const MODELS: { [K in ModelKind]: readonly ModelOf[K][] } = {
  image: IMAGE_MODELS,
  video: VIDEO_MODELS,
  text: TEXT_MODELS,
};

export const DEFAULT_MODELS: Readonly<Record<ModelKind, string>> = {
  image: IMAGE_MODELS[0].slug,
  video: VIDEO_MODELS[0].slug,
  text: TEXT_MODELS[0].slug,
};

function infoOf(model: ImageModel | VideoModel | TextModel): ModelInfo {
  const { unit, usd, isEstimate } = model.price;
  return {
    slug: model.slug,
    kind: model.kind,
    label: model.label,
    isDefault: DEFAULT_MODELS[model.kind] === model.slug,
    price: { unit, usd, isEstimate },
    lengthsS: model.kind === "video" ? [...model.lengthsS] : [],
    aspectRatios: model.kind === "text" ? [] : [...model.aspectRatios],
    takesReference:
      model.kind === "video"
        ? model.references !== null || model.firstFrame !== null
        : model.kind === "image" && model.takesReference,
    referenceShot: model.kind === "video" ? fixedShot(model) : null,
    hasAudio: model.kind === "video" && model.hasAudio,
  };
}

function fixedShot({ references }: VideoModel): ModelInfo["referenceShot"] {
  if (references?.onlyAspectRatio === undefined || references.onlyLengthS === undefined)
    return null;
  return { aspectRatio: references.onlyAspectRatio, lengthS: references.onlyLengthS };
}

/** Every model of the catalogue, images first, each kind in the order of falling back. */
export function modelInfos(): ModelInfo[] {
  return [...IMAGE_MODELS, ...VIDEO_MODELS, ...TEXT_MODELS].map(infoOf);
}

export function isKnownModel(kind: ModelKind, slug: string): boolean {
  return MODELS[kind].some((model) => model.slug === slug);
}

/**
 * The model to take when `slug` is gone: the next one of the catalogue, from the top again after the
 * last, that was not tried. Null when all were.
 */
export function nextModel(kind: ModelKind, slug: string, tried: readonly string[]): string | null {
  const slugs = MODELS[kind].map((model) => model.slug);
  const after = slugs.indexOf(slug) + 1;
  const inOrder = [...slugs.slice(after), ...slugs.slice(0, after)];
  return inOrder.find((other) => other !== slug && !tried.includes(other)) ?? null;
}

/** The catalogue's entry. Error `invalid_request` for a slug that is not in it. */
export function findModel<K extends ModelKind>(kind: K, slug: string): Result<ModelOf[K]> {
  const models: readonly ModelOf[K][] = MODELS[kind];
  const found = models.find((model) => model.slug === slug);
  if (found !== undefined) return ok(found);
  const known = models.map((model) => model.slug).join(", ");
  return fail(
    "invalid_request",
    `There is no ${kind} model called ${slug.slice(0, 100)}. Choose one of ${known}.`,
  );
}
