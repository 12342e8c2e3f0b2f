/** The one error format: an ErrorBody in its wire form, with the request's id. No stack leaves here. */
import { ERROR_STATUS, ErrorBody } from "../contracts/errors.ts";
import { fromWire, toWire } from "../contracts/wire.ts";

export type ErrorOptions = {
  /** Instead of the code's usual status. */
  status?: number;
  headers?: Record<string, string>;
};

/** `{ code, message, detail?, request_id }` as JSON, with the status that belongs to the code. */
export function errorResponse(
  error: ErrorBody,
  requestId: string,
  options: ErrorOptions = {},
): Response {
  const { code, message, detail } = error;
  const body = { code, message, ...(detail === undefined ? {} : { detail }), requestId };
  return Response.json(toWire(body), {
    status: options.status ?? ERROR_STATUS[code],
    headers: { "Cache-Control": "no-store", ...options.headers },
  });
}

/** Adds the request's id to an error that another part of the Worker wrote; leaves all else alone. */
export async function withRequestId(response: Response, requestId: string): Promise<Response> {
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json") === true;
  if (response.status < 400 || !isJson) return response;
  const copy = response.clone();
  const error = fromWire(ErrorBody, await copy.json().catch(() => null));
  if (!error.success) return response;
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) {
    if (name !== "content-length" && name !== "content-type") headers[name] = value;
  }
  return errorResponse(error.data, requestId, { status: response.status, headers });
}
