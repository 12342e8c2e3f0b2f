/** Lets pages of the listed origins, and no others, use the API from a browser. */
import type { MiddlewareHandler } from "hono";
import { errorResponse } from "./error-response.ts";
import type { HttpEnv } from "./http-context.ts";

const EXPOSED =
  "Location, X-Request-Id, Allow, ETag, Accept-Ranges, Content-Range, Content-Length, Retry-After, Preference-Applied";

/** `origins` are compared exactly; there is no wildcard and no cookie is ever allowed along. */
export function cors(origins: string[]): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const origin = context.req.header("Origin");
    const isListed = origin !== undefined && origins.includes(origin);
    const method = context.req.header("Access-Control-Request-Method");
    if (context.req.method === "OPTIONS" && origin !== undefined && method !== undefined) {
      if (isListed) return preflight(origin);
      const message =
        "Pages of this origin may not use the API. Its owner can list it in CORS_ORIGINS.";
      return errorResponse({ code: "forbidden", message }, context.get("requestId"), {
        headers: { Vary: "Origin" },
      });
    }
    await next();
    if (context.res.status === 101 || origins.length === 0) return;
    context.header("Vary", "Origin", { append: true });
    if (!isListed) return;
    context.header("Access-Control-Allow-Origin", origin);
    context.header("Access-Control-Expose-Headers", EXPOSED);
  };
}

function preflight(origin: string): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE",
      "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key, Prefer, Range",
      "Access-Control-Max-Age": "600",
      Vary: "Origin",
    },
  });
}
