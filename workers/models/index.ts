/**
 * Replicate out: which models there are, the flavors, how a wish becomes a model's input, the guarded
 * client, and what Replicate's answers mean. Everything but the client is pure. Nothing here throws.
 */
export { DEFAULT_MODELS, isKnownModel, modelInfos, nextModel } from "./catalogue/catalogue.ts";
export type { ModelKind } from "./catalogue/catalogue.ts";
export type { ModelPlan } from "./plan.ts";
export { planImage } from "./plan-image.ts";
export type { ImagePlan, ImageRequest } from "./plan-image.ts";
export { planVideo } from "./plan-video.ts";
export type { VideoPlan, VideoRequest } from "./plan-video.ts";
export { planScript } from "./plan-script.ts";
export type { ScriptRequest, ScriptStyle } from "./plan-script.ts";
export { readScript } from "./script.ts";
export type { Script, ScriptScene } from "./script.ts";
export { clipPrompt, portraitPrompt, videoRules } from "./prompts.ts";
export type { ClipStyle, ClipWords } from "./prompts.ts";
export { shotPrompt } from "./shot-prompt.ts";
export { findFlavor, flavorNames, FLAVORS } from "./flavors/flavors.ts";
export type { Flavor } from "./flavors/flavor.ts";
export { classifyFailure, classifyRefusal } from "./failure.ts";
export { normaliseOutput } from "./output.ts";
export { parsePrediction, Prediction, progressFromLogs, TERMINAL } from "./prediction.ts";
export { createReplicate } from "./client.ts";
export type { CreateCall, CreateOutcome, GetOutcome, ListOutcome, Replicate } from "./client.ts";
export { isOutputUrlAllowed } from "./output-url.ts";
