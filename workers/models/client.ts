/**
 * The guarded Replicate client: the official package under a fetch that sends each call once. Calls
 * never throw; every way a call can end is a value. Nothing is repeated here: who repeats a create
 * must first know that the last one made nothing.
 */
import ReplicatePackage from "replicate";
import { fail, ok } from "../contracts/errors.ts";
import type { ErrorBody, Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { errorOf, exchangeError, isGone, readProblem } from "./answer.ts";
import { guardFetch } from "./guarded-fetch.ts";
import type { Exchange, Fetch } from "./guarded-fetch.ts";
import { listPredictions } from "./list-predictions.ts";
import type { ListOutcome } from "./list-predictions.ts";
import { parsePrediction } from "./prediction.ts";
import type { Prediction } from "./prediction.ts";
import { readThrottle } from "./wait-time.ts";

export type { ListOutcome } from "./list-predictions.ts";

export type CreateCall = {
  /** `owner/name`, `owner/name:version` or a version of 64 hex digits. */
  model: string;
  input: Record<string, unknown>;
  /** Where Replicate reports the start and the end; null asks for no reports. */
  webhook: string | null;
  /** Replicate ends the run this many seconds after creation; at least 5. */
  cancelAfterS: number;
};

export type CreateOutcome =
  | { kind: "accepted"; prediction: Prediction }
  /** Nothing was made. Wait at least `retryAfterMs`; a named pace is a limit for all creates. */
  | {
      kind: "throttled";
      retryAfterMs: number;
      perMinute: number | null;
      burst: number | null;
      error: ErrorBody;
    }
  /** Nothing was made, and nothing will be before somebody pays. */
  | { kind: "credit"; error: ErrorBody }
  /** Nothing was made: this model or version does not exist any more. */
  | { kind: "gone"; error: ErrorBody }
  /** Nothing was made, and the same call would be refused again. */
  | { kind: "rejected"; error: ErrorBody }
  /** No usable answer: the prediction may exist and cost money. Reconcile before repeating. */
  | { kind: "unknown"; error: ErrorBody };

export type GetOutcome =
  | { kind: "found"; prediction: Prediction }
  | { kind: "missing" }
  | { kind: "throttled"; retryAfterMs: number }
  | { kind: "unavailable"; error: ErrorBody };

export type Replicate = {
  create(call: CreateCall): Promise<CreateOutcome>;
  get(id: string): Promise<GetOutcome>;
  /** A request to stop: only the answered status, or a later `get`, says whether it did. */
  cancel(id: string): Promise<GetOutcome>;
  /** Every prediction of the account since then (epoch ms), newest first, a minute more to be safe. */
  list(range: { since: number }): Promise<ListOutcome>;
  /** The account's webhook key, `whsec_…`. */
  webhookSecret(): Promise<Result<string>>;
  /** Puts a picture of at most 100 MiB into Replicate's Files API (kept about a day); its address. */
  uploadFile(bytes: Blob, name: string): Promise<Result<string>>;
};

export type ReplicateOptions = {
  /** The API's address with its path, like https://api.replicate.com/v1. */
  baseUrl: string;
  token: string;
  fetch: Fetch;
  /** For one call with its whole answer; an upload gets four times as long. */
  timeoutMs: number;
  /** Epoch milliseconds, for `Retry-After` dates. */
  now?: () => number;
  random?: () => number;
};

const MODEL = /^[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*$/i;
const VERSION = /^(?:[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*:)?[0-9a-f]{64}$/i;
const PREDICTION_ID = /^[\w-]{1,64}$/;
const MIN_CANCEL_AFTER_S = 5;
const LIST_PAGE_BYTES = 2 * LIMITS.webhookBodyBytes;

/** The package's value, or null where it threw; `exchange` says what happened either way. */
export type CallResult = { value: unknown; exchange: Exchange | null };
export type CallApi = (
  use: (api: ReplicatePackage) => Promise<unknown>,
  limits?: { headers?: Record<string, string>; timeoutMs?: number; maxBytes?: number },
) => Promise<CallResult>;

export function createReplicate(options: ReplicateOptions): Replicate {
  const { baseUrl, token, timeoutMs, now = Date.now, random = Math.random } = options;

  const call: CallApi = async (use, limits = {}) => {
    const guard = guardFetch({
      baseUrl,
      token,
      fetch: options.fetch,
      timeoutMs: limits.timeoutMs ?? timeoutMs,
      maxBytes: limits.maxBytes ?? LIMITS.webhookBodyBytes,
      headers: limits.headers ?? {},
    });
    // The package takes the environment's token for an empty one; the guard sends ours or none.
    const api = new ReplicatePackage({
      auth: token === "" ? "none" : token,
      baseUrl,
      fetch: guard.fetch,
      useFileOutput: false,
    });
    try {
      return { value: await use(api), exchange: guard.exchange() };
    } catch {
      // What the package throws holds the request with its token: only the exchange leaves.
      return { value: null, exchange: guard.exchange() };
    }
  };

  const throttleOf = (exchange: Extract<Exchange, { kind: "answered" }>) => {
    const problem = readProblem(exchange.text);
    const answer = {
      retryAfter: exchange.retryAfter,
      bodySeconds: problem.retry_after,
      detail: problem.detail,
    };
    return readThrottle(answer, now(), random);
  };

  const getOutcome = ({ value, exchange }: CallResult): GetOutcome => {
    const prediction = parsePrediction(value);
    if (prediction !== null) return { kind: "found", prediction };
    if (exchange?.kind === "answered") {
      if (exchange.status === 404 || exchange.status === 410) return { kind: "missing" };
      if (exchange.status === 429) {
        return { kind: "throttled", retryAfterMs: throttleOf(exchange).retryAfterMs };
      }
    }
    return { kind: "unavailable", error: exchangeError(exchange, token) };
  };

  return {
    async create(request) {
      if (!MODEL.test(request.model) && !VERSION.test(request.model)) {
        const error = errorOf("provider_rejected", "That is not the name of a model.");
        return { kind: "rejected", error };
      }
      const seconds = Math.max(MIN_CANCEL_AFTER_S, Math.ceil(request.cancelAfterS));
      const webhook =
        request.webhook === null
          ? {}
          : {
              webhook: request.webhook,
              webhook_events_filter: ["start" as const, "completed" as const],
            };
      const target = MODEL.test(request.model)
        ? { model: request.model }
        : { version: request.model };
      const { value, exchange } = await call(
        (api) => api.predictions.create({ ...target, input: request.input, ...webhook }),
        { headers: { "Cancel-After": `${seconds}s` } },
      );
      const prediction = parsePrediction(value);
      if (prediction !== null) return { kind: "accepted", prediction };
      const error = exchangeError(exchange, token);
      if (exchange === null || exchange.kind === "refused") return { kind: "rejected", error };
      if (exchange.kind === "lost") return { kind: "unknown", error };
      const { status } = exchange;
      if (status === 429) return { kind: "throttled", ...throttleOf(exchange), error };
      if (status === 402) return { kind: "credit", error };
      if (isGone(status, readProblem(exchange.text))) {
        const message = `The model ${request.model} is not available any more. Choose another model.`;
        return { kind: "gone", error: { ...error, code: "provider_rejected", message } };
      }
      const isUndecided = (status >= 200 && status < 300) || status >= 500 || status === 408;
      return { kind: isUndecided ? "unknown" : "rejected", error };
    },

    async get(id) {
      if (!PREDICTION_ID.test(id)) return { kind: "missing" };
      return getOutcome(await call((api) => api.predictions.get(id)));
    },

    async cancel(id) {
      if (!PREDICTION_ID.test(id)) return { kind: "missing" };
      return getOutcome(await call((api) => api.predictions.cancel(id)));
    },

    list({ since }) {
      return listPredictions({
        since,
        errorOf: (exchange) => exchangeError(exchange, token),
        page: (params) =>
          call((api) => api.request("/predictions", { params }).then((page) => page.json()), {
            maxBytes: LIST_PAGE_BYTES,
          }),
      });
    },

    async webhookSecret() {
      const { value, exchange } = await call((api) => api.webhooks.default.secret.get());
      const key = field(value, "key");
      if (typeof key === "string" && /^whsec_[\w+/=-]+$/.test(key)) return ok(key);
      return { ok: false, error: exchangeError(exchange, token) };
    },

    async uploadFile(bytes, name) {
      const file = new File([bytes], name, { type: bytes.type });
      const { value, exchange } = await call((api) => api.files.create(file), {
        timeoutMs: 4 * timeoutMs,
      });
      const url = field(field(value, "urls"), "get");
      if (typeof url === "string" && URL.canParse(url) && /^https?:/i.test(url)) return ok(url);
      const { code, message, detail } = exchangeError(exchange, token);
      return fail(code, message, detail);
    },
  };
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return (value as Record<string, unknown>)[name];
}
