/** What an unsuccessful HTTP answer of Replicate means, as an error of ours. Never holds the token. */
import * as z from "zod";
import type { ErrorBody, ErrorCode } from "../contracts/errors.ts";
import { classifyFailure } from "./failure.ts";
import type { Exchange } from "./guarded-fetch.ts";
import { providerWords } from "./provider-words.ts";

const Problem = z.object({
  title: z.string().catch(""),
  detail: z.string().catch(""),
  retry_after: z.number().nonnegative().nullable().catch(null),
});
export type Problem = z.output<typeof Problem>;

/** Replicate's `{title, detail, …}`; empty fields where the body is HTML, empty or otherwise. */
export function readProblem(text: string): Problem {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Proxies answer with HTML: then the status alone speaks.
  }
  const parsed = Problem.safeParse(value);
  return parsed.success ? parsed.data : { title: "", detail: "", retry_after: null };
}

/** True where the model or its version no longer exists (or never did). */
export function isGone(status: number, problem: Problem): boolean {
  if (status === 404 || status === 410) return true;
  if (status !== 422) return false;
  return /invalid version|version does not exist|version[^.]*\b(?:disabled|deleted|removed)/i.test(
    `${problem.title} ${problem.detail}`,
  );
}

export function errorOf(code: ErrorCode, message: string, detail?: string): ErrorBody {
  return detail === undefined ? { code, message } : { code, message, detail };
}

const SILENT: Record<"timeout" | "network" | "too_large", string> = {
  timeout: "The model service did not answer in time.",
  network: "The connection to the model service broke.",
  too_large: "The model service answered with more than Edgereel reads.",
};

/** The error for any exchange that gave nothing usable. `token` is removed should it be echoed. */
export function exchangeError(exchange: Exchange | null, token: string): ErrorBody {
  if (exchange === null || exchange.kind === "refused") {
    return errorOf(
      "provider_misconfigured",
      "The call to the model service could not be made. Tell whoever runs this Edgereel.",
      providerWords(exchange?.reason ?? null, token),
    );
  }
  if (exchange.kind === "lost") {
    return errorOf("provider_unavailable", `${SILENT[exchange.reason]} Try again in a moment.`);
  }
  return statusError(exchange.status, exchange.text, token);
}

function statusError(status: number, text: string, token: string): ErrorBody {
  const problem = readProblem(text);
  const detail = providerWords(problem.detail || problem.title, token);
  if (status >= 200 && status < 300) {
    return errorOf(
      "provider_unavailable",
      "The model service answered with something Edgereel can't read. Try again in a moment.",
    );
  }
  if (status === 401 || status === 403) {
    return errorOf(
      "provider_misconfigured",
      "The model service did not accept this Edgereel's token. Check REPLICATE_API_TOKEN.",
      detail,
    );
  }
  // Replicate's own words here are about its billing pages: not for the people who make films.
  if (status === 402) {
    return errorOf(
      "credit_exhausted",
      "The account for the models has run out of credit. Add credit; work goes on a few minutes later.",
    );
  }
  if (status === 404 || status === 410) {
    return errorOf("not_found", "The model service does not know what was asked for.", detail);
  }
  if (status === 429) {
    return errorOf(
      "rate_limited",
      "The model service takes no more calls for the moment. Edgereel waits and goes on by itself.",
    );
  }
  if (status >= 500 || status === 408) {
    return errorOf(
      "provider_unavailable",
      `The model service is not working properly (status ${status}). Try again in a moment.`,
      detail,
    );
  }
  if (status < 400) {
    return errorOf(
      "provider_misconfigured",
      "The address of the model service points elsewhere. Check REPLICATE_API_BASE_URL.",
    );
  }
  const refusal = classifyFailure(problem.detail || problem.title, { status: "failed" }).error;
  if (refusal.code === "content_refused") return errorOf(refusal.code, refusal.message, detail);
  return errorOf(
    "provider_rejected",
    "The model did not accept this input. Change the text or the settings, then try again.",
    detail,
  );
}
