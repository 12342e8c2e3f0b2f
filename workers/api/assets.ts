/** Assets: the bytes of pictures, clips and films, for the browser. */
import * as z from "zod/mini";
import { serveAsset } from "../media/delivery.ts";
import { defineRoute } from "./route.ts";

/** An asset's bytes never change: a new take is a new asset. */
const CACHE_CONTROL = "private, max-age=31536000, immutable";

export const assetRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}/assets/{asset_id}",
    id: "readAsset",
    tag: "Media",
    summary: "Read a picture, clip, film or song",
    description:
      "Takes Range (one range), If-None-Match, If-Modified-Since and If-Range. HEAD works too. With " +
      "?download=1 the answer carries a file name to save it under.",
    query: z.object({ download: z.optional(z.literal("1")) }),
    answer: {
      status: 200,
      description: "The file, or the range of it that was asked for (206).",
      contentType: "*/*",
    },
    errors: ["asset_missing", "range_not_satisfiable"],
    handle: async ({ inbox, bucket, params, query, request, requestId }) => {
      const file = await inbox.assetFile(params.project_id, params.asset_id);
      if (!file.ok) return file;
      const fileName = query.download === "1" ? { fileName: file.value.fileName } : {};
      return await serveAsset(request, bucket, file.value.key, {
        cacheControl: CACHE_CONTROL,
        requestId,
        ...fileName,
      });
    },
  }),
];
