/** Makes what a prediction asks for, and gives its output in the shape its model has. */
import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { sleep } from "../clock.ts";
import { withoutMarkers } from "../faults/markers.ts";
import type { Model, Work } from "../models/model.ts";
import type { Json, Prediction } from "../prediction.ts";
import type { Studio } from "../studio/studio.ts";
import type { Extension, Outputs } from "./outputs.ts";
import type { Slots } from "./slots.ts";

export type Made = { output: Json; metrics: Record<string, number> };

export type Performance = {
  prediction: Prediction;
  model: Model;
  work: Work;
  /** Paths of the input pictures. */
  references: string[];
  folder: string;
  signal: AbortSignal;
  onProgress: (fraction: number) => void;
  /** Part of a text's chunks, while it is written. */
  onChunks: (chunks: string[]) => void;
};

export type Stage = {
  clock: Clock;
  studio: Studio;
  outputs: Outputs;
  /** Pictures are quick and are drawn beside the clips, but not more than so many at once. */
  drawing: Slots;
  timeScale: number;
};

export async function perform(stage: Stage, performance: Performance): Promise<Made> {
  const { work } = performance;
  switch (work.kind) {
    case "image":
      return makePictures(stage, performance, work);
    case "video":
      return makeClip(stage, performance, work);
    case "music":
      return makeMusic(stage, performance, work);
    case "text":
      return write(stage, performance, work);
  }
}

/** The model's usual time; what is really made in the meantime counts towards it. */
function usualTime(stage: Stage, { model, signal }: Performance): Promise<void> {
  return sleep(stage.clock, model.latencyS * 1000 * stage.timeScale, signal);
}

async function makePictures(
  stage: Stage,
  performance: Performance,
  work: Extract<Work, { kind: "image" }>,
): Promise<Made> {
  const { seed } = performance.prediction.request;
  const { signal, references } = performance;
  const draw = async (index: number) => {
    const release = await stage.drawing.acquire(signal);
    try {
      return await keep(stage, performance, nameOf(performance, index), work.format, (path) =>
        stage.studio.portrait(
          {
            prompt: withoutMarkers(work.prompt),
            seed: seed + index,
            width: work.width,
            height: work.height,
            format: work.format,
            references,
          },
          path,
        ),
      );
    } finally {
      release();
    }
  };
  const [, ...urls] = await Promise.all([
    usualTime(stage, performance),
    ...Array.from({ length: work.count }, (_, index) => draw(index)),
  ]);
  return { output: shape(performance, urls), metrics: { image_count: work.count } };
}

async function makeClip(
  stage: Stage,
  performance: Performance,
  work: Extract<Work, { kind: "video" }>,
): Promise<Made> {
  const { prediction, references, signal } = performance;
  performance.onProgress(0);
  await usualTime(stage, performance);
  const url = await keep(stage, performance, nameOf(performance, 0), "mp4", (path) =>
    stage.studio.clip(
      {
        prompt: withoutMarkers(work.prompt),
        seed: prediction.request.seed,
        lengthS: work.lengthS,
        width: work.width,
        height: work.height,
        fps: work.fps,
        hasAudio: work.hasAudio,
        references,
        onProgress: performance.onProgress,
        signal,
      },
      path,
    ),
  );
  return { output: shape(performance, [url]), metrics: {} };
}

async function makeMusic(
  stage: Stage,
  performance: Performance,
  work: Extract<Work, { kind: "music" }>,
): Promise<Made> {
  const { seed } = performance.prediction.request;
  const [url] = await Promise.all([
    keep(stage, performance, nameOf(performance, 0), work.format, (path) =>
      stage.studio.music(
        { prompt: withoutMarkers(work.prompt), seed, lengthS: work.lengthS, format: work.format },
        path,
      ),
    ),
    usualTime(stage, performance),
  ]);
  return { output: shape(performance, [url]), metrics: {} };
}

const GARBAGE = "\u{1F9FF}]]{{ 0x5f lorem;; \\u00 <|endofpart|> }{ ,,, [[ 7 7 7 \u{2592}\u{2592}";
const PROSE =
  "Certainly! Here is a lovely idea for your film. It opens at dawn, and everything slowly comes " +
  "alive. Let me know if you would like me to turn this into a list of scenes.";

async function write(
  stage: Stage,
  performance: Performance,
  work: Extract<Work, { kind: "text" }>,
): Promise<Made> {
  const { prediction, model, signal } = performance;
  const { faults, seed, id } = prediction.request;
  const prompt = withoutMarkers(work.prompt);
  const text = faults.includes("text-garbage")
    ? GARBAGE
    : faults.includes("text-prose")
      ? PROSE
      : stage.studio.scenes({ prompt, systemPrompt: work.systemPrompt, seed });
  const chunks = text.match(/[\s\S]{1,18}/gu) ?? [];
  const totalMs = model.latencyS * 1000 * stage.timeScale;
  const steps = 4;
  for (let step = 1; step <= steps; step += 1) {
    await sleep(stage.clock, totalMs / steps, signal);
    if (step < steps)
      performance.onChunks(chunks.slice(0, Math.floor((chunks.length * step) / steps)));
  }
  const outputTokens = Math.ceil(text.length / 4);
  return {
    output: model.output === "structured" ? structured(text, id) : shape(performance, chunks),
    metrics: {
      input_token_count: Math.ceil((prompt.length + (work.systemPrompt?.length ?? 0)) / 4),
      output_token_count: outputTokens,
      time_to_first_token: round(totalMs / steps / 1000),
      tokens_per_second: round(outputTokens / Math.max(0.05, totalMs / 1000)),
    },
  };
}

function structured(text: string, id: string): Json {
  let json: Json = null;
  try {
    json = JSON.parse(text.replace(/^\s*```(?:json)?\s*|\s*```\s*$/g, "")) as Json;
  } catch {
    // The answer is not JSON: the model then gives its text alone.
  }
  return {
    json_output: json,
    text,
    response_id: `resp_${createHash("sha256").update(id).digest("hex").slice(0, 32)}`,
  };
}

function shape({ model, prediction }: Performance, values: string[]): Json {
  const { faults } = prediction.request;
  const isList = model.output === "urls" || model.output === "chunks";
  if (faults.includes("output-empty")) return isList ? [] : null;
  const first = model.output === "chunks" ? values.join("") : (values[0] ?? null);
  return isList === faults.includes("output-array") ? first : values;
}

function nameOf({ model }: Performance, index: number): string {
  return model.output === "urls" ? `out-${index}` : "output";
}

function keep(
  stage: Stage,
  { prediction, folder, signal }: Performance,
  name: string,
  extension: Extension,
  make: (path: string) => Promise<void>,
): Promise<string> {
  const { id, faults } = prediction.request;
  return stage.outputs.add({ predictionId: id, name, extension, faults }, folder, async (path) => {
    await make(path);
    signal.throwIfAborted();
  });
}

export function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
