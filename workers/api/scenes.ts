/** Scenes: edit one. */
import { ok } from "../contracts/errors.ts";
import { EditScene } from "../contracts/requests.ts";
import { editSceneExample, sceneExample } from "./examples.ts";
import { defineRoute } from "./route.ts";
import { SceneAnswer } from "./schemas.ts";

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
    handle: async ({ gateway, params, body }) => {
      const edited = await gateway.editScene(params.project_id, params.scene_id, body);
      return edited.ok ? ok({ scene: edited.value }) : edited;
    },
  }),
];
