/** The models that could do a job instead of its own, with what each would cost. */
import type { Job } from "../../workers/contracts/job.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { clipUsd, runUsd } from "./prices.ts";

const KINDS = { character: "image", script: "text", clip: "video" } as const;

/**
 * In the catalogue's order. For a clip only those that keep to a picture of the character.
 * @param shot length in seconds and ratio of a clip; not read for other jobs
 */
export function otherModels(
  models: readonly ModelInfo[],
  job: Job,
  shot: { lengthS: number; aspectRatio: string },
): { model: ModelInfo; usd: number }[] {
  const { kind } = job;
  if (kind === "film") return [];
  return models
    .filter((model) => model.kind === KINDS[kind] && model.slug !== job.model)
    .filter((model) => kind !== "clip" || model.takesReference)
    .map((model) => ({
      model,
      usd: kind === "clip" ? clipUsd(model, shot.lengthS, shot.aspectRatio) : runUsd(model),
    }));
}
