/**
 * The HTTP line that every request walks: a name, the headers, the doors, then /api, /webhooks, /media,
 * and the pages for the rest. What it needs is handed in, so that tests can walk it without the world.
 */
import { Hono } from "hono";
import { cors } from "./api/cors.ts";
import { closedDoors, isOpenPath } from "./api/doors.ts";
import { errorResponse } from "./api/error-response.ts";
import type { HttpEnv, HttpParts } from "./api/http-context.ts";
import { mountRoutes } from "./api/mount-routes.ts";
import { nameRequest } from "./api/name-request.ts";
import { apiRoutes } from "./api/routes.ts";
import { securityHeaders } from "./api/security-headers.ts";
import type { LoadContext } from "./contracts/gateway.ts";
import { mediaRoutes } from "./media/routes.ts";
import { replicateWebhook } from "./webhooks/replicate.ts";
import { stitcherWebhook } from "./webhooks/stitcher.ts";

export type HttpOptions = HttpParts & {
  /** Answers what is no API: Remix, or null where there are no pages (tests). */
  pages: ((request: Request, context: LoadContext) => Promise<Response>) | null;
};

export function createHttp({ pages, ...parts }: HttpOptions): Hono<HttpEnv> {
  const { config, bucket, now, log } = parts;
  const app = new Hono<HttpEnv>();
  app.use(nameRequest(parts));
  app.use(securityHeaders(config));
  app.use("/api/*", cors(config.corsOrigins));
  app.use(closedDoors(config));

  mountRoutes(app, apiRoutes, parts);
  app.all("/webhooks/replicate", replicateWebhook(parts));
  app.all("/webhooks/stitcher", stitcherWebhook(parts));
  app.route("/media", mediaRoutes({ bucket, signingKey: config.mediaSigningKey, now }));
  if (pages !== null) {
    app.all("*", (context) => {
      // The doors let strangers in here, so no page may answer.
      if (isOpenPath(context.req.path)) return context.notFound();
      return pages(context.req.raw, {
        gateway: parts.gateway,
        nonce: context.get("nonce"),
        requestId: context.get("requestId"),
      });
    });
  }

  app.notFound((context) =>
    errorResponse(
      { code: "not_found", message: "There is nothing at this address. Check it and try again." },
      context.get("requestId"),
    ),
  );
  app.onError((cause, context) => {
    const id = context.get("requestId");
    const { method, path } = context.req;
    log({ event: "request_failed", requestId: id, method, path, cause });
    return errorResponse(
      {
        code: "internal",
        message: `Something went wrong here. Try again; if it stays, the log has it under ${id}.`,
      },
      id,
    );
  });
  return app;
}
