/** One made-up project, as the examples of the OpenAPI document show it. Checked against the schemas. */
import type { Deletion } from "../contracts/deletion.ts";
import { FIRST_FILM_PLAN } from "../contracts/film-plan.ts";
import type { Job } from "../contracts/job.ts";
import type { Snapshot } from "../contracts/live.ts";
import type { ModelInfo } from "../contracts/models.ts";
import { NOTHING_DERIVED } from "../contracts/project.ts";
import type { ProjectSummary, Scene } from "../contracts/project.ts";

const ids = {
  project: "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05",
  scene: "0b7e4d52-93a6-4f18-8c2d-7a1f5e9b6d34",
  job: "c41d7f96-2e5a-4b83-b6f0-8d3a9c2e7b15",
  reference: "9e36b1d4-7c08-4a5f-a2e9-1f4d8b6c0a73",
  asset: "3a8d5c17-f42b-4e96-8b70-6c9e1d2f5a48",
  clip: "e72f9b03-5d8c-4167-9f3a-4b0c7e1a8d26",
  song: "6f2d8b41-c07e-4d95-b1a8-3e9c5f7a0d62",
};
const createdAt = 1_795_339_800_000;

export const sceneExample: Scene = {
  id: ids.scene,
  number: 1,
  description: "The lighthouse keeper climbs the last steps while the storm rattles the glass.",
  negativeDescription: "",
  lengthS: 8,
  selectedClipId: null,
  version: 1,
  isAdded: false,
};

export const jobExample: Job = {
  id: ids.job,
  kind: "clip",
  status: "running",
  phase: null,
  progress: null,
  doing: null,
  targetId: ids.clip,
  model: "google/veo-3.1",
  attemptCount: 1,
  estimateUsd: 3.2,
  billed: "no",
  substitutions: [],
  warnings: [],
  error: null,
  failure: null,
  isSimulated: false,
  retryOf: null,
  createdAt,
  startedAt: createdAt + 900,
  endedAt: null,
  deadlineAt: createdAt + 900_000,
};

export const snapshotExample: Snapshot = {
  seq: 14,
  project: {
    id: ids.project,
    workspaceId: "default",
    title: "The last lamp",
    idea: "A lighthouse keeper keeps the lamp burning through the worst night of the year.",
    characterDescription: "An old lighthouse keeper in a yellow oilskin, with a grey beard.",
    mode: "quick",
    settings: {
      sceneCount: 1,
      clipLengthS: 8,
      aspectRatio: "16:9",
      resolution: "720p",
      imageCount: 1,
      imageFormat: "png",
      generateAudio: true,
      seed: null,
      negativePrompt: null,
      imageModel: "google/imagen-4",
      textModel: "google/gemini-2.5-flash",
      videoModel: "google/veo-3.1",
    },
    characterReferenceId: ids.reference,
    station: "clips",
    need: null,
    spentUsd: 3.24,
    isSimulated: false,
    createdAt,
    updatedAt: createdAt + 30_000,
    deletedAt: null,
    restorableUntil: null,
    filmPlan: FIRST_FILM_PLAN,
  },
  scenes: [sceneExample],
  removedScenes: [],
  characterReferences: [
    {
      id: ids.reference,
      option: 1,
      jobId: "71c5e8a2-0f4d-4b96-a3d8-5e2b9f7c1a60",
      assetId: ids.asset,
      prompt: "Portrait of an old lighthouse keeper in a yellow oilskin, with a grey beard.",
      seed: null,
      createdAt,
    },
  ],
  clips: [
    {
      id: ids.clip,
      sceneId: ids.scene,
      take: 1,
      jobId: ids.job,
      assetId: null,
      prompt: sceneExample.description,
      lengthS: 8,
      shotLengthS: 8,
      inS: 0,
      outS: null,
      createdAt,
    },
  ],
  films: [],
  songs: [],
  jobs: [jobExample],
  assets: [
    {
      id: ids.asset,
      media: "image",
      contentType: "image/png",
      bytes: 1_482_113,
      width: 1408,
      height: 768,
      durationMs: null,
      hasAudio: null,
      isChecked: true,
      ...NOTHING_DERIVED,
      isSimulated: false,
      createdAt,
    },
  ],
};

export const projectSummaryExample: ProjectSummary = {
  id: ids.project,
  title: snapshotExample.project.title,
  idea: snapshotExample.project.idea,
  mode: "quick",
  station: "clips",
  need: null,
  isWorking: true,
  isSimulated: false,
  posterAssetId: ids.asset,
  filmAssetId: null,
  filmMs: null,
  sceneCount: 1,
  clipsReady: 0,
  spentUsd: 3.24,
  createdAt,
  updatedAt: createdAt + 30_000,
};

export const deletionExample: Deletion = {
  projectId: ids.project,
  title: snapshotExample.project.title,
  deletedAt: createdAt,
  restorableUntil: createdAt + 86_400_000,
};

export const modelExample: ModelInfo = {
  slug: "google/veo-3.1",
  kind: "video",
  label: "Veo 3.1",
  isDefault: true,
  price: { unit: "second", usd: 0.4, isEstimate: true },
  lengthsS: [4, 6, 8],
  aspectRatios: ["16:9", "9:16"],
  takesReference: true,
  referenceShot: { aspectRatio: "16:9", lengthS: 8 },
  hasAudio: true,
};

/** Bodies as they are sent: wire form. */
export const createProjectExample = {
  idea: snapshotExample.project.idea,
  character_description: snapshotExample.project.characterDescription,
  mode: "quick",
  scene_count: 4,
  clip_length_s: 8,
};
export const updateProjectExample = { title: "The last lamp", mode: "step" };
export const editSceneExample = {
  description: "The keeper shields the lamp with his coat as a window breaks.",
  version: 1,
};
export const startJobsExample = { kind: "clip", scene_ids: [ids.scene] };
/** Every field there is, none left to its default. */
export const cutFilmExample = {
  kind: "film",
  allow_missing: true,
  options: {
    transitions: [
      { kind: "crossfade", length_s: 0.5 },
      { kind: "dip_black", length_s: 1 },
    ],
    keep: "clips",
    fit: "blur",
    ratio: null,
    output: { width: 1920, height: 1080, fps: 24 },
    normalize_audio: true,
    suppress_clip_audio: false,
    music: {
      song_id: ids.song,
      start_s: 12.5,
      play: "loop",
      fade_in_s: 1,
      fade_out_s: 3,
      gain_db: -6,
      duck: true,
    },
    gaps: "still",
    renditions: ["9:16", "audio", "poster"],
  },
};
export const retryJobExample = { model: "bytedance/seedance-1-lite" };
export const addSceneExample = {
  description: "Dawn. The keeper opens the gallery door, and gulls rise from the rail.",
  number: 2,
};
export const moveSceneExample = { number: 1 };
export const rewriteSceneExample = { wish: "It rains, and the lamp goes out." };
