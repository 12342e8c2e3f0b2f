/**
 * The job machine: `queued → submitting → running → ingesting → succeeded | failed | canceled`.
 * One table says which move each status allows; whatever it does not name is ignored, so duplicate,
 * late and reordered news can never move a job back. Terminal states never move.
 */
import type { JobStatus } from "../contracts/job.ts";

export const MOVES = [
  "begin", // an attempt starts: its row and nonce are written, the call comes next
  "accept", // the provider has the prediction
  "requeue", // the attempt ended without a result and another one follows
  "output", // the provider finished: its output is being saved
  "finish", // the result is saved, checked and on a row
  "fail", // ends with a reason
  "cancel", // the person, or a change of models, ended it
] as const;
export type Move = (typeof MOVES)[number];

const TABLE: Record<JobStatus, Partial<Record<Move, JobStatus>>> = {
  // An attempt that was believed lost may have succeeded: that is used rather than paying for another.
  queued: { begin: "submitting", output: "ingesting", fail: "failed", cancel: "canceled" },
  submitting: {
    accept: "running",
    requeue: "queued",
    // A completion can overtake the create call's own answer.
    output: "ingesting",
    fail: "failed",
    cancel: "canceled",
  },
  running: {
    requeue: "queued",
    output: "ingesting",
    fail: "failed",
    cancel: "canceled",
  },
  // A script that can't be read is asked for once more, so a saved output may be followed by an attempt.
  ingesting: {
    requeue: "queued",
    finish: "succeeded",
    fail: "failed",
    cancel: "canceled",
  },
  succeeded: {},
  failed: {},
  canceled: {},
};

/** The status after a move, or null when the move is ignored. */
export function move(status: JobStatus, by: Move): JobStatus | null {
  return TABLE[status][by] ?? null;
}
