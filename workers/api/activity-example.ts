import type { Activity } from "../contracts/activity.ts";
import { jobExample, snapshotExample } from "./examples.ts";

const nothing = { jobs: 0, succeeded: 0, failed: 0, canceled: 0, attempts: 0 };

export const activityExample: Activity = {
  projectId: snapshotExample.project.id,
  entries: [
    {
      job: jobExample,
      option: null,
      sceneNumber: 1,
      take: 1,
      filmNumber: null,
      spentUsd: 3.2,
      attempts: [
        {
          number: 1,
          model: "google/veo-3.1",
          status: "running",
          predictionId: "rrr4z55ocneqzikepnug6xezpe",
          isSimulated: false,
          estimateUsd: 3.2,
          billed: "perhaps",
          startedAt: jobExample.createdAt + 900,
          endedAt: null,
        },
      ],
    },
  ],
  totals: [
    { kind: "character", ...nothing, spentUsd: 0, perhapsUsd: 0 },
    { kind: "script", ...nothing, spentUsd: 0, perhapsUsd: 0 },
    { kind: "clip", ...nothing, jobs: 1, attempts: 1, spentUsd: 3.2, perhapsUsd: 3.2 },
    { kind: "film", ...nothing, spentUsd: 0, perhapsUsd: 0 },
  ],
  spentUsd: 3.2,
};
