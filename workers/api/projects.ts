/** /api/projects: create, list, read as a snapshot, change, delete. */
import { ok } from "../contracts/errors.ts";
import { Snapshot } from "../contracts/live.ts";
import { CreateProject, UpdateProject } from "../contracts/requests.ts";
import {
  createProjectExample,
  projectSummaryExample,
  snapshotExample,
  updateProjectExample,
} from "./examples.ts";
import { defineRoute } from "./route.ts";
import { ProjectList } from "./schemas.ts";

const snapshotAnswer = { schema: Snapshot, example: snapshotExample };

export const projectRoutes = [
  defineRoute({
    method: "POST",
    path: "/api/projects",
    id: "createProject",
    tag: "Projects",
    summary: "Create a project and start its film",
    description:
      "The character is drawn at once. In quick mode every later step follows by itself; in step " +
      "mode the project stops for the choice of portrait and before clips are paid for.",
    takesIdempotencyKey: true,
    body: { schema: CreateProject, example: createProjectExample },
    answer: {
      status: 201,
      description: "The new project.",
      location: (snapshot) => `/api/projects/${snapshot.project.id}`,
      ...snapshotAnswer,
    },
    errors: ["conflict", "provider_rejected", "credit_exhausted"],
    handle: ({ gateway, body, key }) => gateway.createProject(body, key),
  }),
  defineRoute({
    method: "GET",
    path: "/api/projects",
    id: "listProjects",
    tag: "Projects",
    summary: "List all projects",
    answer: {
      status: 200,
      description: "The projects, latest first.",
      schema: ProjectList,
      example: { projects: [projectSummaryExample] },
    },
    errors: [],
    handle: async ({ gateway }) => {
      const listed = await gateway.listProjects();
      return listed.ok ? ok({ projects: listed.value }) : listed;
    },
  }),
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}",
    id: "readProject",
    tag: "Projects",
    summary: "Read a project with everything in it",
    answer: { status: 200, description: "The project as it stands.", ...snapshotAnswer },
    errors: [],
    handle: ({ gateway, params }) => gateway.snapshot(params.project_id),
  }),
  defineRoute({
    method: "PATCH",
    path: "/api/projects/{project_id}",
    id: "updateProject",
    tag: "Projects",
    summary: "Change a project",
    description: "Fields that are left out stay as they are. What was already made is kept.",
    takesIdempotencyKey: true,
    body: { schema: UpdateProject, example: updateProjectExample },
    answer: { status: 200, description: "The changed project.", ...snapshotAnswer },
    errors: ["conflict", "provider_rejected"],
    handle: ({ gateway, params, body, key }) => gateway.updateProject(params.project_id, body, key),
  }),
  defineRoute({
    method: "DELETE",
    path: "/api/projects/{project_id}",
    id: "deleteProject",
    tag: "Projects",
    summary: "Delete a project",
    description:
      "It is hidden at once and its running jobs are canceled. Its files are removed a day later.",
    answer: { status: 204, description: "The project is gone." },
    errors: [],
    handle: ({ gateway, params }) => gateway.deleteProject(params.project_id),
  }),
];
