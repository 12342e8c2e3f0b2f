/**
 * From a request to an order: what it says itself, then what its flavor says, then Edgereel's own
 * defaults. Pure. `parameters` is what the answer repeats as parameters_used.
 */
import { LIMITS } from "../../contracts/limits.ts";
import type { ClipOrder, PortraitOrder, Reference, ScriptOrder } from "../../domain/orders.ts";
import { findFlavor, portraitPrompt, shotPrompt } from "../../models/index.ts";
import type { CreateScenes, GenerateCharacterReference, GenerateVideo } from "./requests.ts";

export type Wish<Wanted> = {
  wanted: Wanted;
  parameters: Record<string, unknown>;
  flavor: string;
  warnings: string[];
  /** Fields that the request left to the flavor or to us, for the debug log. */
  defaults: string[];
};

export function wishForPortraits(request: GenerateCharacterReference): Wish<PortraitOrder[]> {
  const { flavor, warnings } = flavorOf(request.configFlavor);
  const { image } = flavor;
  const aspectRatio = request.aspectRatio ?? image.aspectRatio;
  const safetyFilterLevel = request.safetyFilterLevel ?? image.safetyFilterLevel;
  const personGeneration = request.personGeneration ?? image.personGeneration;
  const format = request.outputFormat ?? image.format;
  const negativePrompt = request.negativePrompt ?? image.negativePrompt;
  const prompt = portraitPrompt(request.characterDescription, image.look);
  return {
    wanted: Array.from({ length: request.numImages }, (_, index) => ({
      kind: "character",
      prompt,
      negativePrompt,
      aspectRatio,
      format,
      seed: request.seed === null ? null : request.seed + index,
      safetyFilterLevel,
      personGeneration,
      reference: null,
    })),
    parameters: {
      aspectRatio,
      safetyFilterLevel,
      personGeneration,
      outputFormat: format,
      negativePrompt,
      seed: request.seed,
    },
    flavor: flavor.name,
    warnings,
    defaults: leftOut(request, [
      "aspectRatio",
      "safetyFilterLevel",
      "personGeneration",
      "outputFormat",
      "negativePrompt",
      "seed",
    ]),
  };
}

export function wishForScenes(request: CreateScenes): Wish<ScriptOrder> {
  const { flavor, warnings } = flavorOf(request.configFlavor);
  const { scenes } = flavor;
  const style = {
    characterCharacteristics: request.characterCharacteristics ?? scenes.characterCharacteristics,
    videoType: request.videoType ?? scenes.videoType,
    videoCharacteristics: request.videoCharacteristics ?? scenes.videoCharacteristics,
    cameraAngle: request.cameraAngle ?? scenes.cameraAngle,
  };
  const numberOfScenes = request.numberOfScenes ?? scenes.sceneCount;
  return {
    wanted: {
      kind: "script",
      idea: request.idea,
      characterDescription: request.characterDescription,
      sceneCount: numberOfScenes,
      lengthS: flavor.video.durationS,
      style: { ...style, guidance: scenes.guidance },
      rewrite: null,
    },
    parameters: { ...style, numberOfScenes },
    flavor: flavor.name,
    warnings,
    defaults: leftOut(request, [
      "characterCharacteristics",
      "numberOfScenes",
      "videoType",
      "videoCharacteristics",
      "cameraAngle",
    ]),
  };
}

export function wishForVideo(request: GenerateVideo, reference: Reference | null): Wish<ClipOrder> {
  const { flavor, warnings } = flavorOf(request.configFlavor);
  const { video } = flavor;
  const aspectRatio = request.aspectRatio ?? video.aspectRatio;
  const duration = request.duration ?? video.durationS;
  const generateAudio = request.generateAudio ?? video.generateAudio;
  const resolution = request.resolution ?? video.resolution;
  const rules = request.videoRulesTemplate ?? video.rules;
  return {
    wanted: {
      kind: "clip",
      prompt: shotPrompt(request.prompt, {
        hasReference: reference !== null,
        look: video.look,
        rules,
        aspectRatio,
      }),
      negativePrompt: request.negativePrompt,
      lengthS: Math.min(LIMITS.clipMaxSeconds, Math.max(LIMITS.clipMinSeconds, duration)),
      aspectRatio,
      resolution,
      seed: request.seed,
      generateAudio,
      reference,
    },
    parameters: {
      aspectRatio,
      duration,
      generateAudio,
      resolution,
      seed: request.seed,
      negativePrompt: request.negativePrompt,
    },
    flavor: flavor.name,
    warnings,
    defaults: leftOut(request, [
      "aspectRatio",
      "duration",
      "generateAudio",
      "resolution",
      "seed",
      "negativePrompt",
      "videoRulesTemplate",
    ]),
  };
}

function flavorOf(name: string | null) {
  const { flavor, warning } = findFlavor(name);
  return { flavor, warnings: warning === null ? [] : [warning] };
}

function leftOut<T extends object>(request: T, names: (keyof T & string)[]): string[] {
  return names.filter((name) => request[name] == null);
}
