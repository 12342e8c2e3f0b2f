/**
 * Turns a wish for one clip into a call of a video model. Pure. Every rule that a model has about
 * combinations of inputs is applied here, before anything is paid: what can be adapted is adapted and
 * said, what can't be is refused.
 */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import type { Substitution } from "../contracts/models.ts";
import { findModel } from "./catalogue/catalogue.ts";
import type { VideoModel } from "./catalogue/entry.ts";
import { roundUsd } from "./plan.ts";
import type { ModelPlan } from "./plan.ts";
import { nearestRatio, oneOf, snapLength, snapResolution, substitution } from "./substitution.ts";

export type VideoRequest = {
  prompt: string;
  negativePrompt: string | null;
  /** Seconds that the film will use. */
  lengthS: number;
  /** Like `16:9`. */
  aspectRatio: string;
  /** Like `720p`. */
  resolution: string;
  seed: number | null;
  generateAudio: boolean;
  /** Address of the chosen portrait, reachable by the model; null when there is none. */
  referenceUrl: string | null;
};

/** `shotLengthS`: seconds that the model will shoot. */
export type VideoPlan = ModelPlan & { shotLengthS: number };

/**
 * Plans one clip. Errors, both `invalid_request`: the model is not in the catalogue; the model can
 * only start from a picture and `referenceUrl` is null.
 */
export function planVideo(slug: string, request: VideoRequest): Result<VideoPlan> {
  const found = findModel("video", slug);
  return found.ok ? planVideoFor(found.value, request) : found;
}

/** The same for an entry that need not be in the catalogue. */
export function planVideoFor(model: VideoModel, request: VideoRequest): Result<VideoPlan> {
  if (model.firstFrame?.isRequired === true && request.referenceUrl === null) {
    return fail(
      "invalid_request",
      `${model.label} can only shoot from a picture. Choose a character picture first, or another video model.`,
    );
  }
  const notes: Substitution[] = [];
  const ratio = chooseRatio(model, request, notes);
  const use = chooseCharacterInput(model, request, ratio, notes);
  const { lengthS, resolution } = chooseLengthAndSize(model, request, use, notes);
  const shot = {
    prompt: request.prompt,
    negativePrompt: model.takesNegativePrompt ? request.negativePrompt : null,
    lengthS,
    aspectRatio: use === "first_frame" && model.firstFrame?.setsAspectRatio ? null : ratio,
    resolution,
    seed: model.takesSeed ? request.seed : null,
    generateAudio: model.hasAudio ? request.generateAudio : null,
    referenceImages:
      use === "references" && request.referenceUrl !== null ? [request.referenceUrl] : null,
    firstFrame: use === "first_frame" ? request.referenceUrl : null,
  };
  sayWhatIsLeftOut(model, request, notes);
  return ok({
    model: model.slug,
    input: model.toInput(shot),
    substitutions: notes,
    estimateUsd: roundUsd(lengthS * model.usdPerSecond(shot)),
    shotLengthS: lengthS,
  });
}

/** The ratio to send, or null when none is. */
function chooseRatio(
  model: VideoModel,
  request: VideoRequest,
  notes: Substitution[],
): string | null {
  const asked = request.aspectRatio;
  const isShapedByPicture =
    request.referenceUrl !== null &&
    model.references === null &&
    model.firstFrame?.setsAspectRatio === true;
  if (isShapedByPicture) {
    notes.push(
      substitution(
        "aspect_ratio",
        asked,
        null,
        `${model.label} gives the clip the shape of the character picture, whatever ratio is asked for.`,
      ),
    );
    return null;
  }
  if (model.aspectRatios.length === 0) {
    notes.push(
      substitution(
        "aspect_ratio",
        asked,
        null,
        `${model.label} decides the clip's shape by itself.`,
      ),
    );
    return null;
  }
  if (model.aspectRatios.includes(asked)) return asked;
  const nearest = nearestRatio(asked, model.aspectRatios);
  notes.push(
    substitution(
      "aspect_ratio",
      asked,
      nearest,
      `${model.label} can't shoot ${asked}; ${nearest} is the nearest shape it can.`,
    ),
  );
  return nearest;
}

type CharacterUse = "references" | "first_frame" | "none";

