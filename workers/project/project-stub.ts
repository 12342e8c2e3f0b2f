/**
 * The way to a project's object. In the minutes of a deploy it may be of the version before: what it did
 * not know yet has its default, and what it knows more is left out.
 */
import * as z from "zod/mini";
import type { Activity } from "../contracts/activity.ts";
import type { Deletion } from "../contracts/deletion.ts";
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { ImportState } from "../contracts/imports.ts";
import type { Job, JobKind } from "../contracts/job.ts";
import { Snapshot } from "../contracts/live.ts";
import type { Manifest } from "../contracts/manifest.ts";
import { type Asset, ProjectSummary, type Scene } from "../contracts/project.ts";
import type { PersonCommand } from "../domain/commands.ts";
import type { ImportedFile, Upload } from "../domain/state.ts";
import type { Env } from "../env.ts";
import { callObject } from "../platform/call-object.ts";
import type { AssetOrigin, CommandState } from "./outcomes.ts";

export type ProjectRpc = {
  snapshot(): Promise<Result<Snapshot>>;
  perform(
    command: PersonCommand,
    key: string | null,
  ): Promise<Result<{ jobs: Job[]; scene: Scene | null }>>;
  recordPrediction(nonce: string, webhookId: string, body: unknown): Promise<Result<null>>;
  recordStitchReport(attemptId: string, body: unknown): Promise<Result<null>>;
  assetFile(assetId: string): Promise<Result<AssetFile>>;
  awaitCommand(key: string, waitMs: number): Promise<Result<CommandState>>;
  archive(): Promise<Result<Archive>>;
  /** As the list of projects shows it. */
  summary(): Promise<Result<ProjectSummary>>;
  activity(kind: JobKind | null): Promise<Result<Activity>>;
  deletion(): Promise<Result<Deletion>>;
  importState(): Promise<Result<ImportState>>;
  importedFile(assetId: string): Promise<Result<ImportedFile>>;
  /** Clips of people's own that are on their way in. */
  ownUploads(): Promise<Result<Upload[]>>;
};

/** What an export is made of; the digests of its files are not known yet. */
export type Archive = {
  manifest: Manifest;
  /** Of the ZIP. */
  fileName: string;
};

/** Where an asset lies in R2, how to name it for a person, and what is known of it. */
export type AssetFile = {
  key: string;
  fileName: string;
  asset: Asset;
  origin: AssetOrigin;
  isPublished: boolean;
};

type ProjectStub = ProjectRpc & { fetch(request: Request): Promise<Response> };

export function projectOf(env: Env, projectId: string): ProjectStub {
  const stub = () => env.PROJECTS.get(env.PROJECTS.idFromName(projectId)) as unknown as ProjectStub;
  return {
    snapshot: async () => understood(Snapshot, await callObject(stub, (each) => each.snapshot())),
    perform: (command, key) => callObject(stub, (project) => project.perform(command, key)),
    recordPrediction: (nonce, webhookId, body) =>
      callObject(stub, (project) => project.recordPrediction(nonce, webhookId, body)),
    recordStitchReport: (attemptId, body) =>
      callObject(stub, (project) => project.recordStitchReport(attemptId, body)),
    assetFile: (assetId) => callObject(stub, (project) => project.assetFile(assetId)),
    awaitCommand: (key, waitMs) => callObject(stub, (project) => project.awaitCommand(key, waitMs)),
    archive: () => callObject(stub, (project) => project.archive()),
    summary: async () =>
      understood(ProjectSummary, await callObject(stub, (each) => each.summary())),
    activity: (kind) => callObject(stub, (project) => project.activity(kind)),
    deletion: () => callObject(stub, (project) => project.deletion()),
    importState: () => callObject(stub, (project) => project.importState()),
    importedFile: (assetId) => callObject(stub, (project) => project.importedFile(assetId)),
    ownUploads: () => callObject(stub, (project) => project.ownUploads()),
    // An upgrade is not repeated: the page reconnects by itself.
    fetch: (request) => stub().fetch(request),
  };
}

/** An object's answer as this version knows it. */
function understood<T>(schema: z.ZodMiniType<T>, answer: Result<T>): Result<T> {
  if (!answer.ok) return answer;
  const read = z.safeParse(schema, answer.value);
  return read.success
    ? ok(read.data)
    : fail(
        "internal",
        "This project is held by another version of Edgereel. Try again in a minute.",
        z.prettifyError(read.error),
      );
}
