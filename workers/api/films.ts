/** Films of a project: publishing. */
import { Snapshot } from "../contracts/live.ts";
import { PublishFilm } from "../contracts/requests.ts";
import { snapshotExample } from "./examples.ts";
import { defineRoute } from "./route.ts";

export const filmRoutes = [
  defineRoute({
    method: "PATCH",
    path: "/api/projects/{project_id}/films/{film_id}",
    id: "publishFilm",
    tag: "Projects",
    summary: "Publish a film, or take it back",
    description:
      "Where this server has a public bucket domain, a published film is linked there, without " +
      "expiry. Nothing is copied: taking it back stops the linking, not an address already given away.",
    body: { schema: PublishFilm, example: { is_published: true } },
    answer: {
      status: 200,
      description: "The project with the film as it is now.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: ["conflict"],
    handle: ({ gateway, params, body }) =>
      gateway.publishFilm(params.project_id, params.film_id, body.isPublished),
  }),
];
