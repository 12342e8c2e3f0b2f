/** The domain's planner, answered from the model catalogue. Pure. */
import { ok, type Result } from "../contracts/errors.ts";
import type { Project, Scene } from "../contracts/project.ts";
import type { Planner } from "../domain/context.ts";
import {
  clipPrompt,
  DEFAULT_MODELS,
  type ImagePlan,
  type ModelPlan,
  nextModel,
  parseScript,
  planImage,
  planScript,
  planVideo,
  portraitPrompt,
  type VideoPlan,
} from "../models/index.ts";

/** Stands for the portrait's address while only price and substitutions are asked for. */
const ANY_REFERENCE = "https://portrait.invalid/portrait.png";

export function portraitPlan(
  project: Project,
  model: string,
  seed: number | null,
): Result<ImagePlan> {
  return planImage(model, {
    prompt: portraitPrompt(project.characterDescription),
    negativePrompt: project.settings.negativePrompt,
    aspectRatio: "1:1",
    format: project.settings.imageFormat,
    seed,
  });
}

export function scriptPlan(
  project: Project,
  model: string,
  fault: string | null,
): Result<ModelPlan> {
  return planScript(model, {
    idea: project.idea,
    characterDescription: project.characterDescription,
    sceneCount: project.settings.sceneCount,
    lengthS: project.settings.clipLengthS,
    fault,
  });
}

/** `prompt` and `lengthS` are those of the take: the scene may have been edited since. */
export function clipPlan(
  project: Project,
  take: { prompt: string; negativePrompt: string; lengthS: number },
  model: string,
  referenceUrl: string | null,
): Result<VideoPlan> {
  const { aspectRatio, resolution, generateAudio } = project.settings;
  return planVideo(model, {
    prompt: take.prompt,
    negativePrompt: take.negativePrompt === "" ? null : take.negativePrompt,
    lengthS: take.lengthS,
    aspectRatio,
    resolution,
    seed: null,
    generateAudio,
    referenceUrl,
  });
}

function scenePrompt(project: Project, scene: Scene): string {
  return clipPrompt({
    sceneDescription: scene.description,
    characterDescription: project.characterDescription,
  });
}

function withPrompt<T extends ModelPlan>(plan: Result<T>, prompt: string) {
  return plan.ok ? ok({ ...plan.value, prompt }) : plan;
}

export const planner: Planner = {
  portrait: (project, model, seed) =>
    withPrompt(portraitPlan(project, model, seed), portraitPrompt(project.characterDescription)),
  script: (project, model) => withPrompt(scriptPlan(project, model, null), project.idea),
  clip: (project, scene, model, hasCharacter) => {
    const prompt = scenePrompt(project, scene);
    const take = {
      prompt,
      negativePrompt: scene.negativeDescription,
      lengthS: scene.lengthS,
    };
    return withPrompt(clipPlan(project, take, model, hasCharacter ? ANY_REFERENCE : null), prompt);
  },
  // A model that the person chose by name is not swapped for another that they would pay for.
  nextModel: (kind, model, gone) =>
    model === DEFAULT_MODELS[kind] || gone.includes(DEFAULT_MODELS[kind])
      ? nextModel(kind, model, gone)
      : null,
  parseScript,
};
