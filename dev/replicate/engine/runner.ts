/**
 * Runs predictions: `starting`, `processing`, then one end. Memory only speeds things up: each change is
 * committed before anyone is told, and `resume` takes every unfinished prediction up again.
 */
import type { Reach } from "../breaks.ts";
import type { Clock, Timer } from "../clock.ts";
import { sleep, untilAborted } from "../clock.ts";
import { failureText } from "../faults/catalogue.ts";
import type { Ledger } from "../ledger.ts";
import { findModel } from "../models/catalogue.ts";
import { withDefaults } from "../models/field.ts";
import type { PredictionTable } from "../prediction-table.ts";
import type { Json, Prediction, PredictionState, WebhookEvent } from "../prediction.ts";
import { isTerminal } from "../prediction.ts";
import type { Database } from "../store.ts";
import { transaction } from "../store.ts";
import type { Webhooks } from "../webhooks.ts";
import type { OwnFiles } from "./inputs.ts";
import { InputFault, loadPictures } from "./inputs.ts";
import type { Stage } from "./perform.ts";
import { perform, round } from "./perform.ts";
import { progressLine } from "./progress.ts";
import type { Slots } from "./slots.ts";

/** How long a warm and a cold model stay `starting`, and a failing one works, before TIME_SCALE. */
const BOOT_MS = 250;
const COLD_BOOT_MS = 5 * 60_000;
const FAILURE_MS = 800;
/** Progress is written at most so often: a webhook or a poll could not show more. */
const PROGRESS_MS = 500;

type Run = {
  prediction: Prediction;
  controller: AbortController;
  deadline: Timer | null;
  ended: Promise<void>;
  announceEnd: () => void;
};

export type Runner = ReturnType<typeof createRunner>;

