/**
 * Refusals in the predecessor's own shapes, which its clients parse: `{"detail": {"error", "message",
 * "details"}}`, and for fields of a wrong type or out of range `{"detail": [{"type", "loc", "msg",
 * "input"}]}` with 422.
 */
import { ERROR_STATUS } from "../../contracts/errors.ts";
import type { ErrorBody, ErrorCode } from "../../contracts/errors.ts";

export type MvRefusal = {
  status: number;
  /** A short type name, such as ValidationError. */
  error: string;
  message: string;
  details?: unknown;
  /** Further fields of `detail`, in snake_case. */
  more?: Record<string, unknown>;
  headers?: Record<string, string>;
};

export type FieldFault = { type: string; loc: (string | number)[]; msg: string; input: unknown };

export function refuse(refusal: MvRefusal, requestId: string): Response {
  const { status, error, message, details = null, more = {}, headers = {} } = refusal;
  const detail = { error, message, details, ...more, request_id: requestId };
  return Response.json(
    { detail },
    { status, headers: { "Cache-Control": "no-store", ...headers } },
  );
}

export function refuseFields(faults: FieldFault[]): Response {
  return Response.json(
    { detail: faults },
    { status: 422, headers: { "Cache-Control": "no-store" } },
  );
}

export function invalid(message: string, details?: unknown): MvRefusal {
  return { status: 400, error: "ValidationError", message, details };
}

export function notFound(message: string, details?: unknown): MvRefusal {
  return { status: 404, error: "NotFound", message, details };
}

/** The type names of work that failed, by what the work was. */
export type Work = "image" | "scenes" | "video" | "stitch" | "upload";

const FAILED: Record<Work, string> = {
  image: "ImageGenerationError",
  scenes: "SceneGenerationError",
  video: "VideoGenerationError",
  stitch: "StitchingError",
  upload: "UploadError",
};

const TYPES: Partial<Record<ErrorCode, string>> = {
  invalid_request: "ValidationError",
  malformed_json: "ValidationError",
  unsupported_media_type: "ValidationError",
  payload_too_large: "ValidationError",
  not_found: "NotFound",
  conflict: "Conflict",
  credit_exhausted: "CreditExhausted",
  rate_limited: "RateLimitExceeded",
  internal: "InternalError",
  superseded: "InternalError",
  provider_misconfigured: "ConfigurationError",
  models_changed: "ConfigurationError",
};

/** The predecessor's four, which clients switch on, and our own codes for what it had no word for. */
const CODES: Partial<Record<ErrorCode, string>> = {
  content_refused: "CONTENT_POLICY_VIOLATION",
  rate_limited: "RATE_LIMIT_EXCEEDED",
  provider_misconfigured: "AUTHENTICATION_ERROR",
};

/** Statuses that differ from the rest of the API: a broken token is a setting of this server. */
const STATUSES: Partial<Record<ErrorCode, number>> = { provider_misconfigured: 500 };

/** Seconds after which asking again makes sense. */
const RETRY_AFTER_S: Partial<Record<ErrorCode, number>> = {
  rate_limited: 30,
  provider_unavailable: 30,
  provider_timeout: 30,
  stitch_unavailable: 30,
  superseded: 5,
};

export function statusOfError(code: ErrorCode): number {
  return STATUSES[code] ?? ERROR_STATUS[code];
}

/** One of our errors as the predecessor would have said it. */
export function refusalOf(error: ErrorBody, work: Work): MvRefusal {
  const { code, message, detail } = error;
  const isWork = TYPES[code] === undefined;
  const retryAfterS = RETRY_AFTER_S[code];
  return {
    status: statusOfError(code),
    error: TYPES[code] ?? FAILED[work],
    message,
    details: detail,
    more: isWork || CODES[code] !== undefined ? { error_code: CODES[code] ?? code } : {},
    headers: retryAfterS === undefined ? {} : { "Retry-After": String(retryAfterS) },
  };
}
