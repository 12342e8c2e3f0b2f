/** Clips of a project: where films take one in and out. */
import { Snapshot } from "../contracts/live.ts";
import { TrimClip } from "../contracts/requests.ts";
import { snapshotExample } from "./examples.ts";
import { defineRoute } from "./route.ts";

export const clipRoutes = [
  defineRoute({
    method: "PATCH",
    path: "/api/projects/{project_id}/clips/{clip_id}",
    id: "trimClip",
    tag: "Projects",
    summary: "Trim a clip",
    description:
      "Where films take the clip in and leave it, in seconds on the take. The file stays as it is, and " +
      "so do films that were already cut.",
    body: { schema: TrimClip, example: { in_s: 0.5, out_s: 6 } },
    answer: {
      status: 200,
      description: "The project with the clip as it is now.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: [],
    handle: ({ gateway, params, body }) =>
      gateway.trimClip(params.project_id, params.clip_id, body),
  }),
];
