/**
 * The closed doors. Until sign-in exists, whoever reaches the Worker could spend its owner's money, so
 * only this machine may use it: a request whose Host is not a loopback name reaches webhooks and signed
 * media, nothing else, and a deployed Worker refuses the rest to everybody. The Host check is also what
 * stops DNS rebinding, where a foreign page's own name is made to resolve to this machine.
 */
import type { MiddlewareHandler } from "hono";
import { isLoopback } from "../env.ts";
import type { Config } from "../env.ts";
import { fail } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { errorResponse } from "./error-response.ts";
import type { HttpEnv } from "./http-context.ts";

type Doors = Pick<Config, "environment" | "corsOrigins">;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);
const OPEN_PATHS = ["/webhooks/", "/media/"];

/** Whether strangers may knock here: at paths that prove every request by its signature. */
export function isOpenPath(pathname: string): boolean {
  return OPEN_PATHS.some((path) => pathname.startsWith(path));
}

/** Whether this request may come in at all. Errors: `forbidden`. */
export function checkDoors(request: Request, doors: Doors): Result<null> {
  const url = new URL(request.url);
  if (!isOpenPath(url.pathname)) {
    if (doors.environment === "production") {
      return fail(
        "forbidden",
        "This Edgereel has no sign-in yet, so it is closed. Run it on your own machine with npm start.",
      );
    }
    if (!hasLoopbackHost(request, url)) {
      return fail(
        "forbidden",
        "Edgereel only answers on this machine. Open it at http://localhost instead of another name.",
      );
    }
  }
  if (!SAFE_METHODS.has(request.method)) return checkOrigin(request, doors);
  return { ok: true, value: null };
}

/**
 * Refuses a page of another site: it could send requests in a person's name. Programs send no Origin
 * and pass. Errors: `forbidden`.
 */
export function checkOrigin(request: Request, doors: Doors): Result<null> {
  const origin = request.headers.get("Origin");
  if (origin === null || origin === new URL(request.url).origin) return { ok: true, value: null };
  if (doors.corsOrigins.includes(origin)) return { ok: true, value: null };
  return fail(
    "forbidden",
    "A page of another site may not do this. Add its origin to CORS_ORIGINS if it is yours.",
  );
}

export function closedDoors(doors: Doors): MiddlewareHandler<HttpEnv> {
  return async (context, next) => {
    const allowed = checkDoors(context.req.raw, doors);
    if (!allowed.ok) return errorResponse(allowed.error, context.get("requestId"));
    return await next();
  };
}

function hasLoopbackHost(request: Request, url: URL): boolean {
  // Behind a proxy the URL may be rewritten while the header still says what was asked for.
  const host = request.headers.get("Host");
  const asked = host === null ? url : URL.parse(`http://${host}`);
  return asked !== null && isLoopback(asked.hostname) && isLoopback(url.hostname);
}
