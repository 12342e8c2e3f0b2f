/** Character references: the candidate portraits, of which one is chosen. */
import { ok } from "../contracts/errors.ts";
import { Snapshot } from "../contracts/live.ts";
import { jobExample, snapshotExample } from "./examples.ts";
import { defineRoute } from "./route.ts";
import { JobAnswer } from "./schemas.ts";

export const characterReferenceRoutes = [
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/character_references/{character_reference_id}/choose",
    id: "chooseCharacterReference",
    tag: "Projects",
    summary: "Choose the portrait that every clip uses",
    description: "Clips that were already made keep the portrait they were made with.",
    answer: {
      status: 200,
      description: "The project with its choice.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: ["conflict"],
    handle: ({ gateway, params }) =>
      gateway.chooseCharacter(params.project_id, params.character_reference_id),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/character_references/{character_reference_id}/vary",
    id: "varyCharacterReference",
    tag: "Jobs",
    summary: "Draw one more portrait close to this one",
    description:
      "The image model gets the picture where it takes one, else the same words and a seed beside the " +
      "portrait's own; the job's substitutions say which.",
    takesIdempotencyKey: true,
    answer: {
      status: 202,
      description: "The job that draws it.",
      schema: JobAnswer,
      example: { job: { ...jobExample, kind: "character" } },
    },
    errors: ["conflict", "provider_rejected", "credit_exhausted"],
    handle: async ({ gateway, params, key }) => {
      const { project_id: projectId, character_reference_id: referenceId } = params;
      const started = await gateway.varyPortrait(projectId, referenceId, key);
      return started.ok ? ok({ job: started.value }) : started;
    },
  }),
];
