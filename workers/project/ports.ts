/** What the effects of a project work with: its own state, and the doors out. */
import type { ProjectSummary } from "../contracts/project.ts";
import type { NewsCommand } from "../domain/commands.ts";
import type { Durations } from "../domain/durations.ts";
import type { Attempt, JobRecord, ProjectState } from "../domain/state.ts";
import type { Config } from "../env.ts";
import type { Replicate } from "../models/index.ts";
import type { Clock, NewId } from "../platform/clock.ts";
import type { Stitcher } from "../stitch/client.ts";
import type { Leaving, Place, Refusal, Turn } from "../account/line.ts";

/** The account's object as a project sees it. */
export type Account = {
  takeSlot(place: Place): Promise<Turn>;
  leave(place: Place): Promise<Leaving>;
  refused(place: Place & { number: number }, refusal: Refusal): Promise<Turn>;
  accepted(place: Place, predictionId: string, nonce: string): Promise<Leaving>;
  claim(predictionId: string, nonce: string): Promise<boolean>;
  claimants(predictionIds: string[]): Promise<Record<string, string>>;
};

export type Workspace = {
  put(summary: ProjectSummary): Promise<void>;
  remove(projectId: string): Promise<void>;
};

export type Ports = {
  config: Config;
  times: Durations;
  now: Clock;
  newId: NewId;
  fetch: typeof fetch;
  /** Null when there is no token: live work then waits for one. */
  replicate: Replicate | null;
  stitcher: Stitcher;
  bucket: R2Bucket;
  account: Account;
  workspace: Workspace;
  state(): ProjectState;
  /** Removes every row of the project. */
  forget(): Promise<void>;
};

/** One effect at work. */
export type Task = {
  /** Records the outcome; the effect's row goes in the same transaction. At most once. */
  settle(command: NewsCommand): void;
  /** Records further news after that. */
  hear(command: NewsCommand): void;
};

export function findAttempt(ports: Ports, attemptId: string): [Attempt, JobRecord] | null {
  const state = ports.state();
  const attempt = state.attempts.get(attemptId);
  const job = attempt === undefined ? undefined : state.jobs.get(attempt.jobId);
  return attempt === undefined || job === undefined ? null : [attempt, job];
}
