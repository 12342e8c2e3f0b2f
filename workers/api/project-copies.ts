/** Projects that are begun again from another one, and deleted ones that come back. */
import { Deletion } from "../contracts/deletion.ts";
import { Snapshot } from "../contracts/live.ts";
import { deletionExample, snapshotExample } from "./examples.ts";
import { defineRoute } from "./route.ts";

const snapshotAnswer = { schema: Snapshot, example: snapshotExample };

export const projectCopyRoutes = [
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/duplicate",
    id: "duplicateProject",
    tag: "Projects",
    summary: "Begin a new project from this one",
    description:
      "With the same idea, character, settings and scenes, and the chosen portrait as a file of its own. " +
      "Takes and films stay behind. Nothing is started, so nothing is paid.",
    takesIdempotencyKey: true,
    answer: {
      status: 201,
      description: "The new project.",
      location: (snapshot) => `/api/projects/${snapshot.project.id}`,
      ...snapshotAnswer,
    },
    errors: ["conflict"],
    handle: ({ gateway, params, key }) => gateway.duplicateProject(params.project_id, key),
  }),
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}/deletion",
    id: "readDeletion",
    tag: "Projects",
    summary: "Read until when a deleted project can be brought back",
    answer: {
      status: 200,
      description: "The deleted project.",
      schema: Deletion,
      example: deletionExample,
    },
    errors: [],
    handle: ({ gateway, params }) => gateway.deletion(params.project_id),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/restore",
    id: "restoreProject",
    tag: "Projects",
    summary: "Bring a deleted project back",
    description:
      "Possible for a day. What was running stays canceled, and a quick project that was not through " +
      "goes on step by step, so that nothing is paid before somebody asks for it.",
    answer: { status: 200, description: "The project as it stands.", ...snapshotAnswer },
    errors: [],
    handle: ({ gateway, params }) => gateway.restoreProject(params.project_id),
  }),
];
