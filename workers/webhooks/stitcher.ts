/**
 * POST /webhooks/stitcher?project&job&expires&signature: the container's reports on one job. The
 * address itself is the proof, signed for this job alone.
 */
import type { Context, Handler } from "hono";
import { readJson } from "../api/read-body.ts";
import type { HttpEnv, HttpParts } from "../api/http-context.ts";
import { methodNotAllowed } from "../api/mount-routes.ts";
import { verifyReportUrl } from "../media/signed-urls.ts";
import { receipts } from "./receipt.ts";
import type { Receipts } from "./receipt.ts";

type Parts = Pick<HttpParts, "inbox" | "now" | "log" | "config">;

/** A report lists up to 10,000 uploaded parts. */
const REPORT_BYTES = 1024 * 1024;

export function stitcherWebhook(parts: Parts): Handler<HttpEnv> {
  return async (context) => {
    if (context.req.method !== "POST") return methodNotAllowed(context, ["POST"]);
    const receipt = receipts(context, parts.log, "stitcher");
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
  const request = context.req.raw;
  const key = parts.config.mediaSigningKey;
  const address = await verifyReportUrl(key, request.url, parts.now());
  if (!address.ok) return receipt.refuse(address.error);
  const report = await readJson(request, REPORT_BYTES);
  if (!report.ok) return receipt.refuse(report.error);
  const { projectId, jobId } = address.value;
  const recorded = await parts.inbox.recordStitchReport(projectId, jobId, report.value);
  return receipt.answer(recorded, projectId, jobId);
}
