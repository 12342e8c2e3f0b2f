/** Takes of a scene: shoot one more, and choose the one that films use. */
import { ok } from "../contracts/errors.ts";
import { Snapshot } from "../contracts/live.ts";
import { ShootTake } from "../contracts/take-requests.ts";
import { jobExample, snapshotExample } from "./examples.ts";
import { defineRoute } from "./route.ts";
import { JobAnswer } from "./schemas.ts";

export const takeRoutes = [
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/scenes/{scene_id}/takes",
    id: "shootTake",
    tag: "Projects",
    summary: "Shoot one more take of a scene",
    description:
      "With other words, another model or a given seed, each for this take alone. What is left out is as " +
      "the scene and the project say. The new take is the one that films use as soon as it is ready.",
    takesIdempotencyKey: true,
    body: {
      schema: ShootTake,
      example: { seed: 71_204, model: "google/veo-3.1" },
      isOptional: true,
    },
    answer: {
      status: 202,
      description: "The job that shoots it.",
      schema: JobAnswer,
      example: { job: jobExample },
    },
    errors: ["conflict", "provider_rejected"],
    handle: async ({ gateway, params, body, key }) => {
      const shot = await gateway.shootTake(params.project_id, params.scene_id, body, key);
      return shot.ok ? ok({ job: shot.value }) : shot;
    },
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/clips/{clip_id}/select",
    id: "selectTake",
    tag: "Projects",
    summary: "Choose the take that films use",
    description: "Of its scene, from the next film on. The scene's other takes stay.",
    answer: {
      status: 200,
      description: "The project with the take chosen.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: ["conflict"],
    handle: ({ gateway, params }) => gateway.selectTake(params.project_id, params.clip_id),
  }),
];
