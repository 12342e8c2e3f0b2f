/** What was tried in a project, and what it cost. */
import * as z from "zod/mini";
import { Activity } from "../contracts/activity.ts";
import { JobKind } from "../contracts/job.ts";
import { activityExample } from "./activity-example.ts";
import { defineRoute } from "./route.ts";

const Query = z.object({ kind: z.optional(JobKind) });

export const activityRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}/activity",
    id: "readActivity",
    tag: "Jobs",
    summary: "Read what was tried and what it cost",
    description:
      "Every job with its attempts, oldest first, and totals by kind. kind leaves out the jobs of other " +
      "kinds; the totals stay those of all.",
    query: Query,
    answer: {
      status: 200,
      description: "The project's jobs and attempts.",
      schema: Activity,
      example: activityExample,
    },
    errors: [],
    handle: ({ gateway, params, query }) => gateway.activity(params.project_id, query.kind ?? null),
  }),
];
