/** Turns a wish for one picture into a call of an image model. Pure. */
import { ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import type { ImageFormat, Substitution } from "../contracts/models.ts";
import { findModel } from "./catalogue/catalogue.ts";
import { roundUsd } from "./plan.ts";
import type { ModelPlan } from "./plan.ts";
import { nearestRatio, substitution } from "./substitution.ts";

export type ImageRequest = {
  prompt: string;
  negativePrompt: string | null;
  /** Like `16:9`. */
  aspectRatio: string;
  format: ImageFormat;
  seed: number | null;
};

/** `format` is what the model will deliver; where it isn't the asked one, the caller converts. */
export type ImagePlan = ModelPlan & { format: ImageFormat };

/**
 * Plans one picture. Inputs that the model does not know are left out, and each is named in
 * `substitutions`. Error `invalid_request` for a model that is not in the catalogue.
 */
export function planImage(slug: string, request: ImageRequest): Result<ImagePlan> {
  const found = findModel("image", slug);
  if (!found.ok) return found;
  const model = found.value;
  const substitutions: Substitution[] = [];

  let aspectRatio = request.aspectRatio;
  if (!model.aspectRatios.includes(aspectRatio)) {
    aspectRatio = nearestRatio(request.aspectRatio, model.aspectRatios);
    substitutions.push(
      substitution(
        "aspect_ratio",
        request.aspectRatio,
        aspectRatio,
        `${model.label} can't draw ${request.aspectRatio}; ${aspectRatio} is the nearest shape it can.`,
      ),
    );
  }

  let format = request.format;
  if (!model.formats.includes(format)) {
    format = model.formats[0];
    substitutions.push(
      substitution(
        "image_format",
        request.format,
        format,
        `${model.label} doesn't make ${request.format} files. It draws a ${format}, which is then converted to ${request.format}.`,
      ),
    );
  }

  const isSeedSent = request.seed !== null && model.takesSeed;
  if (request.seed !== null && !isSeedSent) {
    substitutions.push(
      substitution(
        "seed",
        String(request.seed),
        null,
        `${model.label} takes no seed, so the same picture can't be drawn again.`,
      ),
    );
  }

  const isNegativeSent = request.negativePrompt !== null && model.takesNegativePrompt;
  if (request.negativePrompt !== null && !isNegativeSent) {
    substitutions.push(
      substitution(
        "negative_prompt",
        request.negativePrompt,
        null,
        `${model.label} takes no negative prompt, so it was left out. Say what you want to see instead.`,
      ),
    );
  }

  return ok({
    model: model.slug,
    input: model.toInput({
      prompt: request.prompt,
      aspectRatio,
      format,
      seed: isSeedSent ? request.seed : null,
      negativePrompt: isNegativeSent ? request.negativePrompt : null,
    }),
    substitutions,
    estimateUsd: roundUsd(model.price.usd),
    format,
  });
}
