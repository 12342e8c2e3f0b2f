/**
 * Starting an attempt of a generating job. The order is the protection: a create slot, the row and
 * nonce, then one call, whose every outcome is recorded. Nothing here calls the provider twice.
 */
import type { Leaving, Place, Refusal } from "../../account/line.ts";
import { type ErrorBody, fail, ok, type Result } from "../../contracts/errors.ts";
import type { Reference } from "../../domain/orders.ts";
import type { JobRecord } from "../../domain/state.ts";
import { extensionFor, assetKey } from "../../media/keys.ts";
import { signAssetUrl } from "../../media/signed-urls.ts";
import { classifyRefusal, type ModelPlan, type Replicate } from "../../models/index.ts";
import { observation } from "../observation.ts";
import { clipPlan, portraitPlan, scriptPlan } from "../planner.ts";
import type { Ports, Task } from "../ports.ts";
import { submitFilm } from "./film.ts";

export async function submit(ports: Ports, task: Task, jobId: string): Promise<void> {
  const job = ports.state().jobs.get(jobId);
  const place = placeOf(ports, jobId);
  if (job?.status !== "queued") {
    // It may have stood in the line: those behind it must not wait for it.
    if (job?.kind !== "film") pass(task, await ports.account.leave(place));
    return;
  }
  if (job.kind === "film") return submitFilm(ports, task, job);
  if (job.isSimulated && !ports.config.isOffline) {
    task.settle({ type: "models_changed", jobId });
    return;
  }
  const { replicate } = ports;
  if (replicate === null || job.isSimulated !== ports.config.isOffline) {
    task.settle({
      type: "paced",
      jobId,
      waitMs: ports.times.creditWait,
      phase: "waiting_for_token",
    });
    return;
  }
  const turn = await ports.account.takeSlot(place);
  if (turn.waitMs > 0) {
    task.settle({ type: "paced", jobId, waitMs: turn.waitMs, phase: PHASE[turn.why] });
    pass(task, turn);
    return;
  }
  pass(task, turn);
  const plan = await planJob(ports, replicate, job);
  // The wait for the slot let other commands in: the job may have been canceled.
  if (ports.state().jobs.get(jobId)?.status !== "queued") return;
  if (!plan.ok) {
    task.settle(
      isPassing(plan.error)
        ? { type: "paced", jobId, waitMs: ports.times.creditWait, phase: null }
        : { type: "refused", jobId, error: plan.error },
    );
    return;
  }
  await create(ports, task, replicate, job, plan.value, { ...place, number: turn.number });
}

const PHASE = { pace: "waiting_for_pace", credit: "waiting_for_credit" } as const;

function placeOf(ports: Ports, jobId: string): Place {
  return { project: ports.state().project?.id ?? "", job: jobId };
}

/** Another job of this project is to ask for its slot at another time than it was told. */
function pass(task: Task, { next, why }: Leaving): void {
  if (next === null) return;
  task.hear({ type: "paced", jobId: next.job, waitMs: next.waitMs, phase: PHASE[why] });
}

