/** Names each request and notes how it went. */
import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { HttpEnv, HttpParts } from "./http-context.ts";

/** An id sent by the caller is ignored: it could imitate another request's. */
export function nameRequest({
  newId,
  now,
  log,
}: Pick<HttpParts, "newId" | "now" | "log">): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const startedAt = now();
    const requestId = newId();
    context.set("requestId", requestId);
    context.set("nonce", newId().replaceAll("-", ""));
    await next();
    // A WebSocket's 101 is passed on as it is: rebuilding it to add a header can lose the socket.
    if (context.res.status !== 101) context.header("X-Request-Id", requestId);
    log({
      event: "request_handled",
      requestId,
      method: context.req.method,
      // The route that ran last, which is the one that answered.
      route: routePath(context),
      status: context.res.status,
      ms: now() - startedAt,
    });
  };
}
