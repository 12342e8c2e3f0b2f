/** The way to a project's object. */
import type { Result } from "../contracts/errors.ts";
import type { Job } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { Scene } from "../contracts/project.ts";
import type { PersonCommand } from "../domain/decide.ts";
import type { Env } from "../env.ts";
import { callObject } from "../platform/call-object.ts";

export type ProjectRpc = {
  snapshot(): Promise<Result<Snapshot>>;
  perform(
    command: PersonCommand,
    key: string | null,
  ): Promise<Result<{ jobs: Job[]; scene: Scene | null }>>;
  recordPrediction(nonce: string, webhookId: string, body: unknown): Promise<Result<null>>;
  recordStitchReport(attemptId: string, body: unknown): Promise<Result<null>>;
  assetFile(
    assetId: string,
  ): Promise<Result<{ key: string; contentType: string; fileName: string; bytes: number }>>;
};

type ProjectStub = ProjectRpc & { fetch(request: Request): Promise<Response> };

export function projectOf(env: Env, projectId: string): ProjectStub {
  const stub = () => env.PROJECTS.get(env.PROJECTS.idFromName(projectId)) as unknown as ProjectStub;
  return {
    snapshot: () => callObject(stub, (project) => project.snapshot()),
    perform: (command, key) => callObject(stub, (project) => project.perform(command, key)),
    recordPrediction: (nonce, webhookId, body) =>
      callObject(stub, (project) => project.recordPrediction(nonce, webhookId, body)),
    recordStitchReport: (attemptId, body) =>
      callObject(stub, (project) => project.recordStitchReport(attemptId, body)),
    assetFile: (assetId) => callObject(stub, (project) => project.assetFile(assetId)),
    // An upgrade is not repeated: the page reconnects by itself.
    fetch: (request) => stub().fetch(request),
  };
}