async function create(
  ports: Ports,
  task: Task,
  replicate: Replicate,
  job: JobRecord,
  plan: ModelPlan,
  place: Place & { number: number },
): Promise<void> {
  const attemptId = ports.newId();
  const nonce = ports.newId().replaceAll("-", "");
  const { publicOrigin } = ports.config;
  const projectId = ports.state().project?.id ?? "";
  const query = new URLSearchParams({ project: projectId, job: job.id, nonce });
  const webhook =
    publicOrigin === null ? null : `${publicOrigin}/webhooks/replicate?${query.toString()}`;
  task.settle({
    type: "begin",
    jobId: job.id,
    attemptId,
    nonce,
    assetId: ports.newId(),
    uploadId: null,
    renditions: [],
    model: plan.model,
    input: JSON.stringify(plan.input),
    estimateUsd: plan.estimateUsd,
    hasWebhook: webhook !== null,
  });
  // The output gate holds this call back until the row above is durable.
  const outcome = await replicate.create({
    model: plan.model,
    input: plan.input,
    webhook,
    cancelAfterS: Math.max(60, Math.ceil(ports.times.attemptDeadline[job.kind] / 1000) + 60),
  });
  switch (outcome.kind) {
    case "accepted": {
      task.hear({
        type: "created",
        attemptId,
        answer: { kind: "accepted", observation: observation(outcome.prediction, job.kind) },
      });
      pass(task, await ports.account.accepted(place, outcome.prediction.id, nonce));
      return;
    }
    case "throttled": {
      const waitMs = Math.max(ports.times.serviceBase, outcome.retryAfterMs);
      task.hear({ type: "created", attemptId, answer: { kind: "throttled", waitMs } });
      const { retryAfterMs, perMinute, burst } = outcome;
      await wait(ports, task, place, { kind: "throttled", retryAfterMs, perMinute, burst });
      return;
    }
    case "credit": {
      const waitMs = ports.times.creditWait;
      task.hear({ type: "created", attemptId, answer: { kind: "credit", waitMs } });
      await wait(ports, task, place, { kind: "credit", waitMs });
      return;
    }
    case "rejected": {
      const { error } = outcome;
      const answer = { kind: "rejected" as const, error, failure: classifyRefusal(error) };
      task.hear({ type: "created", attemptId, answer });
      return;
    }
    case "gone":
    case "unknown":
      task.hear({
        type: "created",
        attemptId,
        answer: { kind: outcome.kind, error: outcome.error },
      });
      return;
    default:
      outcome satisfies never;
  }
}

/** Tells the account of a refusal, and waits as it says: everybody was slowed down. */
async function wait(
  ports: Ports,
  task: Task,
  place: Place & { number: number },
  refusal: Refusal,
): Promise<void> {
  const turn = await ports.account.refused(place, refusal);
  task.hear({ type: "paced", jobId: place.job, waitMs: turn.waitMs, phase: PHASE[turn.why] });
  pass(task, turn);
}

async function planJob(
  ports: Ports,
  replicate: Replicate,
  job: JobRecord,
): Promise<Result<ModelPlan>> {
  const { order, model } = job;
  if (model === null) return gone();
  if (order === null) {
    return fail(
      "conflict",
      "This was asked for by an older version, which did not note all of it. Start it again.",
    );
  }
  switch (order.kind) {
    case "character": {
      const referenceUrl = await addressOf(ports, replicate, order.reference);
      return referenceUrl.ok ? portraitPlan(order, model, referenceUrl.value) : referenceUrl;
    }
    case "script":
      return scriptPlan(order, model, job.fault);
    case "clip": {
      const referenceUrl = await addressOf(ports, replicate, order.reference);
      return referenceUrl.ok ? clipPlan(order, model, referenceUrl.value) : referenceUrl;
    }
    case "film":
      return gone();
    default:
      return order satisfies never;
  }
}

/**
 * An address of the character's picture that the model can fetch: signed and expiring; through the
 * provider's Files API where nobody outside can reach us.
 */
async function addressOf(
  ports: Ports,
  replicate: Replicate,
  reference: Reference | null,
): Promise<Result<string | null>> {
  if (reference === null) return ok(null);
  const { assetId, contentType } = reference;
  const extension = extensionFor(contentType);
  const { publicOrigin, mediaSigningKey, workspaceId } = ports.config;
  if (publicOrigin !== null) {
    const expiresAt = ports.now() + ports.times.signedUrl;
    const address = { workspaceId, assetId, extension };
    return ok(await signAssetUrl(mediaSigningKey, publicOrigin, address, expiresAt));
  }
  const object = await ports.bucket.get(assetKey(workspaceId, assetId));
  if (object === null) {
    return fail("asset_missing", "The chosen portrait's file is gone. Choose or draw another one.");
  }
  const blob = new Blob([await object.arrayBuffer()], { type: contentType });
  return replicate.uploadFile(blob, `${assetId}.${extension}`);
}

/** The portrait could not be handed over just now: nothing was refused, and nothing was paid. */
function isPassing(error: ErrorBody): boolean {
  return ["rate_limited", "provider_unavailable", "provider_timeout"].includes(error.code);
}

function gone() {
  return fail("not_found", "What this was for is gone from the project.");
}
