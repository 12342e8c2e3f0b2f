/**
 * The names of the API's schemas in the OpenAPI document, and the few that only wrap others. Requests
 * are described as they are sent (fields with a default may be left out), answers as they arrive.
 */
import * as z from "zod/mini";
import { Activity, ActivityAttempt, ActivityEntry, ActivityTotal } from "../contracts/activity.ts";
import { Deletion } from "../contracts/deletion.ts";
import { ErrorBody } from "../contracts/errors.ts";
import { FilmFormat, FilmMusic, FilmOptions, Transition } from "../contracts/film-options.ts";
import { ImportState, WantedFile } from "../contracts/imports.ts";
import { Job } from "../contracts/job.ts";
import { ClientMessage, ProjectEvent, ServerMessage, Snapshot } from "../contracts/live.ts";
import { Manifest, ManifestAsset, ManifestAttempt, ManifestJob } from "../contracts/manifest.ts";
import { ModelInfo } from "../contracts/models.ts";
import {
  Asset,
  CharacterReference,
  Clip,
  Film,
  Project,
  ProjectSummary,
  RemovedScene,
  Scene,
  Song,
} from "../contracts/project.ts";
import { OwnClipUpload } from "../contracts/own-clips.ts";
import {
  CreateProject,
  EditScene,
  PublishFilm,
  RetryJob,
  StartJobs,
  TrimClip,
  UpdateProject,
} from "../contracts/requests.ts";
import { AddScene, MoveScene, RewriteScene } from "../contracts/scene-requests.ts";
import { BeginOwnClip, ShootTake } from "../contracts/take-requests.ts";
import { UsualTime } from "../contracts/usual-times.ts";
import { cutFilmExample, startJobsExample } from "./examples.ts";
import * as mv from "./mv/answers.ts";
import * as mvRequests from "./mv/requests.ts";

export const ProjectList = z.object({ projects: z.array(ProjectSummary) });
export const JobList = z.object({ jobs: z.array(Job) });
export const JobAnswer = z.object({ job: Job });
export const OwnClipList = z.object({ uploads: z.array(OwnClipUpload) });
export const UsualTimeList = z.object({ usualTimes: z.array(UsualTime) });
export const SceneAnswer = z.object({ scene: Scene });
export const ModelList = z.object({ models: z.array(ModelInfo) });

export const Health = z.object({
  status: z.literal("ok"),
  version: z.string(),
  /** offline: every picture and clip is simulated and nothing is paid. */
  models: z.enum(["live", "offline"]),
  storage: z.enum(["direct", "presigned"]),
});

export const FileForm = z.object({
  file: z.string().check(
    z.meta({
      format: "binary",
      description:
        "The file, not empty. Its own bytes say of what type it is; a song is called what the file is called.",
    }),
  ),
});

/** A file as it is, or a part of one. */
export const FileBytes = z.string().check(z.meta({ format: "binary" }));

/** What every refusal looks like on the wire: an ErrorBody and the request's id. */
export const ErrorAnswer = z.extend(ErrorBody, { requestId: z.string() });

export const REQUEST_SCHEMAS: Record<string, z.core.$ZodType> = {
  CreateProject,
  UpdateProject,
  EditScene,
  AddScene,
  MoveScene,
  RewriteScene,
  StartJobs,
  RetryJob,
  FilmOptions,
  Transition,
  FilmFormat,
  FilmMusic,
  TrimClip,
  ShootTake,
  BeginOwnClip,
  PublishFilm,
  FileForm,
  FileBytes,
  Manifest,
  ManifestAsset,
  ManifestJob,
  ManifestAttempt,
  ClientMessage,
  MvGenerateCharacterReference: mvRequests.GenerateCharacterReference,
  MvCreateScenes: mvRequests.CreateScenes,
  MvGenerateVideo: mvRequests.GenerateVideo,
  MvStitchVideos: mvRequests.StitchVideos,
  MvUpload: mvRequests.UploadForm,
};

/** Whole requests in wire form, for schemas of which a route's one example shows little. */
export const REQUEST_EXAMPLES: Record<string, unknown[]> = {
  StartJobs: [startJobsExample, cutFilmExample],
  FilmOptions: [cutFilmExample.options],
};

export const ANSWER_SCHEMAS: Record<string, z.core.$ZodType> = {
  Snapshot,
  Project,
  Scene,
  CharacterReference,
  Clip,
  Film,
  Song,
  Job,
  Asset,
  ProjectSummary,
  Deletion,
  Activity,
  ActivityEntry,
  ActivityAttempt,
  ActivityTotal,
  ImportState,
  WantedFile,
  OwnClipUpload,
  OwnClipList,
  UsualTime,
  UsualTimeList,
  ProjectList,
  JobList,
  JobAnswer,
  RemovedScene,
  SceneAnswer,
  ModelInfo,
  ModelList,
  Health,
  ProjectEvent,
  ServerMessage,
  ErrorAnswer,
  MvImages: mv.ImagesAnswer,
  MvScenes: mv.ScenesAnswer,
  MvScenesFile: mv.ScenesFile,
  MvVideo: mv.VideoAnswer,
  MvFilm: mv.StitchAnswer,
  MvFile: mv.FileAnswer,
  MvImageInfo: mv.ImageInfo,
  MvVideoInfo: mv.VideoInfo,
  MvImageUploaded: mv.ImageUploaded,
  MvAudioUploaded: mv.AudioUploaded,
  MvFlavors: mv.FlavorList,
  MvCall: mv.CallReport,
  MvError: mv.MvError,
};
