/** Starts the HTTP line for an isolate: settings parsed once, parts wired, every request let through. */
import type { Hono } from "hono";
import { createArchive } from "./api/archive/archive.ts";
import { createGateway } from "./api/gateway.ts";
import { checkDoors } from "./api/doors.ts";
import { errorResponse } from "./api/error-response.ts";
import type { HttpEnv } from "./api/http-context.ts";
import { createCalls } from "./api/mv/calls.ts";
import { createLibrary } from "./api/mv/library.ts";
import { createOwnClips } from "./api/own-clips/own-clips.ts";
import { parseConfig } from "./env.ts";
import type { Env } from "./env.ts";
import { createHttp } from "./http.ts";
import type { HttpOptions } from "./http.ts";
import type { ErrorBody, Result } from "./contracts/errors.ts";
import { log } from "./platform/log.ts";

/** The Worker's `fetch`. `pages` is null in tests. */
export function createWorker(pages: HttpOptions["pages"]): ExportedHandler<Env> {
  const started = new WeakMap<Env, Result<Hono<HttpEnv>>>();
  return {
    async fetch(request, env, context) {
      let app = started.get(env);
      if (app === undefined) {
        app = start(env, pages);
        started.set(env, app);
      }
      return app.ok ? await app.value.fetch(request, env, context) : refuse(request, app.error);
    },
  };
}

function start(env: Env, pages: HttpOptions["pages"]): Result<Hono<HttpEnv>> {
  const config = parseConfig(env);
  if (!config.ok) {
    log({ event: "settings_refused", level: "error", message: config.error.message });
    return config;
  }
  const gateway = createGateway(env, config.value);
  const newId = () => crypto.randomUUID();
  const app = createHttp({
    config: config.value,
    gateway,
    inbox: gateway.inbox,
    calls: createCalls(env, config.value, Date.now),
    library: createLibrary(env, config.value, { now: Date.now, newId }),
    archive: createArchive(env, config.value, { newId }),
    ownClips: createOwnClips(env, config.value, { newId }),
    bucket: env.MEDIA,
    now: Date.now,
    newId,
    log,
    pages,
  });
  return { ok: true, value: app };
}

/** Names of settings are for whoever runs this machine; strangers are only told to look away. */
function refuse(request: Request, error: ErrorBody): Response {
  const isOwner = checkDoors(request, { environment: "local", corsOrigins: [] }).ok;
  const isStranger = !isOwner || new URL(request.url).pathname.startsWith("/webhooks/");
  const message = "Edgereel is not set up correctly. Its log says what to correct.";
  const shown: ErrorBody = isStranger ? { code: "internal", message } : error;
  return errorResponse(shown, crypto.randomUUID(), { status: 503 });
}
