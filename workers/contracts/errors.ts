/**
 * The closed set of errors. An error is data: `{ code, message, detail? }`, the same over RPC,
 * HTTP and the live channel. Messages are plain English: what happened, and what to do next.
 */
import * as z from "zod/mini";

/** HTTP status for each error code. The keys are the whole set of codes. */
export const ERROR_STATUS = {
  invalid_request: 400,
  malformed_json: 400,
  signature_missing: 401,
  signature_invalid: 401,
  signature_expired: 401,
  credit_exhausted: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  asset_missing: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  asset_invalid: 422,
  content_refused: 422,
  provider_rejected: 422,
  output_invalid: 422,
  rate_limited: 429,
  canceled: 409,
  internal: 500,
  stitch_failed: 500,
  provider_misconfigured: 502,
  provider_unavailable: 502,
  perhaps_billed: 502,
  models_changed: 503,
  stitch_unavailable: 503,
  superseded: 503,
  provider_timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

/** `detail` is short and safe to show: a field path, a provider's own words, never a stack. */
export const ErrorBody = z.object({
  code: z.enum(codes),
  message: z.string(),
  detail: z.optional(z.string()),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** What every command answers. Plain data, because error classes do not survive an RPC call. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorBody };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail(
  code: ErrorCode,
  message: string,
  detail?: string,
): { ok: false; error: ErrorBody } {
  return {
    ok: false,
    error: detail === undefined ? { code, message } : { code, message, detail },
  };
}
