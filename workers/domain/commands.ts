/** Everything that can be asked of the domain, and everything that it can be told. */
import type { ErrorBody } from "../contracts/errors.ts";
import type { Project } from "../contracts/project.ts";
import type {
  EditScene,
  RetryJob,
  StartJobs,
  TrimClip,
  UpdateProject,
} from "../contracts/requests.ts";
import type { RewriteScene } from "../contracts/scene-requests.ts";
import type { Asked } from "./asked.ts";
import type { Begin, CreateAnswer, Listing } from "./attempts.ts";
import type { Observation } from "./context.ts";
import type { Wakeup } from "./effects.ts";
import type { FilmNews, FilmSaved } from "./films.ts";
import type { ImportStep } from "./imports.ts";
import type { Checked } from "./ingest.ts";
import type { OwnClipStep } from "./own-clips.ts";
import type { SceneCommand } from "./scenes.ts";
import type { StoredOutput } from "./state.ts";
import type { TakeCommand } from "./takes.ts";
import type { Unreadable } from "./unreadable.ts";
import type { UploadCommand } from "./uploads.ts";

/** From people and programs. */
export type PersonCommand =
  | {
      type: "create";
      project: Pick<
        Project,
        "id" | "workspaceId" | "title" | "idea" | "characterDescription" | "mode" | "settings"
      >;
    }
  | { type: "update"; input: UpdateProject }
  | { type: "remove" }
  | { type: "restore" }
  | { type: "start"; input: StartJobs }
  | { type: "retry"; jobId: string; input?: RetryJob }
  | { type: "cancel"; jobId: string }
  | { type: "choose"; characterReferenceId: string }
  | { type: "edit_scene"; sceneId: string; input: EditScene }
  | SceneCommand
  | { type: "rewrite_scene"; sceneId: string; input: RewriteScene }
  | { type: "vary"; characterReferenceId: string }
  | { type: "trim_clip"; clipId: string; input: TrimClip }
  | TakeCommand
  | { type: "own_clip"; step: OwnClipStep }
  | { type: "publish_film"; filmId: string; isPublished: boolean }
  | Asked
  | UploadCommand
  | { type: "import"; step: ImportStep };

/** News from outside: outcomes of effects, webhooks, the clock. */
export type NewsCommand =
  | { type: "wake"; wakeup: Wakeup }
  /** The object starts: calls that were in flight before have no answer coming. */
  | { type: "recover" }
  /** Nothing can be done before the settings are corrected. */
  | { type: "held" }
  | { type: "unreadable"; row: Unreadable }
  | Begin
  | {
      type: "paced";
      jobId: string;
      waitMs: number;
      phase: "waiting_for_pace" | "waiting_for_credit" | "waiting_for_token" | null;
    }
  | { type: "refused"; jobId: string; error: ErrorBody }
  | { type: "models_changed"; jobId: string }
  | { type: "created"; attemptId: string; answer: CreateAnswer }
  | { type: "observed"; attemptId: string; observation: Observation }
  /** A poll was answered, or not: when to look again. */
  | { type: "polled"; attemptId: string; observation: Observation | null }
  | { type: "listed"; attemptId: string; listing: Listing }
  | { type: "film"; attemptId: string; news: FilmNews; isPoll: boolean }
  | FilmSaved
  | { type: "saved"; attemptId: string; stored: StoredOutput }
  | { type: "save_failed"; attemptId: string; error: ErrorBody }
  | { type: "checked"; attemptId: string; facts: Checked; stored: StoredOutput }
  | { type: "check_unavailable"; attemptId: string }
  | { type: "check_failed"; attemptId: string; error: ErrorBody }
  /** Short work of the container that is not waited for any longer, and may still be going on. */
  | { type: "abandoned"; workId: string; instance: string }
  | { type: "pruned"; assetId: string };

export type Command = PersonCommand | NewsCommand;
