/**
 * The signed doors to the files, for models and the container; people's browsers go through /api. The
 * signature is the whole permission: nothing is looked up before it holds. Mounted at /media.
 */
import { Hono } from "hono";
import type { Clock } from "../platform/clock.ts";
import { serveAsset } from "./delivery.ts";
import { errorResponse } from "./error-response.ts";
import { putFilmPart } from "./film-parts.ts";
import { assetKey, filmPartKey } from "./keys.ts";
import { verifyAssetUrl, verifyFilmPartUrl, verifyPartUrl } from "./signed-urls.ts";
import { putPart } from "./uploads.ts";

export type MediaRoutesOptions = { bucket: R2Bucket; signingKey: string; now: Clock };

const ASSET_PATH = "/:workspace/:file";
const PART_PATH = "/uploads/:workspace/:asset/:upload/:part";
const FILM_PART_PATH = "/parts/:workspace/:project/:part";

/** A copy in a cache would outlive the link. */
const CACHE_CONTROL = "private, no-store";

/** The id of the request, where the app that mounts this has set one; errors carry it. */
type RequestEnv = { Variables: { requestId?: string } };

export function mediaRoutes({ bucket, signingKey, now }: MediaRoutesOptions): Hono<RequestEnv> {
  const routes = new Hono<RequestEnv>();

  // HEAD comes here too: Hono routes it as GET.
  routes.get(ASSET_PATH, async (context) => {
    const request = context.req.raw;
    const requestId = context.get("requestId");
    const verified = await verifyAssetUrl(signingKey, request.url, now());
    if (!verified.ok) return errorResponse(verified.error, requestId);
    const { workspaceId, assetId } = verified.value;
    return serveAsset(request, bucket, assetKey(workspaceId, assetId), {
      cacheControl: CACHE_CONTROL,
      requestId,
    });
  });

  routes.put(PART_PATH, async (context) => {
    const request = context.req.raw;
    const requestId = context.get("requestId");
    const verified = await verifyPartUrl(signingKey, request.url, now());
    if (!verified.ok) {
      await request.body?.cancel();
      return errorResponse(verified.error, requestId);
    }
    const { workspaceId, assetId, uploadId, part } = verified.value;
    const stored = await putPart(
      bucket,
      assetKey(workspaceId, assetId),
      uploadId,
      part,
      request.body,
      request.headers.get("content-length"),
    );
    return stored.ok ? Response.json(stored.value) : errorResponse(stored.error, requestId);
  });

  routes.get(FILM_PART_PATH, async (context) => {
    const request = context.req.raw;
    const requestId = context.get("requestId");
    const verified = await verifyFilmPartUrl(signingKey, request.url, now());
    if (!verified.ok) return errorResponse(verified.error, requestId);
    const { workspaceId, projectId, part } = verified.value;
    const key = filmPartKey(workspaceId, projectId, part);
    return serveAsset(request, bucket, key, { cacheControl: CACHE_CONTROL, requestId });
  });

  routes.put(FILM_PART_PATH, async (context) => {
    const request = context.req.raw;
    const requestId = context.get("requestId");
    const verified = await verifyFilmPartUrl(signingKey, request.url, now());
    if (!verified.ok) {
      await request.body?.cancel();
      return errorResponse(verified.error, requestId);
    }
    const { workspaceId, projectId, part } = verified.value;
    const key = filmPartKey(workspaceId, projectId, part);
    const length = request.headers.get("content-length");
    const stored = await putFilmPart(bucket, key, request.body, length);
    return stored.ok ? new Response(null, { status: 204 }) : errorResponse(stored.error, requestId);
  });

  routes.all(ASSET_PATH, (context) => methodNotAllowed("GET, HEAD", context.get("requestId")));
  routes.all(PART_PATH, (context) => methodNotAllowed("PUT", context.get("requestId")));
  routes.all(FILM_PART_PATH, (context) =>
    methodNotAllowed("GET, HEAD, PUT", context.get("requestId")),
  );
  return routes;
}

function methodNotAllowed(allow: string, requestId: string | undefined): Response {
  const message = `This address answers ${allow} only.`;
  const refused = errorResponse({ code: "method_not_allowed", message }, requestId);
  refused.headers.set("allow", allow);
  return refused;
}
