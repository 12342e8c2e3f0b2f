/** How a call stands, for whoever asks instead of waiting, and for whoever waited too long. */
import type { Job, JobStatus } from "../../contracts/job.ts";
import { isTerminal } from "../../contracts/job.ts";
import { toWire } from "../../contracts/wire.ts";
import type { CommandState } from "../../project/outcomes.ts";
import type { RawCall } from "../route.ts";
import type { StoredCall } from "./calls.ts";
import type { MvRefusal } from "./errors.ts";
import { renderCall } from "./render-call.ts";

/** Seconds. */
const ASK_AGAIN = "30";

export async function callReport(
  call: RawCall,
  stored: StoredCall,
  state: CommandState,
  options: { includeBase64: boolean },
): Promise<Record<string, unknown> & { error: { status: number } | null }> {
  const rendered = state.isDone ? await renderCall(call, stored, state, options) : null;
  const status = statusOf(state);
  return {
    id: stored.id,
    route: stored.route,
    status,
    project_id: stored.projectId,
    jobs: state.outcomes.map(({ job }) => toWire(job)),
    result: rendered?.ok === true ? rendered.body : null,
    error: rendered?.ok === false ? detailOf(rendered.refusal) : null,
  };
}

function detailOf({ status, error, message, details = null, more = {} }: MvRefusal) {
  return { status, error, message, details, ...more };
}

/** One word for all the jobs of a call: partly made counts as made, as it does in the answer. */
export function statusOf({ isDone, outcomes }: CommandState): JobStatus {
  const statuses = outcomes.map(({ job }) => job.status);
  if (isDone) {
    if (statuses.includes("succeeded")) return "succeeded";
    return statuses.includes("failed") ? "failed" : "canceled";
  }
  const open = statuses.filter((status) => !isTerminal(status));
  return open.every((status) => status === "queued") ? "queued" : "running";
}

/** Why a caller is sent away while the work goes on. */
export function patienceEnded(state: CommandState | null): MvRefusal {
  const phases = (state?.outcomes ?? []).map(({ job }) => job.phase);
  const more = { billed: billedSoFar(state), work_continues: true };
  const headers = { "Retry-After": ASK_AGAIN };
  if (phases.includes("waiting_for_credit")) {
    const message =
      "The provider's account has no credit. The work waits and goes on by itself once there is some: ask at the address in Location.";
    return { status: 402, error: "CreditExhausted", message, more, headers };
  }
  if (phases.includes("waiting_for_pace")) {
    const message =
      "The provider lets us send no more requests just now. The work waits for its turn and goes on by itself: ask at the address in Location.";
    const limited = { ...more, error_code: "RATE_LIMIT_EXCEEDED" };
    return { status: 429, error: "RateLimitExceeded", message, more: limited, headers };
  }
  const message =
    "The work takes longer than this connection waits. It goes on: ask at the address in Location, or send the same request again, which joins it.";
  return { status: 503, error: "ServiceTimeout", message, more: { work_continues: true }, headers };
}

/** Some jobs of a call may have been paid for while another waits. */
function billedSoFar(state: CommandState | null): Job["billed"] {
  const outcomes = state?.outcomes ?? [];
  if (outcomes.some(({ job }) => job.billed === "yes")) return "yes";
  const mayBe = outcomes.some(({ job, wasCreated }) => wasCreated || job.billed === "perhaps");
  return mayBe ? "perhaps" : "no";
}