/** How the chosen portrait reaches the model. It is never left out without a word. */
function chooseCharacterInput(
  model: VideoModel,
  request: VideoRequest,
  ratio: string | null,
  notes: Substitution[],
): CharacterUse {
  if (request.referenceUrl === null) return "none";
  const { references, firstFrame } = model;
  const only = references?.onlyAspectRatio;
  if (references !== null && (only === undefined || only === ratio)) return "references";
  if (firstFrame !== null) {
    const why =
      references === null
        ? `${model.label} takes the character as the clip's first picture, so the clip opens on the portrait.`
        : `${model.label} takes character references only at ${only}. At ${ratio} the portrait becomes the clip's first picture instead.`;
    notes.push(substitution("character_reference", "reference_images", firstFrame.input, why));
    return "first_frame";
  }
  notes.push(
    substitution(
      "character_reference",
      "reference_images",
      null,
      references === null
        ? `${model.label} can't take the chosen character. The clip is shot from the words alone, so the person in it will look different. Choose another video model to keep the character.`
        : `${model.label} takes the chosen character only at ${only}. At ${ratio} the clip is shot from the words alone, so the person in it will look different.`,
    ),
  );
  return "none";
}

function chooseLengthAndSize(
  model: VideoModel,
  request: VideoRequest,
  use: CharacterUse,
  notes: Substitution[],
): { lengthS: number; resolution: string | null } {
  const fixed = use === "references" ? model.references?.onlyLengthS : undefined;
  const lengths: readonly [number, ...number[]] = fixed === undefined ? model.lengthsS : [fixed];
  const lengthS = snapLength(request.lengthS, lengths);
  if (lengthS !== request.lengthS) {
    notes.push(lengthNote(model, request.lengthS, lengthS, fixed !== undefined));
  }

  if (model.resolutions.length === 0) {
    notes.push(
      substitution(
        "resolution",
        request.resolution,
        null,
        `${model.label} has one size of its own, so none was asked for.`,
      ),
    );
    return { lengthS, resolution: null };
  }
  const wanted = snapResolution(request.resolution, model.resolutions);
  let resolution = wanted;
  let reason = `${model.label} can't shoot in ${request.resolution}; ${wanted} is its nearest.`;
  const short = model.shortAt;
  if (short !== undefined && resolution === short.resolution && lengthS > short.maxLengthS) {
    resolution = nextSmaller(resolution, model.resolutions);
    reason = `${model.label} shoots ${short.resolution} for ${short.maxLengthS} seconds at most, so this ${lengthS} second clip is shot in ${resolution}.`;
  }
  if (use === "references" && resolution === model.references?.notResolution) {
    resolution = nextSmaller(resolution, model.resolutions);
    reason = `${model.label} can't keep the character at ${wanted}, so the clip is shot in ${resolution}.`;
  }
  if (resolution !== request.resolution) {
    notes.push(substitution("resolution", request.resolution, resolution, reason));
  }
  return { lengthS, resolution };
}

function nextSmaller(resolution: string, ascending: readonly string[]): string {
  return ascending[ascending.indexOf(resolution) - 1] ?? resolution;
}

function lengthNote(
  model: VideoModel,
  asked: number,
  used: number,
  isFixedByReference: boolean,
): Substitution {
  const makes = isFixedByReference
    ? `With a character reference ${model.label} only shoots ${used} seconds`
    : asked > used
      ? `${model.label} shoots ${used} seconds at most`
      : `${model.label} shoots ${lengthList(model.lengthsS)} seconds`;
  const consequence =
    asked > used
      ? `so the clip is ${Math.round((asked - used) * 100) / 100} seconds shorter than asked`
      : `so ${used} are shot and paid for, and the film uses the first ${asked}`;
  return substitution("length_s", String(asked), String(used), `${makes}, ${consequence}.`);
}

/** `4, 6 or 8`, and `2 to 12` for a long run without gaps. */
function lengthList(lengths: readonly [number, ...number[]]): string {
  const last = lengths.at(-1) ?? lengths[0];
  const isRun = lengths.length > 3 && last - lengths[0] === lengths.length - 1;
  return isRun ? `${lengths[0]} to ${last} whole` : oneOf(lengths);
}

/** Inputs that the model does not know are not sent; each is named. */
function sayWhatIsLeftOut(model: VideoModel, request: VideoRequest, notes: Substitution[]): void {
  if (request.generateAudio && !model.hasAudio) {
    notes.push(
      substitution(
        "generate_audio",
        "true",
        "false",
        `${model.label} makes no sound, so this clip is silent.`,
      ),
    );
  }
  if (request.seed !== null && !model.takesSeed) {
    notes.push(
      substitution(
        "seed",
        String(request.seed),
        null,
        `${model.label} takes no seed, so the same clip can't be shot again.`,
      ),
    );
  }
  if (request.negativePrompt !== null && !model.takesNegativePrompt) {
    notes.push(
      substitution(
        "negative_prompt",
        request.negativePrompt,
        null,
        `${model.label} takes no negative prompt, so it was left out. Say what you want to see instead.`,
      ),
    );
  }
}
