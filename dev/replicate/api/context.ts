/** Everything the routes need, put together once in start.ts. */
import type { Breaks, Reach } from "../breaks.ts";
import type { Clock } from "../clock.ts";
import type { Outputs } from "../engine/outputs.ts";
import type { Runner } from "../engine/runner.ts";
import type { FaultBook } from "../faults/book.ts";
import type { Storm } from "../faults/storm.ts";
import type { FileStore } from "../file-store.ts";
import type { Ledger } from "../ledger.ts";
import type { Limits } from "../limits.ts";
import { findModel } from "../models/catalogue.ts";
import type { PredictionTable } from "../prediction-table.ts";
import type { Prediction } from "../prediction.ts";
import { presentPrediction } from "../prediction.ts";
import type { RequestLog } from "../request-log.ts";
import type { SettingsStore } from "../settings.ts";
import type { Database } from "../store.ts";
import type { WebhookTable } from "../webhook-table.ts";
import type { Webhooks } from "../webhooks.ts";

export type Context = {
  database: Database;
  clock: Clock;
  /** `http://127.0.0.1:<port>` */
  origin: () => string;
  secret: string;
  timeScale: number;
  settings: SettingsStore;
  faults: FaultBook;
  storm: Storm;
  limits: Limits;
  breaks: Breaks;
  reach: Reach;
  ledger: Ledger;
  requests: RequestLog;
  predictions: PredictionTable;
  files: FileStore;
  outputs: Outputs;
  webhooks: Webhooks;
  webhookTable: WebhookTable;
  runner: Runner;
};

/** The prediction as the API shows it. Text models have a stream. */
export function present(
  prediction: Prediction,
  origin: string,
  options: { withWebhook: boolean },
): Record<string, unknown> {
  const hasStream = findModel(prediction.request.model)?.output === "chunks";
  return presentPrediction(prediction, origin, { ...options, hasStream });
}

/** Removes what is older than the retention time; call it before anything is shown. */
export function purge(context: Context): void {
  const now = context.clock.now();
  context.outputs.removeOf(context.predictions.purge(now));
  context.files.purge(now);
}
