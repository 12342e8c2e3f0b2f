/** What a sender of webhooks is told, above all whether to send the same delivery again. */
import type { Context } from "hono";
import { ERROR_STATUS } from "../contracts/errors.ts";
import type { ErrorBody, Result } from "../contracts/errors.ts";
import { errorResponse } from "../api/error-response.ts";
import type { HttpEnv, HttpParts } from "../api/http-context.ts";

export type Sender = "replicate" | "stitcher";

export type Receipts = {
  /** The sender's own fault, or ours with `status` 503: nothing was handed over. */
  refuse(error: ErrorBody, status?: number): Response;
  /** 200 for what was taken or can never be, 503 for what may work in a moment. */
  answer(result: Result<null>, project: string, job: string): Response;
  /** After something threw. 503: the sender keeps the delivery, so nothing is lost. */
  askAgain(cause: unknown): Response;
};

export function receipts(
  context: Context<HttpEnv>,
  log: HttpParts["log"],
  sender: Sender,
): Receipts {
  const requestId = context.get("requestId");

  function refuse(error: ErrorBody, status?: number): Response {
    log({ event: "webhook_refused", level: "warn", requestId, sender, code: error.code });
    return errorResponse(error, requestId, status === undefined ? {} : { status });
  }

  function answer(result: Result<null>, project: string, job: string): Response {
    if (result.ok) {
      log({ event: "webhook_accepted", requestId, sender, project, job });
      return received();
    }
    const { code } = result.error;
    if (ERROR_STATUS[code] >= 500 || code === "rate_limited") return refuse(result.error, 503);
    log({ event: "webhook_refused", level: "warn", requestId, sender, code });
    return received();
  }

  function askAgain(cause: unknown): Response {
    log({ event: "webhook_failed", requestId, sender, cause });
    const message = "The delivery could not be taken just now. Send it again.";
    return errorResponse({ code: "internal", message }, requestId, { status: 503 });
  }

  return { refuse, answer, askAgain };
}

/** Says no more than that: whether a project or nonce exists is nobody else's business. */
export function received(): Response {
  return Response.json({ received: true });
}
