/**
 * The container's faults as errors of ours. `asset_invalid` alone says that the media is at fault:
 * trying again with the same files would fail again. All others are the service's, not the media's.
 */
import { Fault } from "../../container/src/protocol.ts";
import { fail } from "../contracts/errors.ts";
import type { ErrorBody, ErrorCode } from "../contracts/errors.ts";

const CODES: Record<Fault["code"], ErrorCode> = {
  // Our own manifest was refused: more tries will not change it, a person must see it.
  invalid_request: "internal",
  not_found: "not_found",
  // A fresh signed URL, a little later, usually helps.
  input_unreachable: "stitch_unavailable",
  input_invalid: "asset_invalid",
  disk_full: "stitch_unavailable",
  encode_failed: "stitch_failed",
  upload_failed: "stitch_unavailable",
  stopping: "stitch_unavailable",
  busy: "stitch_unavailable",
  internal: "stitch_unavailable",
};

const MESSAGE_CHARS = 500;
/** The tail of a log ends with what matters. */
const DETAIL_CHARS = 2_000;

/** Whether the files are to blame rather than the service; the clip at fault is `fault.clip_id`. */
export function isMediaFault(fault: Fault): boolean {
  return CODES[fault.code] === "asset_invalid";
}

/** A fault from a report or a refusal. The message is the container's, cut to a readable length. */
export function errorOfFault(fault: Fault): ErrorBody {
  const error: ErrorBody = {
    code: CODES[fault.code],
    message: fault.message.slice(0, MESSAGE_CHARS),
  };
  return fault.detail === undefined
    ? error
    : { ...error, detail: fault.detail.slice(-DETAIL_CHARS) };
}

/** A refusal. Without a Fault it comes from the platform in between: no capacity, a start that failed. */
export function errorOfAnswer(status: number, body: unknown): ErrorBody {
  const fault = Fault.safeParse(body);
  if (fault.success) return errorOfFault(fault.data);
  if (status === 404) {
    return {
      code: "not_found",
      message: "The film machine does not know this job. Start it again.",
    };
  }
  return unavailable(`HTTP ${status}`).error;
}

export function unavailable(detail: string): { ok: false; error: ErrorBody } {
  return fail(
    "stitch_unavailable",
    "The film machine can't be reached right now. Edgereel tries again by itself.",
    detail,
  );
}