export function createRunner(
  deps: Stage & {
    database: Database;
    predictions: PredictionTable;
    ledger: Ledger;
    webhooks: Webhooks;
    reach: Reach;
    /** Clips and songs being made at once: the machine has few cores. */
    rendering: Slots;
    ownFiles: OwnFiles;
    report: (message: string) => void;
  },
) {
  const clock: Clock = deps.clock;
  const runs = new Map<string, Run>();
  let isStopped = false;

  /** Saves a change and tells of it. A prediction that has ended never changes again. */
  const change = (run: Run, patch: Partial<PredictionState>, events: WebhookEvent[]) => {
    const isCurrent = runs.get(run.prediction.request.id) === run;
    if (!isCurrent || isTerminal(run.prediction.state.status)) return;
    const next = { ...run.prediction, state: { ...run.prediction.state, ...patch } };
    const hasEnded = isTerminal(next.state.status);
    const send = transaction(deps.database, () => {
      deps.predictions.save(next);
      if (hasEnded) deps.ledger.settle(next);
      return events.map((event) => deps.webhooks.announce(next, event));
    });
    run.prediction = next;
    const tell = () => send.forEach((deliver) => deliver());
    const held = hasEnded ? deps.reach("completed", next.request.id) : null;
    if (held === null) tell();
    else void held.then(tell);
    if (!hasEnded) return;
    if (next.request.faults.includes("output-removed")) {
      deps.predictions.empty(next);
      deps.outputs.removeOf([next.request.id]);
    }
    run.deadline?.cancel();
    runs.delete(next.request.id);
    run.announceEnd();
    run.controller.abort(new Error("The prediction has ended."));
  };

  const end = (
    run: Run,
    status: "succeeded" | "failed" | "canceled" | "aborted",
    patch: Partial<PredictionState>,
  ) => {
    const { request, state } = run.prediction;
    const now = clock.now();
    const metrics = {
      ...patch.metrics,
      ...(state.startedAt === null ? {} : { predict_time: round((now - state.startedAt) / 1000) }),
      total_time: round((now - request.createdAt) / 1000),
    };
    const hasOutput = status === "succeeded" && patch.output !== null;
    change(run, { ...patch, status, completedAt: now, metrics }, [
      ...(hasOutput ? (["output"] as const) : []),
      "completed",
    ]);
  };

  const fail = (run: Run, error: string) => end(run, "failed", { error, output: null });

  const watchProgress = (run: Run) => {
    let shownAt = -Infinity;
    return (fraction: number) => {
      const now = clock.now();
      if (now - shownAt < PROGRESS_MS && fraction < 1) return;
      shownAt = now;
      const elapsedS = (now - (run.prediction.state.startedAt ?? now)) / 1000;
      const logs = run.prediction.state.logs + progressLine(fraction, elapsedS);
      change(run, { logs }, ["logs"]);
    };
  };

  const work = async (run: Run, folder: string): Promise<void> => {
    const { signal } = run.controller;
    const { request } = run.prediction;
    const model = findModel(request.model);
    if (model === null) return fail(run, "The model is no longer there.");
    const input = withDefaults(model.fields, request.input);
    const refusal = failureText(request.faults, request.id) ?? model.refuse(input);
    if (refusal !== null) {
      await sleep(clock, FAILURE_MS * deps.timeScale, signal);
      return fail(run, refusal);
    }
    const references = await loadPictures(model, input, folder, {
      ownFiles: deps.ownFiles,
      signal,
    });
    const made = await perform(deps, {
      prediction: run.prediction,
      model,
      work: model.plan(input, references),
      references: references.map((reference) => reference.path),
      folder,
      signal,
      onProgress: watchProgress(run),
      onChunks: (chunks) => change(run, { output: chunks }, ["output"]),
    });
    const isNull =
      request.faults.includes("output-null") ||
      (request.faults.includes("output-empty") && model.output === "structured");
    const output: Json = isNull ? null : made.output;
    const error = request.faults.includes("error-empty") ? "" : null;
    end(run, "succeeded", { output, error, metrics: made.metrics });
  };

  const drive = async (run: Run): Promise<void> => {
    const { signal } = run.controller;
    const { request, state } = run.prediction;
    const kind = findModel(request.model)?.kind;
    let release = () => {};
    let folder: string | null = null;
    try {
      if (request.faults.includes("stuck-starting")) await untilAborted(signal);
      const bootMs = request.faults.includes("cold-boot") ? COLD_BOOT_MS : BOOT_MS;
      await sleep(clock, bootMs * deps.timeScale, signal);
      if (kind === "video" || kind === "music") release = await deps.rendering.acquire(signal);
      if (state.status === "starting") {
        const logs = `Using seed: ${request.seed}\n`;
        change(run, { status: "processing", startedAt: clock.now(), logs }, ["start"]);
        await deps.reach("processing", request.id);
      }
      if (request.faults.includes("stuck-processing")) await untilAborted(signal);
      folder = await deps.outputs.workFolder(request.id);
      await work(run, folder);
    } catch (cause) {
      if (signal.aborted) return;
      const message = cause instanceof Error ? cause.message : String(cause);
      if (!(cause instanceof InputFault)) {
        deps.report(`${request.model} ${request.id} could not be made: ${message}`);
      }
      fail(run, cause instanceof InputFault ? message : `The offline studio failed: ${message}`);
    } finally {
      release();
      if (folder !== null) await deps.outputs.discard(folder);
      if (!isStopped && run.prediction.state.output === null) deps.outputs.removeOf([request.id]);
    }
  };

  const onDeadline = (run: Run) => {
    end(run, run.prediction.state.startedAt === null ? "aborted" : "canceled", { output: null });
  };

  const start = (prediction: Prediction): void => {
    let announceEnd = () => {};
    const ended = new Promise<void>((resolve) => (announceEnd = resolve));
    const run: Run = {
      prediction,
      controller: new AbortController(),
      deadline: null,
      ended,
      announceEnd,
    };
    runs.set(prediction.request.id, run);
    const { deadlineAt } = prediction.request;
    if (deadlineAt !== null) run.deadline = clock.at(deadlineAt, () => onDeadline(run));
    drive(run).catch((cause: unknown) => deps.report(`The runner failed: ${String(cause)}`));
  };

  return {
    start,

    resume(): void {
      for (const prediction of deps.predictions.unfinished()) {
        deps.outputs.removeOf([prediction.request.id]);
        start(prediction);
      }
    },

    /** Ends a running prediction as `canceled`; an ended one stays as it is. */
    cancel(id: string): void {
      const run = runs.get(id);
      if (run === undefined || run.prediction.request.faults.includes("cancel-ignored")) return;
      end(run, "canceled", { output: null });
    },

    /** Resolves when the prediction has ended, or after `ms`. */
    async waitFor(id: string, ms: number): Promise<void> {
      const run = runs.get(id);
      if (run === undefined) return;
      await new Promise<void>((resolve) => {
        const timer = clock.at(clock.now() + ms, resolve);
        void run.ended.then(() => {
          timer.cancel();
          resolve();
        });
      });
    },

    /** Drops everything that runs without saving anything: `resume` would take it up again. */
    stop(): void {
      isStopped = true;
      this.abandon();
    },

    abandon(): void {
      for (const run of runs.values()) {
        run.deadline?.cancel();
        run.announceEnd();
        run.controller.abort(new Error("The offline Replicate stops."));
      }
      runs.clear();
    },
  };
}
