/** /api/openapi.json: the whole API for programs. */
import { defineRoute } from "./route.ts";

export const openApiRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/openapi.json",
    id: "readOpenApi",
    tag: "Service",
    summary: "Read this API's OpenAPI 3.1 document",
    answer: { status: 200, description: "The document.", contentType: "application/json" },
    errors: [],
    handle: async ({ document }) =>
      Response.json(document(), { headers: { "Cache-Control": "no-store" } }),
  }),
];
