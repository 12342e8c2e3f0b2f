/** How calls can have ended or stand, for tests of what is answered then. */
import type { ErrorBody } from "../../../contracts/errors.ts";
import type { Job, JobKind } from "../../../contracts/job.ts";
import { type Asset, NOTHING_DERIVED } from "../../../contracts/project.ts";
import type { CommandState, JobOutcome } from "../../../project/outcomes.ts";
import { jobExample } from "../../examples.ts";

export const STARTED = 1_767_225_600_000;
/** Twelve and a half seconds later. */
export const ENDED = STARTED + 12_500;

export function asset(id: string, media: Asset["media"]): Asset {
  const isImage = media === "image";
  return {
    id,
    media,
    contentType: isImage ? "image/png" : "video/mp4",
    bytes: 10,
    width: 1280,
    height: 720,
    durationMs: isImage ? null : 8_042,
    hasAudio: isImage ? null : true,
    isChecked: true,
    ...NOTHING_DERIVED,
    isSimulated: true,
    createdAt: ENDED,
  };
}

function outcome(kind: JobKind, job: Partial<Job>, rest: Partial<JobOutcome> = {}): JobOutcome {
  const times = { createdAt: STARTED, startedAt: STARTED + 2_500, endedAt: ENDED };
  return {
    job: { ...jobExample, kind, ...times, ...job },
    order: null,
    asset: null,
    scenes: null,
    wasCreated: true,
    ...rest,
  };
}

export function made(
  kind: JobKind,
  rest: Partial<JobOutcome> = {},
  job: Partial<Job> = {},
): JobOutcome {
  const model = kind === "film" ? null : "maker/model";
  return outcome(kind, { status: "succeeded", billed: "yes", model, ...job }, rest);
}

export function failed(kind: JobKind, code: ErrorBody["code"], job: Partial<Job> = {}): JobOutcome {
  const error = { code, message: `It ended with ${code}.` };
  return outcome(kind, { status: "failed", billed: "perhaps", error, ...job });
}

export function open(kind: JobKind, phase: Job["phase"], job: Partial<Job> = {}): JobOutcome {
  return outcome(kind, { status: "queued", phase, endedAt: null, ...job }, { wasCreated: false });
}

export function ended(...outcomes: JobOutcome[]): CommandState {
  return { isDone: true, isDeleted: false, outcomes };
}

export function atWork(...outcomes: JobOutcome[]): CommandState {
  return { isDone: false, isDeleted: false, outcomes };
}
