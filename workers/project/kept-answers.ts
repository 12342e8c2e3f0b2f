/** What a person's command is answered with, now and when the same command comes again. */
import type { Job } from "../contracts/job.ts";
import type { Scene } from "../contracts/project.ts";
import type { Answer } from "../domain/decide.ts";
import { publicJob } from "../domain/jobs.ts";
import type { ProjectState } from "../domain/state.ts";

/** Rows as they stand now. */
export type Answered = { jobs: Job[]; scene: Scene | null };

/** Kept as JSON: ids only, because the rows go on. */
type KeptAnswer = { jobIds: string[]; sceneId: string | null };

export function keep(answer: Answer): KeptAnswer {
  return { jobIds: answer.jobs.map((job) => job.id), sceneId: answer.sceneId };
}

export function readKept(json: string): KeptAnswer {
  return JSON.parse(json) as KeptAnswer;
}

export function answerOf({ jobs, scenes }: ProjectState, ids: KeptAnswer): Answered {
  return {
    jobs: ids.jobIds.flatMap((id) => {
      const job = jobs.get(id);
      return job === undefined ? [] : [publicJob(job)];
    }),
    scene: scenes.get(ids.sceneId ?? "") ?? null,
  };
}
