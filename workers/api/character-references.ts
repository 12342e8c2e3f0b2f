/** Character references: the candidate portraits, of which one is chosen. */
import { Snapshot } from "../contracts/live.ts";
import { snapshotExample } from "./examples.ts";
import { defineRoute } from "./route.ts";

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
];
