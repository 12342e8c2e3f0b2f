/** What every API call passes first: the token, then the rate limit. */
import type { Answer, Call } from "../http.ts";
import { problem } from "../http.ts";
import type { Throttle } from "../limits.ts";
import type { Context } from "./context.ts";

const NO_TOKEN = problem(401, "Unauthenticated", "You did not pass an authentication token");
const BAD_TOKEN = problem(401, "Unauthenticated", "You did not pass a valid authentication token");

/** Null when the call may go on. Any token that starts with `r8_` is the one account's. */
export function checkToken(call: Call): Answer | null {
  const header = call.request.headers.authorization;
  if (header === undefined || header === "") return NO_TOKEN;
  return /^(Bearer|Token) r8_\S+$/i.test(header) ? null : BAD_TOKEN;
}

export function checkLimit(context: Context, kind: "create" | "rest"): Answer | null {
  const { lowCredit } = context.settings.get();
  const throttle = context.limits.check(kind, { lowCredit });
  return throttle === null ? null : throttled(context, throttle);
}

export function throttled(context: Context, throttle: Throttle): Answer {
  const hasHeader = context.settings.get().retryAfterHeader;
  return {
    status: 429,
    body: throttle.body,
    ...(hasHeader ? { headers: { "retry-after": String(throttle.retryAfterS) } } : {}),
  };
}
