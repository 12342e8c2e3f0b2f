/** Turns the table of routes into Hono handlers: check, parse, call, format. */
import type { Context, Hono } from "hono";
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { IdempotencyKey } from "../contracts/requests.ts";
import { toWire } from "../contracts/wire.ts";
import { errorResponse } from "./error-response.ts";
import type { HttpEnv, HttpParts } from "./http-context.ts";
import type { OpenApiDocument } from "./openapi-document.ts";
import { buildDocument } from "./build-document.ts";
import { describeIssue, parseBody, parseQuery } from "./parse-request.ts";
import { invalid, refuse } from "./mv/errors.ts";
import { readJson } from "./read-body.ts";
import type { Call, RawCall, Route } from "./route.ts";

/** Lower case only: object names are compared exactly, so another spelling would be another project. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Mounts `routes`, a 405 for their other methods, and a 404 for the rest of /api. */
export function mountRoutes(app: Hono<HttpEnv>, routes: Route[], parts: HttpParts): void {
  let written: OpenApiDocument | null = null;
  const document = (): OpenApiDocument => (written ??= buildDocument(routes, parts.config.version));

  for (const route of routes) {
    app.on(route.method, honoPath(route.path), (context) =>
      answer(route, context, { ...parts, document }),
    );
  }
  // /api/projects/import before /api/projects/{project_id}, which would take its name for an id.
  const paths = [...new Set(routes.map((route) => route.path))];
  paths.sort((a, b) => a.split("{").length - b.split("{").length);
  for (const path of paths) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    const allow = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
    app.all(honoPath(path), (context) => methodNotAllowed(context, allow));
  }
  app.all("/api/*", (context) =>
    errorResponse(
      {
        code: "not_found",
        message: "There is nothing at this address. /api/docs lists what there is.",
      },
      context.get("requestId"),
    ),
  );
}

/** 405 in the common format. `allow` goes into the Allow header. */
export function methodNotAllowed(context: Context<HttpEnv>, allow: string[]): Response {
  const message = `${context.req.method.slice(0, 20)} does not work here. Use ${allow.join(" or ")}.`;
  return errorResponse({ code: "method_not_allowed", message }, context.get("requestId"), {
    headers: { Allow: allow.join(", ") },
  });
}

/** `/api/projects/{project_id}` as Hono writes it. */
export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ":$1");
}

async function answer(route: Route, context: Context<HttpEnv>, parts: Parts): Promise<Response> {
  const requestId = context.get("requestId");
  const raw = readRaw(route, context, parts);
  if (!raw.ok) {
    return route.mvRefusals === undefined
      ? errorResponse(raw.error, requestId)
      : refuse(invalid(raw.error.message), requestId);
  }
  if (route.handleRaw !== undefined) return route.handleRaw(raw.value);
  const call = await readCall(route, raw.value, context.req.query());
  if (!call.ok) return errorResponse(call.error, requestId);
  const result = await route.handle(call.value);
  if (result instanceof Response) return result;
  if (!result.ok) return errorResponse(result.error, requestId);

  const { status, location } = route.answer;
  const headers = new Headers({ "Cache-Control": "no-store" });
  if (location !== undefined) headers.set("Location", location(result.value));
  if (status === 204) return new Response(null, { status, headers });
  return Response.json(toWire(result.value), { status, headers });
}

type Parts = HttpParts & { document: () => OpenApiDocument };

function readRaw(route: Route, context: Context<HttpEnv>, parts: Parts): Result<RawCall> {
  const key = readKey(route, context.req.raw);
  if (!key.ok) return key;
  return ok({
    ...parts,
    request: context.req.raw,
    params: context.req.param(),
    givenKey: key.value,
    requestId: context.get("requestId"),
    nonce: context.get("nonce"),
    waitUntil: (work) => {
      context.executionCtx.waitUntil(work);
    },
  });
}

/** Errors: `not_found` for an id that can be nobody's, and those of parsing. */
async function readCall(
  route: Route,
  raw: RawCall,
  asked: Record<string, string>,
): Promise<Result<Call>> {
  for (const [name, value] of Object.entries(raw.params)) {
    if (UUID.test(value)) continue;
    const what = name.replace(/_id$/, "").replaceAll("_", " ");
    return fail("not_found", `There is no such ${what}. It may have been deleted.`);
  }
  const query = route.query ? parseQuery(route.query, asked) : ok(undefined);
  if (!query.ok) return query;
  const body = await readBody(route, raw.request);
  if (!body.ok) return body;
  return ok({ ...raw, key: raw.givenKey ?? raw.newId(), query: query.value, body: body.value });
}

async function readBody(route: Route, request: Request): Promise<Result<unknown>> {
  // Forms and files are read by their handlers, piece by piece.
  if (route.body === undefined || route.body.contentType !== undefined) return ok(undefined);
  if (route.body.isOptional === true && !request.headers.has("Content-Type")) {
    return parseBody(route.body.schema, {});
  }
  const json = await readJson(request, route.body.maxBytes ?? LIMITS.jsonBodyBytes);
  return json.ok ? parseBody(route.body.schema, json.value) : json;
}

function readKey(route: Route, request: Request): Result<string | null> {
  const header = request.headers.get("Idempotency-Key");
  if (route.takesIdempotencyKey !== true || header === null) return ok(null);
  const key = IdempotencyKey.safeParse(header);
  if (key.success) return ok(key.data);
  const [issue] = key.error.issues;
  const reason = issue === undefined ? "" : describeIssue(issue, header);
  return fail("invalid_request", `The header Idempotency-Key is wrong. ${reason}`);
}
