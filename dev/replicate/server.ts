/** The table of routes, and the server that walks it. Listens on 127.0.0.1 alone. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { faultRoutes } from "./admin/faults.ts";
import { adminRoutes } from "./admin/routes.ts";
import { accountRoutes } from "./api/account.ts";
import type { Context } from "./api/context.ts";
import { createRoutes } from "./api/create.ts";
import { fileRoutes } from "./api/files.ts";
import { checkLimit, checkToken } from "./api/guards.ts";
import { predictionRoutes } from "./api/predictions.ts";
import { deliveryRoute } from "./delivery.ts";
import type { Answer, Call, Route } from "./http.ts";
import { HANDLED, NOT_FOUND, problem, Refusal, send } from "./http.ts";

/** `create` and `api` want a token and count against a limit; `open` routes do neither. */
type Guard = "create" | "api" | "open";
type Entry = { method: string; pattern: RegExp; guard: Guard; route: Route };

const KEEP_ALIVE_MS = 75_000;

/** `*` in a path is one segment, and a parameter of the route. */
function entry(method: string, path: string, guard: Guard, route: Route): Entry {
  const source = path
    .split("*")
    .map((part) => part.replace(/[.]/g, "\\."))
    .join("([^/]+)");
  return { method, pattern: new RegExp(`^${source}$`), guard, route };
}

function routeTable(context: Context): Entry[] {
  const create = createRoutes(context);
  const predictions = predictionRoutes(context);
  const files = fileRoutes(context);
  const account = accountRoutes(context);
  const delivery = deliveryRoute(context);
  const admin = adminRoutes(context);
  const faults = faultRoutes(context);
  return [
    entry("POST", "/v1/predictions", "create", create.byVersion),
    entry("POST", "/v1/models/*/*/predictions", "create", create.byModel),
    entry("POST", "/v1/deployments/*/*/predictions", "create", create.byDeployment),
    entry("GET", "/v1/predictions", "api", predictions.list),
    entry("GET", "/v1/predictions/*", "api", predictions.get),
    entry("POST", "/v1/predictions/*/cancel", "api", predictions.cancel),
    entry("GET", "/v1/models", "api", account.models),
    entry("GET", "/v1/models/*/*", "api", account.model),
    entry("GET", "/v1/models/*/*/versions", "api", account.versions),
    entry("GET", "/v1/models/*/*/versions/*", "api", account.version),
    entry("POST", "/v1/files", "api", files.create),
    entry("GET", "/v1/files", "api", files.list),
    entry("GET", "/v1/files/*", "api", files.get),
    entry("DELETE", "/v1/files/*", "api", files.remove),
    entry("GET", "/v1/files/*/download", "open", files.download),
    entry("GET", "/v1/webhooks/default/secret", "api", account.webhookSecret),
    entry("GET", "/v1/account", "api", account.account),
    entry("GET", "/stream/*", "open", predictions.stream),
    entry("GET", "/delivery/*/*/*", "open", delivery),
    entry("GET", "/p/*", "open", ({ params }) => redirect(`/__emu/#${params[0] ?? ""}`)),
    entry("GET", "/", "open", () => redirect("/__emu/")),
    entry("GET", "/__emu", "open", () => redirect("/__emu/")),
    entry("GET", "/__emu/", "open", admin.page),
    entry("GET", "/__emu/predictions", "open", admin.predictions),
    entry("GET", "/__emu/ledger", "open", admin.ledger),
    entry("GET", "/__emu/webhooks", "open", admin.webhooks),
    entry("GET", "/__emu/requests", "open", admin.requests),
    entry("GET", "/__emu/faults", "open", faults.list),
    entry("POST", "/__emu/faults", "open", faults.add),
    entry("DELETE", "/__emu/faults", "open", faults.clear),
    entry("GET", "/__emu/storm", "open", faults.showStorm),
    entry("POST", "/__emu/storm", "open", faults.beginStorm),
    entry("DELETE", "/__emu/storm", "open", faults.endStorm),
    entry("GET", "/__emu/breaks", "open", faults.listBreaks),
    entry("POST", "/__emu/breaks", "open", faults.addBreak),
    entry("DELETE", "/__emu/breaks", "open", faults.clearBreaks),
    entry("GET", "/__emu/breaks/next", "open", faults.nextBreak),
    entry("POST", "/__emu/breaks/*/release", "open", faults.releaseBreak),
    entry("GET", "/__emu/settings", "open", admin.settings),
    entry("POST", "/__emu/settings", "open", admin.changeSettings),
    entry("POST", "/__emu/clock", "open", admin.moveClock),
    entry("POST", "/__emu/reset", "open", admin.reset),
  ];
}

