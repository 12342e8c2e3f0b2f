/** Scenes whose words a model writes anew. */
import type { Job } from "../../workers/contracts/job.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";

/** The newest job that writes this scene anew, whatever became of it. */
export function rewriteOf(snapshot: Snapshot, sceneId: string): Job | null {
  const jobs = snapshot.jobs.filter((job) => job.kind === "script" && job.targetId === sceneId);
  return jobs.reduce<Job | null>(
    (newest, job) => (newest === null || job.createdAt >= newest.createdAt ? job : newest),
    null,
  );
}

export function isRewriting(snapshot: Snapshot, sceneId: string): boolean {
  const job = rewriteOf(snapshot, sceneId);
  return job !== null && !isTerminal(job.status);
}
