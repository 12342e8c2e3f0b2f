/** Creating predictions: `/v1/predictions`, `/v1/models/…/predictions`, `/v1/deployments/…/predictions`. */
import { sleep } from "../clock.ts";
import type { Answer, Call, Route } from "../http.ts";
import { cutOff, htmlError, invalidInput, NOT_FOUND, problem, readBody, Refusal } from "../http.ts";
import type { Fault } from "../faults/catalogue.ts";
import { fieldsThrottle, lowCreditThrottle, noPaymentThrottle, plainThrottle } from "../limits.ts";
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

    const nonce = nonceOf(body.webhook);
    const { slug, kind } = target.model;
    const subject = { model: slug, kind, predictionId: null, nonce };
    if ((await context.breaks.reach("create-received", subject)) === "cut") return cutOff(call);

    // Only now, so that a create which is refused anyway uses up no ordered fault.
    const faults = takeFaults(context, target.model, body);
    if (faults.includes("drop-before-create")) return cutOff(call);
    const refusal = refusalOf(context, faults);
    if (refusal !== null) return refusal;
    const prediction = store(context, target, body, faults, cancelAfterMs);
    const { id } = prediction.request;
    if (call.logged !== null) context.requests.created(call.logged, id, nonce);
    context.runner.start(prediction);

    const booked = { ...subject, predictionId: id };
    if ((await context.breaks.reach("create-booked", booked)) === "cut") return cutOff(call);
    if (faults.includes("drop-after-create")) return cutOff(call);
    if (faults.includes("slow-response")) {
      await sleep(context.clock, SLOW_MS * context.timeScale, new AbortController().signal);
    }
    const waitS = parsePrefer(headerOf(call, "prefer"));
    if (waitS > 0) await context.runner.waitFor(id, waitS * 1000);
    const current = context.predictions.get(id) ?? prediction;
    call.response.once("finish", () => void context.breaks.reach("create-answered", booked));
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

/** What was ordered and what chance adds, each fault once. */
function takeFaults(context: Context, model: Model, body: CreateBody): Fault[] {
  const { input, webhook } = body;
  const ordered = context.faults.take(model, input);
  const drawn = context.storm.draw({ model, input, webhook }, context.clock.now());
  return [...new Set([...ordered, ...drawn])];
}

const THROTTLED_S = 1;

/** The answers of faults that refuse a create before anything is made. */
const REFUSALS: Partial<Record<Fault, (context: Context) => Answer>> = {
  "http-500": () => htmlError(500),
  "http-502": () => htmlError(502),
  "http-503": () => ({ status: 503, text: "" }),
  gone: () => NOT_FOUND,
  "version-gone": () => BAD_VERSION,
  "http-402": () => NO_CREDIT,
  "http-429": (context) => throttled(context, plainThrottle(THROTTLED_S)),
  "http-429-fields": (context) => throttled(context, fieldsThrottle(THROTTLED_S)),
  "http-429-low-credit": (context) => throttled(context, lowCreditThrottle(THROTTLED_S)),
  "http-429-no-payment": (context) => throttled(context, noPaymentThrottle(THROTTLED_S)),
  "http-429-html": () => htmlError(429),
};

function refusalOf(context: Context, faults: readonly Fault[]): Answer | null {
  const answers = faults.flatMap((fault) => REFUSALS[fault]?.(context) ?? []);
  return answers[0] ?? null;
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
      nonce: nonceOf(body.webhook),
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

function nonceOf(webhook: string | null): string | null {
  return webhook === null ? null : new URL(webhook).searchParams.get("nonce");
}

function headerOf(call: Call, name: string): string | undefined {
  const value = call.request.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
