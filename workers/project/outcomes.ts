/** How the jobs of one command came out, with what they made: the answer that a program waits for. */
import type { Job } from "../contracts/job.ts";
import { isTerminal } from "../contracts/job.ts";
import type { Asset } from "../contracts/project.ts";
import { attemptsOfState, publicJob } from "../domain/jobs.ts";
import type { Order } from "../domain/orders.ts";
import type { ProjectState, WrittenScene } from "../domain/state.ts";

export type JobOutcome = {
  job: Job;
  /** Null on jobs from before orders were kept. */
  order: Order | null;
  /** Null until it is made. */
  asset: Asset | null;
  /** What a script job wrote. */
  scenes: WrittenScene[] | null;
  /** Whether the provider ever had a prediction for it, or may have. */
  wasCreated: boolean;
};

export type CommandState = {
  /** Every job has ended. */
  isDone: boolean;
  /** The project was deleted: what the jobs made can't be had any more. */
  isDeleted: boolean;
  outcomes: JobOutcome[];
};

export function outcomesOf(state: ProjectState, jobIds: string[]): CommandState {
  const outcomes = jobIds.flatMap((id): JobOutcome[] => {
    const record = state.jobs.get(id);
    if (record === undefined) return [];
    return [
      {
        job: publicJob(record),
        order: record.order,
        asset: state.assets.get(assetIdOf(state, record.targetId) ?? "") ?? null,
        scenes: record.scenes,
        wasCreated: attemptsOfState(state, id).some(
          (attempt) => attempt.predictionId !== null || attempt.billed !== "no",
        ),
      },
    ];
  });
  return {
    isDone: outcomes.every(({ job }) => isTerminal(job.status)),
    isDeleted: state.project?.deletedAt != null,
    outcomes,
  };
}

function assetIdOf(state: ProjectState, targetId: string | null): string | null {
  if (targetId === null) return null;
  const target =
    state.characterReferences.get(targetId) ??
    state.clips.get(targetId) ??
    state.films.get(targetId);
  return target?.assetId ?? null;
}

/** An asset with the words that made it. */
export type AssetOrigin = { prompt: string | null; model: string | null; seed: number | null };

export function originOf(state: ProjectState, assetId: string): AssetOrigin {
  const made = [...state.characterReferences.values(), ...state.clips.values()].find(
    (each) => each.assetId === assetId,
  );
  const job = state.jobs.get(made?.jobId ?? "");
  if (made === undefined || job === undefined) return { prompt: null, model: null, seed: null };
  return { prompt: made.prompt, model: job.model, seed: made.seed ?? null };
}

/** Whether the asset is a film that its owner published. */
export function isPublished(state: ProjectState, assetId: string): boolean {
  return [...state.films.values()].some(
    (film) => film.assetId === assetId && film.publishedAt !== null,
  );
}
