/** Creating predictions: `/v1/predictions`, `/v1/models/…/predictions`, `/v1/deployments/…/predictions`. */
import { sleep } from "../clock.ts";
import type { Call, Route } from "../http.ts";
import {
  HANDLED,
  htmlError,
  invalidInput,
  NOT_FOUND,
  problem,
  readBody,
  Refusal,
} from "../http.ts";
import { plainThrottle } from "../limits.ts";
import { findDeployment, findModel, findVersion } from "../models/catalogue.ts";
import { findInvalidFields, withDefaults } from "../models/field.ts";
import type { Model } from "../models/model.ts";
import type { Input, Prediction } from "../prediction.ts";
import { newId, newSeed } from "../prediction.ts";
import { transaction } from "../store.ts";
import type { Context } from "./context.ts";
import { present } from "./context.ts";
import type { CreateBody } from "./create-body.ts";
import { parseCancelAfter, parseCreateBody, parsePrefer } from "./create-body.ts";
import { throttled } from "./guards.ts";

const LARGEST_BODY = 32 * 1024 * 1024;
/** Of `slow-response`, before TIME_SCALE. */
const SLOW_MS = 8_000;

const BAD_VERSION = problem(
  422,
  "Invalid version or not permitted",
  "The specified version does not exist (or perhaps you don't have permission to use it?)",
);

const NO_CREDIT = problem(
  402,
  "Insufficient credit",
  "You have insufficient credit to run this model. Go to https://replicate.com/account/billing#billing " +
    "to purchase credit. Once you purchase credit, please wait a few minutes before trying again.",
);

type Target = { model: Model; deployment: string | null };

export function createRoutes(context: Context) {
  const create = async (call: Call, choose: (body: CreateBody) => Target) => {
    const text = (await readBody(call.request, LARGEST_BODY)).toString("utf8");
    if (call.logged !== null) context.requests.body(call.logged, text);
    const body = parseCreateBody(text);
    const target = choose(body);
    const cancelAfterMs = parseCancelAfter(headerOf(call, "cancel-after"));
    const credit = context.settings.get().credit;
    if (credit !== null && credit <= 0) return NO_CREDIT;
    const invalid = findInvalidFields(target.model.fields, body.input, {
      rejectUnknown: context.settings.get().rejectUnknownInputs,
    });
    if (invalid.length > 0) return invalidInput(invalid);

    // Only now, so that a create which is refused anyway uses up no ordered fault.
    const faults = context.faults.take(target.model, body.input);
    refuse(context, faults);
    const prediction = store(context, target, body, faults, cancelAfterMs);
    const { id, nonce } = prediction.request;
    if (call.logged !== null) context.requests.created(call.logged, id, nonce);
    context.runner.start(prediction);

    if (faults.includes("drop-after-create")) {
      call.request.socket.destroy();
      return HANDLED;
    }
    if (faults.includes("slow-response")) {
      await sleep(context.clock, SLOW_MS * context.timeScale, new AbortController().signal);
    }
    const waitS = parsePrefer(headerOf(call, "prefer"));
    if (waitS > 0) await context.runner.waitFor(id, waitS * 1000);
    const current = context.predictions.get(id) ?? prediction;
    return {
      status: 201,
      headers: { location: `${context.origin()}/v1/predictions/${id}` },
      body: present(current, context.origin(), { withWebhook: true }),
    };
  };

  const byVersion: Route = (call) =>
    create(call, (body) => {
      if (body.version === null) {
        const missing = { type: "required", field: "(root)", description: "version is required" };
        throw new Refusal(invalidInput([missing]));
      }
      return known(findVersion(body.version), BAD_VERSION, null);
    });

  const byModel: Route = (call) =>
    create(call, () => known(findModel(call.params.join("/")), NOT_FOUND, null));

  const byDeployment: Route = (call) => {
    const name = call.params.join("/");
    return create(call, () => known(findDeployment(name), NOT_FOUND, name));
  };

  return { byVersion, byModel, byDeployment };
}

function known(
  model: Model | null,
  otherwise: typeof NOT_FOUND,
  deployment: string | null,
): Target {
  if (model === null) throw new Refusal(otherwise);
  return { model, deployment };
}

/** The faults that refuse a create before anything is made. */
function refuse(context: Context, faults: readonly string[]): void {
  if (faults.includes("http-500")) throw new Refusal(htmlError(500));
  if (faults.includes("http-502")) throw new Refusal(htmlError(502));
  if (faults.includes("gone")) throw new Refusal(NOT_FOUND);
  if (faults.includes("version-gone")) throw new Refusal(BAD_VERSION);
  if (faults.includes("http-429")) throw new Refusal(throttled(context, plainThrottle(1)));
}

/** Writes the prediction and its price in one transaction, before anyone hears of it. */
function store(
  context: Context,
  { model, deployment }: Target,
  body: CreateBody,
  faults: string[],
  cancelAfterMs: number | null,
): Prediction {
  const now = context.clock.now();
  const seed = body.input["seed"];
  const prediction: Prediction = {
    request: {
      id: newId(),
      model: model.slug,
      deployment,
      input: body.input,
      seed: typeof seed === "number" && model.fields["seed"] !== undefined ? seed : newSeed(),
      faults,
      webhook: body.webhook,
      webhookEvents: body.events,
      nonce: body.webhook === null ? null : new URL(body.webhook).searchParams.get("nonce"),
      createdAt: now,
      deadlineAt: cancelAfterMs === null ? null : now + cancelAfterMs,
    },
    state: {
      status: "starting",
      output: null,
      error: null,
      logs: "",
      metrics: {},
      startedAt: null,
      completedAt: null,
      dataRemoved: false,
    },
  };
  const full: Input = withDefaults(model.fields, body.input);
  transaction(context.database, () => {
    context.predictions.insert(prediction);
    context.ledger.open(prediction, model, model.plan(full, []));
  });
  return prediction;
}

function headerOf(call: Call, name: string): string | undefined {
  const value = call.request.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
