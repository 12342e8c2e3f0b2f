/**
 * POST /webhooks/replicate?project&job&nonce: Replicate's deliveries. Verify, parse, hand over, answer.
 * The address is not signed, so its ids are hints: the project's object matches nonce and prediction.
 *
 * Answers: 2xx for whatever need not come again (also duplicates, late ones and unknown nonces), 401
 * for a bad signature, 503 where a resend would help. Replicate resends the last delivery of a
 * prediction for about a minute.
 */
import type { Context, Handler } from "hono";
import { ERROR_STATUS } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import type { HttpEnv, HttpParts } from "../api/http-context.ts";
import { methodNotAllowed } from "../api/mount-routes.ts";
import { parseJson, readBytes } from "../api/read-body.ts";
import { received, receipts } from "./receipt.ts";
import type { Receipts } from "./receipt.ts";
import { readSignatureHeaders, verifySignature } from "./verify-signature.ts";
import type { SignatureHeaders } from "./verify-signature.ts";

type Parts = Pick<HttpParts, "inbox" | "now" | "log">;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NONCE = /^[\w-]{1,128}$/;

export function replicateWebhook(parts: Parts): Handler<HttpEnv> {
  return async (context) => {
    if (context.req.method !== "POST") return methodNotAllowed(context, ["POST"]);
    const receipt = receipts(context, parts.log, "replicate");
    try {
      return await receive(context, parts, receipt);
    } catch (thrown) {
      return receipt.askAgain(thrown);
    }
  };
}

async function receive(
  context: Context<HttpEnv>,
  parts: Parts,
  receipt: Receipts,
): Promise<Response> {
  const { inbox } = parts;
  const request = context.req.raw;
  const headers = readSignatureHeaders(request.headers);
  if (!headers.ok) return receipt.refuse(headers.error);
  const body = await readBytes(request, LIMITS.webhookBodyBytes);
  if (!body.ok) return receipt.refuse(body.error);

  const verified = await verify(parts, headers.value, body.value);
  if (!verified.ok) {
    const isForged = ERROR_STATUS[verified.error.code] === 401;
    return receipt.refuse(verified.error, isForged ? 401 : 503);
  }

  const prediction = parseJson(body.value);
  if (!prediction.ok) return receipt.refuse(prediction.error);
  const { project = "", job = "", nonce = "" } = context.req.query();
  if (!UUID.test(project) || !UUID.test(job) || !NONCE.test(nonce)) {
    // Truly Replicate's, but for another program of the same account: a resend would change nothing.
    return received();
  }
  const recorded = await inbox.recordPrediction(project, {
    nonce,
    jobId: job,
    webhookId: headers.value.id,
    prediction: prediction.value,
  });
  return receipt.answer(recorded, project, job);
}

/**
 * What the kept secret does not fit is verified with the account's, and what that does not fit with
 * the provider's: its owner may have made another one. The account bounds how often that is asked.
 */
async function verify(
  { inbox, now }: Parts,
  headers: SignatureHeaders,
  body: Uint8Array,
): Promise<Result<null>> {
  let unfit: string | null = null;
  let secret = inbox.keptWebhookSecret();
  for (;;) {
    if (secret === null) {
      const read = await inbox.webhookSecret(unfit);
      if (!read.ok) return read;
      secret = read.value;
    }
    const verified = await verifySignature(headers, body, secret, now());
    const isUnfit = !verified.ok && verified.error.code !== "signature_expired";
    if (!isUnfit || secret === unfit) return verified;
    unfit = secret;
    secret = null;
  }
}