function redirect(location: string): Answer {
  return { status: 302, headers: { location }, text: "" };
}

export function createReplicateServer(context: Context, report: (message: string) => void): Server {
  const table = routeTable(context);

  const answer = async (call: Call): Promise<Answer | typeof HANDLED> => {
    const path = call.url.pathname;
    const matching = table.filter(({ pattern }) => pattern.test(path));
    const wanted = call.method === "HEAD" ? "GET" : call.method;
    const found = matching.find(({ method }) => method === wanted);
    if (path.startsWith("/__emu") && isForeign(call, context)) {
      return problem(403, "Forbidden", "Another site's page may not use the offline Replicate.");
    }
    if (path.startsWith("/v1/") && found?.guard !== "open") {
      const refused =
        checkToken(call) ?? checkLimit(context, found?.guard === "create" ? "create" : "rest");
      if (refused !== null) return refused;
    }
    if (found === undefined) {
      if (matching.length === 0) return NOT_FOUND;
      return problem(405, "Method Not Allowed", `Method "${call.method}" not allowed.`);
    }
    call.params = (found.pattern.exec(path) ?? []).slice(1).map(decode);
    return found.route(call);
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const target = request.url ?? "/";
    const base = context.origin();
    if (!URL.canParse(target, base)) return send(response, NOT_FOUND);
    const url = new URL(target, base);
    const method = request.method ?? "GET";
    const isLogged = url.pathname.startsWith("/v1/") || url.pathname.startsWith("/delivery/");
    const logged = isLogged
      ? context.requests.begin({
          at: context.clock.now(),
          method,
          path: url.pathname + url.search,
          headers: request.headers,
        })
      : null;
    const call: Call = { method, url, params: [], request, response, logged };
    let result: Answer | typeof HANDLED;
    try {
      result = await answer(call);
    } catch (cause) {
      // A call that was cut off by the stop has nobody to answer and nothing to write to.
      if (!context.database.isOpen) return;
      if (!(cause instanceof Refusal)) report(`${method} ${url.pathname} failed: ${String(cause)}`);
      result =
        cause instanceof Refusal
          ? cause.answer
          : problem(500, "Internal Server Error", "The offline Replicate made a mistake.");
    }
    if (logged !== null && context.database.isOpen) {
      // Without headers there was no answer: the connection was cut.
      const status =
        result !== HANDLED ? result.status : response.headersSent ? response.statusCode : null;
      if (status !== null) context.requests.finish(logged, status);
    }
    if (result !== HANDLED) send(response, result);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((cause: unknown) => {
      report(`${request.method ?? ""} ${request.url ?? ""} broke: ${String(cause)}`);
      response.destroy();
    });
  });
  // Node closes idle connections after 5 s. A client that reuses one in that moment loses its call,
  // and a lost create is an expensive thing to sort out: stay open longer than clients do.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

/** A browser names the page that asks; only our own pages may, and only under a local name. */
function isForeign(call: Call, context: Context): boolean {
  const { origin, host } = call.request.headers;
  const { port } = new URL(context.origin());
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !own.includes(host)) return true;
  return origin !== undefined && !own.some((name) => origin === `http://${name}`);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
