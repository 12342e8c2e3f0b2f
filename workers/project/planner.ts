/** The domain's planner, answered from the model catalogue. Pure. */
import type { Result } from "../contracts/errors.ts";
import type { Planner } from "../domain/context.ts";
import type { ClipOrder, PortraitOrder, Reference, ScriptOrder } from "../domain/orders.ts";
import {
  clipPrompt,
  DEFAULT_MODELS,
  type ImagePlan,
  type ModelPlan,
  nextModel,
  planImage,
  planScript,
  planVideo,
  portraitPrompt,
  readScript,
  type VideoPlan,
} from "../models/index.ts";

/** Stands for the portrait's address while only price and substitutions are asked for. */
const ANY_REFERENCE = "https://portrait.invalid/portrait.png";

/** `referenceUrl` is where the model gets the picture that the order stays close to. */
export function portraitPlan(
  order: PortraitOrder,
  model: string,
  referenceUrl: string | null,
): Result<ImagePlan> {
  return planImage(model, { ...order, referenceUrl });
}

export function scriptPlan(
  order: ScriptOrder,
  model: string,
  fault: string | null,
): Result<ModelPlan> {
  return planScript(model, { ...order, fault });
}

/** `referenceUrl` is where the model gets the order's picture of the character. */
export function clipPlan(
  order: ClipOrder,
  model: string,
  referenceUrl: string | null,
): Result<VideoPlan> {
  return planVideo(model, { ...order, referenceUrl });
}

const anyAddress = (reference: Reference | null) => (reference === null ? null : ANY_REFERENCE);

export const planner: Planner = {
  portraitOrder: ({ characterDescription, settings }, seed) => ({
    kind: "character",
    prompt: portraitPrompt(characterDescription),
    negativePrompt: settings.negativePrompt,
    aspectRatio: "1:1",
    format: settings.imageFormat,
    seed,
    safetyFilterLevel: null,
    personGeneration: null,
    reference: null,
  }),
  scriptOrder: ({ idea, characterDescription, settings }) => ({
    kind: "script",
    idea,
    characterDescription,
    sceneCount: settings.sceneCount,
    lengthS: settings.clipLengthS,
    style: null,
    rewrite: null,
  }),
  clipOrder: ({ characterDescription, settings }, scene, reference) => ({
    kind: "clip",
    prompt: clipPrompt({ sceneDescription: scene.description, characterDescription }),
    negativePrompt: scene.negativeDescription === "" ? null : scene.negativeDescription,
    lengthS: scene.lengthS,
    aspectRatio: settings.aspectRatio,
    resolution: settings.resolution,
    seed: null,
    generateAudio: settings.generateAudio,
    reference,
  }),
  portrait: (order, model) => portraitPlan(order, model, anyAddress(order.reference)),
  script: (order, model) => scriptPlan(order, model, null),
  clip: (order, model) => clipPlan(order, model, anyAddress(order.reference)),
  // A model that the person chose by name is not swapped for another that they would pay for.
  nextModel: (kind, model, gone) =>
    model === DEFAULT_MODELS[kind] || gone.includes(DEFAULT_MODELS[kind])
      ? nextModel(kind, model, gone)
      : null,
  readScript,
};
