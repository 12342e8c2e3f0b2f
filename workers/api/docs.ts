/** /api/docs: the whole API for people. */
import { defineRoute } from "./route.ts";
import { renderDocs } from "./render-docs.ts";

export const docsRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/docs",
    id: "readDocs",
    tag: "Service",
    summary: "Read this API's documentation",
    answer: {
      status: 200,
      description: "A page made from the document.",
      contentType: "text/html",
    },
    errors: [],
    handle: async ({ document, nonce }) =>
      new Response(await renderDocs(document(), nonce), {
        headers: { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" },
      }),
  }),
];
