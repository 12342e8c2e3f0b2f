/** What the pages and the API may ask of a project's character and scenes. Part of `Gateway`. */
import type { Result } from "./errors.ts";
import type { Job } from "./job.ts";
import type { Snapshot } from "./live.ts";
import type { Scene } from "./project.ts";
import type { AddScene, RewriteScene } from "./scene-requests.ts";

export type StudioGateway = SceneGateway & CharacterGateway & SongGateway;

type SceneGateway = {
  addScene(projectId: string, input: AddScene, key: string): Promise<Result<Scene>>;
  /** Its takes stay, and it can be brought back. */
  removeScene(projectId: string, sceneId: string): Promise<Result<Snapshot>>;
  restoreScene(projectId: string, sceneId: string): Promise<Result<Scene>>;
  /** To place `number` of the film, from 1. */
  moveScene(projectId: string, sceneId: string, number: number): Promise<Result<Snapshot>>;
  /** Has a model write its words anew; the other scenes stay. */
  rewriteScene(
    projectId: string,
    sceneId: string,
    input: RewriteScene,
    key: string,
  ): Promise<Result<Job>>;
};

type CharacterGateway = {
  /**
   * Adds the picture of a form, once for each key and picture; answers with the form's other fields.
   * Errors: `not_found`, `asset_invalid`, `payload_too_large`, `unsupported_media_type`,
   * `invalid_request`, `stitch_unavailable`.
   */
  uploadPortrait(projectId: string, form: Request): Promise<Result<Record<string, string>>>;
  /** One more portrait, close to one that is there. */
  varyPortrait(projectId: string, characterReferenceId: string, key: string): Promise<Result<Job>>;
};

type SongGateway = {
  /**
   * Adds the song of a form, once for each key and file; the next film has it where the plan has no other.
   * Answers with the form's other fields. Errors: those of `uploadPortrait`.
   */
  uploadSong(projectId: string, form: Request): Promise<Result<Record<string, string>>>;
};
