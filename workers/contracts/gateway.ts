/**
 * What the pages and the API may ask of the projects, as one port. Pages get it in their load
 * context; they never see bindings, Durable Objects or R2. Nothing here throws for a refused command.
 */
import type { Activity } from "./activity.ts";
import type { Deletion } from "./deletion.ts";
import type { Result } from "./errors.ts";
import type { Job, JobKind } from "./job.ts";
import type { Snapshot } from "./live.ts";
import type { ModelInfo } from "./models.ts";
import type { ProjectSummary, Scene } from "./project.ts";
import type {
  CreateProject,
  EditScene,
  RetryJob,
  StartJobs,
  TrimClip,
  UpdateProject,
} from "./requests.ts";
import type { StudioGateway } from "./studio-gateway.ts";
import type { ShootTake } from "./take-requests.ts";
import type { UsualTime } from "./usual-times.ts";

export type AppInfo = {
  version: string;
  models: "live" | "offline";
  storage: "direct" | "presigned";
  /**
   * What the lasting address of a published film begins with; the id of its file follows. Null where the
   * bucket has no public domain.
   */
  publishedBase: string | null;
  /** Usual seconds of each kind of job: a setting until enough jobs were measured. */
  expectedSeconds: {
    character: number;
    script: number;
    clip: number;
    film: number;
  };
};

export type Gateway = StudioGateway & {
  info(): AppInfo;
  models(): ModelInfo[];
  /** Measured; what is not in it takes about `expectedSeconds`. */
  usualTimes(): Promise<Result<UsualTime[]>>;
  listProjects(): Promise<Result<ProjectSummary[]>>;
  createProject(input: CreateProject, key: string): Promise<Result<Snapshot>>;
  snapshot(projectId: string): Promise<Result<Snapshot>>;
  updateProject(projectId: string, input: UpdateProject, key: string): Promise<Result<Snapshot>>;
  /** Hides at once, cancels running jobs; objects go after a day. */
  deleteProject(projectId: string): Promise<Result<null>>;
  /** Takes that back within the day. Nothing that was canceled is started again. */
  restoreProject(projectId: string): Promise<Result<Snapshot>>;
  /** Errors: `not_found` for a project that is not deleted, or gone for good. */
  deletion(projectId: string): Promise<Result<Deletion>>;
  /** A new project with the same words, settings, scenes and portrait. Nothing is paid. */
  duplicateProject(projectId: string, key: string): Promise<Result<Snapshot>>;
  /** Entries of one kind, or of all where it is null. */
  activity(projectId: string, kind: JobKind | null): Promise<Result<Activity>>;
  startJobs(projectId: string, input: StartJobs, key: string): Promise<Result<Job[]>>;
  /** A terminal job never moves: the answer is the new job that tries again. */
  retryJob(projectId: string, jobId: string, input: RetryJob, key: string): Promise<Result<Job>>;
  cancelJob(projectId: string, jobId: string): Promise<Result<Job>>;
  chooseCharacter(projectId: string, characterReferenceId: string): Promise<Result<Snapshot>>;
  publishFilm(projectId: string, filmId: string, isPublished: boolean): Promise<Result<Snapshot>>;
  trimClip(projectId: string, clipId: string, input: TrimClip): Promise<Result<Snapshot>>;
  /** The take that films use of its scene. */
  selectTake(projectId: string, clipId: string): Promise<Result<Snapshot>>;
  shootTake(
    projectId: string,
    sceneId: string,
    input: ShootTake,
    key: string,
  ): Promise<Result<Job>>;
  editScene(projectId: string, sceneId: string, input: EditScene): Promise<Result<Scene>>;
};

/** What Remix loaders and actions receive. */
export type LoadContext = {
  gateway: Gateway;
  nonce: string;
  requestId: string;
};
