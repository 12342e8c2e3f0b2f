/** An error of ours as an HTTP answer. */
import { ERROR_STATUS } from "../contracts/errors.ts";
import type { ErrorBody } from "../contracts/errors.ts";
import { toWire } from "../contracts/wire.ts";

/** `{ code, message, detail?, request_id? }` as JSON, with the status that belongs to the code. */
export function errorResponse(error: ErrorBody, requestId?: string): Response {
  return Response.json(toWire(requestId === undefined ? error : { ...error, requestId }), {
    status: ERROR_STATUS[error.code],
    headers: { "cache-control": "no-store" },
  });
}
