/** Replicate's prediction as the machine's observation. Pure. */
import type { Observation } from "../domain/context.ts";
import type { JobKind } from "../contracts/job.ts";
import {
  classifyFailure,
  normaliseOutput,
  type Prediction,
  progressFromLogs,
} from "../models/index.ts";

const OUTPUT = { character: "image", script: "text", clip: "video", film: "video" } as const;
const STATUSES = [
  "starting",
  "processing",
  "succeeded",
  "failed",
  "canceled",
  "aborted",
] as const satisfies readonly Observation["status"][];

export function observation(prediction: Prediction, kind: JobKind): Observation {
  // A status we do not know is not an end: our own deadline bounds it.
  const status = STATUSES.find((known) => known === prediction.status) ?? "processing";
  const hasFailed = status === "failed" || status === "canceled" || status === "aborted";
  return {
    predictionId: prediction.id,
    status,
    hasStarted: prediction.startedAt !== null,
    progress: progressFromLogs(prediction.logs),
    output: status === "succeeded" ? outputOf(prediction, kind) : null,
    failure: hasFailed ? classifyFailure(prediction.error, { status }) : null,
  };
}

function outputOf(prediction: Prediction, kind: JobKind): Observation["output"] {
  if (prediction.dataRemoved && prediction.output == null) {
    return {
      ok: false,
      error: {
        code: "asset_missing",
        message:
          "The result was ready, but the provider had already deleted it when we asked. Try again; it costs once more.",
      },
    };
  }
  return normaliseOutput(OUTPUT[kind], prediction.output);
}
