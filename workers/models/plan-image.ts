/** Turns a wish for one picture into a call of an image model. Pure. */
import { ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import type { ImageFormat, Substitution } from "../contracts/models.ts";
import { findModel } from "./catalogue/catalogue.ts";
import type { ImageModel } from "./catalogue/entry.ts";
import { roundUsd } from "./plan.ts";
import type { ModelPlan } from "./plan.ts";
import { nearestRatio, nearestSafetyLevel, oneOf, substitution } from "./substitution.ts";

export type ImageRequest = {
  prompt: string;
  negativePrompt: string | null;
  /** Like `16:9`. */
  aspectRatio: string;
  format: ImageFormat;
  seed: number | null;
  /** Like `block_medium_and_above`; null leaves it to the model. */
  safetyFilterLevel: string | null;
  /** Like `allow_adult`; null leaves it to the model. */
  personGeneration: string | null;
  /** Where the model gets a picture to stay close to; null for a picture from words alone. */
  referenceUrl: string | null;
};

/** What models go by when nothing is said: asking for it leaves nothing out. */
const OWN_PERSON_GENERATION = "allow_adult";

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

  const isReferenceSent = request.referenceUrl !== null && model.takesReference;
  if (request.referenceUrl !== null && !isReferenceSent) {
    substitutions.push(
      substitution(
        "picture",
        "the portrait",
        null,
        `${model.label} takes no picture to stay close to, so it draws from the same words${isSeedSent ? " with the seed beside it" : ""}. The face may differ.`,
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

  const safetyFilterLevel = chooseSafetyLevel(model, request.safetyFilterLevel, substitutions);

  const { personGeneration } = request;
  if (personGeneration !== null && personGeneration !== OWN_PERSON_GENERATION) {
    substitutions.push(
      substitution(
        "person_generation",
        personGeneration,
        null,
        `${model.label} can't be told which people it may draw, so that was left out. Say in the character's description who is to be seen.`,
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
      safetyFilterLevel,
      referenceUrl: isReferenceSent ? request.referenceUrl : null,
    }),
    substitutions,
    estimateUsd: roundUsd(model.price.usd),
    format,
  });
}

/** The level to send, or null when none is. */
function chooseSafetyLevel(
  model: ImageModel,
  asked: string | null,
  notes: Substitution[],
): string | null {
  const levels = model.safetyFilterLevels;
  if (asked === null || levels.includes(asked)) return asked;
  const nearest = nearestSafetyLevel(asked, levels);
  notes.push(
    substitution("safety_filter_level", asked, nearest, safetyReason(model, asked, nearest)),
  );
  return nearest;
}

function safetyReason(model: ImageModel, asked: string, nearest: string | null): string {
  const levels = model.safetyFilterLevels;
  if (levels.length === 0) {
    return `${model.label} takes no safety level, so its own filter decides.`;
  }
  return nearest === null
    ? `${model.label} knows no safety level called ${asked}, so its own filter decides. It takes ${oneOf(levels)}.`
    : `${model.label} can't filter by ${asked}; ${nearest} is the nearest level it has.`;
}
