/** The provider as the machine knows it: predictions that are made, go on and end, and are billed. */
import { FailureKind } from "../../contracts/failure.ts";
import type { JobKind } from "../../contracts/job.ts";
import type { CreateAnswer } from "../attempts.ts";
import type { Observation } from "../context.ts";
import type { Attempt } from "../state.ts";
import { seen } from "../testing.ts";

export type Prediction = {
  id: string;
  attemptId: string;
  kind: JobKind;
  status: Observation["status"];
  hasStarted: boolean;
  madeAt: number;
  /** Chooses among the outputs and failures that it may end with. */
  fate: number;
};

export const ERROR = { code: "provider_unavailable" as const, message: "It went wrong." };
/** How long a refused call is to wait. */
export const WAIT_MS = 600_000;
/** A prediction shows in the list this long after it was made, in milliseconds. */
const LIST_LAG_MS = 5_000;

export class Provider {
  readonly predictions: Prediction[] = [];

  /** The one call that costs money. `how` chooses whether it makes a prediction, and what it answers. */
  create(attempt: Attempt, kind: JobKind, now: number, how: number): CreateAnswer {
    switch (how % 9) {
      case 1:
        return { kind: "throttled", waitMs: WAIT_MS };
      case 2:
        return { kind: "credit", waitMs: WAIT_MS };
      case 3:
        return how % 2 === 0 ? { kind: "gone", error: ERROR } : { kind: "rejected", error: ERROR };
      case 4:
        if (how % 2 === 0) this.#make(attempt, kind, now, how);
        return { kind: "unknown", error: ERROR };
      default: {
        const made = this.#make(attempt, kind, now, how);
        return { kind: "accepted", observation: observationOf(made) };
      }
    }
  }

  #make(attempt: Attempt, kind: JobKind, now: number, fate: number): Prediction {
    const made: Prediction = {
      ...{ id: `p${this.predictions.length}`, attemptId: attempt.id, kind, fate },
      ...{ status: "starting", hasStarted: false, madeAt: now },
    };
    this.predictions.push(made);
    return made;
  }

  find(id: string | null): Prediction | undefined {
    return this.predictions.find((each) => each.id === id);
  }

  /** What the list shows by now. */
  listed(now: number): Prediction[] {
    return this.predictions.filter(({ madeAt }) => madeAt + LIST_LAG_MS <= now);
  }

  /** One step towards its end. */
  advance(prediction: Prediction): void {
    if (isOver(prediction)) return;
    if (prediction.status === "starting") {
      if (prediction.fate % 13 === 0) prediction.status = "aborted";
      else Object.assign(prediction, { status: "processing", hasStarted: true });
    } else prediction.status = prediction.fate % 4 === 0 ? "failed" : "succeeded";
  }

  cancel(prediction: Prediction): void {
    if (!isOver(prediction)) prediction.status = "canceled";
  }
}

export function isOver({ status }: Prediction): boolean {
  return status !== "starting" && status !== "processing";
}

/** What a webhook, a poll or the list says of it now. */
export function observationOf(prediction: Prediction): Observation {
  const { id, status, hasStarted, kind, fate } = prediction;
  const hasFailed = status === "failed" || status === "canceled" || status === "aborted";
  const failureKind = FailureKind.options[fate % FailureKind.options.length] ?? "unknown";
  return seen({
    predictionId: id,
    status,
    hasStarted,
    output: status === "succeeded" ? outputOf(kind, fate) : null,
    failure: hasFailed
      ? { kind: failureKind, error: { code: "provider_rejected", message: "It failed." } }
      : null,
  });
}

function outputOf(kind: JobKind, fate: number): Observation["output"] {
  if (fate % 11 === 0) {
    return { ok: false, error: { code: "output_invalid", message: "There is no output." } };
  }
  const text = fate % 3 === 0 ? "garbage" : "Scene";
  return { ok: true, value: kind === "script" ? { text } : { url: "http://provider/file" } };
}
