/**
 * A prediction as the emulator keeps it, and as the API shows it. Kept times are epoch milliseconds;
 * shown times are ISO 8601 in UTC with microseconds. Shape: Replicate's HTTP API reference, checked
 * there against captured deliveries.
 */
import { randomBytes, randomInt } from "node:crypto";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type Input = Record<string, Json>;

export type PredictionStatus =
  "starting" | "processing" | "succeeded" | "failed" | "canceled" | "aborted";

export const WEBHOOK_EVENTS = ["start", "output", "logs", "completed"] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What never changes once it was created. */
export type PredictionRequest = {
  id: string;
  model: string;
  deployment: string | null;
  input: Input;
  /** The caller's seed, else a random one, so that two equal prompts give different media. */
  seed: number;
  faults: string[];
  webhook: string | null;
  webhookEvents: WebhookEvent[] | null;
  nonce: string | null;
  createdAt: number;
  deadlineAt: number | null;
};

export type PredictionState = {
  status: PredictionStatus;
  /** Own files are written as `emu-file:/delivery/...` and get the server's origin when shown. */
  output: Json;
  error: string | null;
  logs: string;
  metrics: Record<string, number>;
  startedAt: number | null;
  completedAt: number | null;
  dataRemoved: boolean;
};

export type Prediction = { request: PredictionRequest; state: PredictionState };

export const FILE_SCHEME = "emu-file:";

export function isTerminal(status: PredictionStatus): boolean {
  return status !== "starting" && status !== "processing";
}

const ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** 26 lowercase letters and digits, as every id in Replicate's stored examples. */
export function newId(): string {
  return Array.from(randomBytes(26), (byte) => ID_ALPHABET[byte % 32]).join("");
}

export function newSeed(): number {
  return randomInt(0, 2_147_483_647);
}

/** `2025-05-01T18:29:28.326000Z` */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

/** The prediction as JSON, with `origin` like `http://127.0.0.1:4000` in its addresses. */
export function presentPrediction(
  prediction: Prediction,
  origin: string,
  options: { withWebhook: boolean; hasStream: boolean },
): Record<string, unknown> {
  const { request, state } = prediction;
  const api = `${origin}/v1/predictions/${request.id}`;
  return {
    id: request.id,
    model: request.model,
    version: "hidden",
    ...(request.deployment === null ? {} : { deployment: request.deployment }),
    input: state.dataRemoved ? {} : request.input,
    output: withOrigin(state.output, origin),
    error: state.error,
    logs: state.logs,
    status: state.status,
    source: "api",
    data_removed: state.dataRemoved,
    created_at: isoTime(request.createdAt),
    started_at: state.startedAt === null ? null : isoTime(state.startedAt),
    completed_at: state.completedAt === null ? null : isoTime(state.completedAt),
    ...(request.deadlineAt === null ? {} : { deadline: isoTime(request.deadlineAt) }),
    metrics: state.metrics,
    ...(options.withWebhook && request.webhook !== null ? { webhook: request.webhook } : {}),
    ...(options.withWebhook && request.webhookEvents !== null
      ? { webhook_events_filter: request.webhookEvents }
      : {}),
    urls: {
      get: api,
      cancel: `${api}/cancel`,
      ...(options.hasStream ? { stream: `${origin}/stream/${request.id}` } : {}),
      web: `${origin}/p/${request.id}`,
    },
  };
}

function withOrigin(value: Json, origin: string): Json {
  if (typeof value === "string") {
    return value.startsWith(FILE_SCHEME) ? origin + value.slice(FILE_SCHEME.length) : value;
  }
  if (Array.isArray(value)) return value.map((item) => withOrigin(item, origin));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withOrigin(item, origin)]),
  );
}
