/** Scenes: edit one, add, move, take out, bring back, and have one written anew. */
import { ok, type Result } from "../contracts/errors.ts";
import type { Scene } from "../contracts/project.ts";
import { EditScene } from "../contracts/requests.ts";
import { Snapshot } from "../contracts/live.ts";
import { AddScene, MoveScene, RewriteScene } from "../contracts/scene-requests.ts";
import {
  addSceneExample,
  editSceneExample,
  jobExample,
  moveSceneExample,
  rewriteSceneExample,
  sceneExample,
  snapshotExample,
} from "./examples.ts";
import { defineRoute } from "./route.ts";
import { JobAnswer, SceneAnswer } from "./schemas.ts";

export const sceneRoutes = [
  defineRoute({
    method: "PATCH",
    path: "/api/projects/{project_id}/scenes/{scene_id}",
    id: "editScene",
    tag: "Projects",
    summary: "Edit a scene",
    description:
      "Fields that are left out stay as they are. Clips that were already made are kept; start a " +
      "clip job to shoot the scene again.",
    body: { schema: EditScene, example: editSceneExample },
    answer: {
      status: 200,
      description: "The edited scene, with its new version.",
      schema: SceneAnswer,
      example: { scene: { ...sceneExample, ...editSceneExample, version: 2 } },
    },
    errors: ["conflict"],
    handle: async ({ gateway, params, body }) =>
      oneScene(await gateway.editScene(params.project_id, params.scene_id, body)),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/scenes",
    id: "addScene",
    tag: "Projects",
    summary: "Add a scene",
    description:
      "Costs nothing: it is not shot before somebody asks for that, in quick projects too. Scenes " +
      "after it take the next numbers.",
    takesIdempotencyKey: true,
    body: { schema: AddScene, example: addSceneExample },
    answer: {
      status: 201,
      description: "The new scene.",
      schema: SceneAnswer,
      example: {
        scene: { ...sceneExample, ...addSceneExample, version: 1, isAdded: true },
      },
    },
    errors: ["conflict"],
    handle: async ({ gateway, params, body, key }) =>
      oneScene(await gateway.addScene(params.project_id, body, key)),
  }),
  defineRoute({
    method: "DELETE",
    path: "/api/projects/{project_id}/scenes/{scene_id}",
    id: "removeScene",
    tag: "Projects",
    summary: "Take a scene out of the film",
    description:
      "Its takes stay, and it can be brought back. Takes that are being shot go on; those that nobody " +
      "began yet are canceled. Films that are being cut stay as they were asked for.",
    answer: {
      status: 200,
      description: "The project without the scene.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: [],
    handle: ({ gateway, params }) => gateway.removeScene(params.project_id, params.scene_id),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/scenes/{scene_id}/restore",
    id: "restoreScene",
    tag: "Projects",
    summary: "Bring back a scene that was taken out",
    description: "At the place that it had, with its takes.",
    answer: {
      status: 200,
      description: "The scene as it is now.",
      schema: SceneAnswer,
      example: { scene: sceneExample },
    },
    errors: ["conflict"],
    handle: async ({ gateway, params }) =>
      oneScene(await gateway.restoreScene(params.project_id, params.scene_id)),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/scenes/{scene_id}/move",
    id: "moveScene",
    tag: "Projects",
    summary: "Move a scene to another place in the film",
    description: "The scenes are numbered anew. No scene's version changes by that.",
    body: { schema: MoveScene, example: moveSceneExample },
    answer: {
      status: 200,
      description: "The project with its scenes in their new order.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: [],
    handle: ({ gateway, params, body }) =>
      gateway.moveScene(params.project_id, params.scene_id, body.number),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/scenes/{scene_id}/rewrite",
    id: "rewriteScene",
    tag: "Jobs",
    summary: "Have a model write one scene anew",
    description:
      "A paid job of the text model; the other scenes stay. Where the scene is edited before the words " +
      "come, the edit stays and the words stand in the job's warnings. The body may be left out.",
    takesIdempotencyKey: true,
    body: { schema: RewriteScene, example: rewriteSceneExample, isOptional: true },
    answer: {
      status: 202,
      description: "The job; its target is the scene.",
      schema: JobAnswer,
      example: { job: { ...jobExample, kind: "script", targetId: sceneExample.id } },
    },
    errors: ["conflict", "provider_rejected", "credit_exhausted"],
    handle: async ({ gateway, params, body, key }) => {
      const started = await gateway.rewriteScene(params.project_id, params.scene_id, body, key);
      return started.ok ? ok({ job: started.value }) : started;
    },
  }),
];

function oneScene(result: Result<Scene>): Result<{ scene: Scene }> {
  return result.ok ? ok({ scene: result.value }) : result;
}
