/**
 * One project at the moments of its making, for tests and for looking at pages. Every moment follows
 * from the one before it, with the same ids.
 */
import { FIRST_FILM_PLAN } from "../../workers/contracts/film-plan.ts";
import type { Job } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import {
  type Asset,
  type CharacterReference,
  type Clip,
  NOTHING_DERIVED,
} from "../../workers/contracts/project.ts";

export const STARTED_AT = Date.UTC(2026, 10, 22, 15, 0, 0);

/** A valid UUID for a small number; `group` keeps the kinds of rows apart. */
export function fixtureId(group: number, number: number): string {
  return `${String(group).padStart(8, "0")}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

export const PROJECT_ID = fixtureId(1, 1);

export function fixtureJob(number: number, change: Partial<Job>): Job {
  return {
    id: fixtureId(2, number),
    kind: "clip",
    status: "succeeded",
    phase: null,
    progress: null,
    doing: null,
    targetId: null,
    model: "google/veo-3.1",
    attemptCount: 1,
    estimateUsd: 3.2,
    billed: "yes",
    substitutions: [],
    warnings: [],
    error: null,
    failure: null,
    isSimulated: true,
    retryOf: null,
    createdAt: STARTED_AT,
    startedAt: STARTED_AT + 2_000,
    endedAt: null,
    deadlineAt: STARTED_AT + 900_000,
    ...change,
  };
}

function asset(number: number, media: "image" | "video", durationMs: number | null): Asset {
  return {
    id: fixtureId(3, number),
    media,
    contentType: media === "image" ? "image/png" : "video/mp4",
    bytes: 1_400_000,
    width: media === "image" ? 1024 : 1280,
    height: media === "image" ? 1024 : 720,
    durationMs,
    hasAudio: media === "video",
    isChecked: true,
    ...NOTHING_DERIVED,
    isSimulated: true,
    createdAt: STARTED_AT + 20_000,
  };
}

const portraitJob = (option: number, change: Partial<Job> = {}): Job =>
  fixtureJob(option, {
    kind: "character",
    targetId: fixtureId(4, option),
    model: "google/imagen-4",
    estimateUsd: 0.04,
    ...change,
  });

const portrait = (option: number, hasAsset: boolean): CharacterReference => ({
  id: fixtureId(4, option),
  option,
  jobId: fixtureId(2, option),
  assetId: hasAsset ? fixtureId(3, option) : null,
  prompt: "An old lighthouse keeper in a yellow oilskin coat, silver braid, storm lantern in hand.",
  seed: null,
  createdAt: STARTED_AT + 1_000,
});

const empty: Snapshot = {
  seq: 1,
  project: {
    id: PROJECT_ID,
    workspaceId: "local",
    title: "Low tide",
    idea: "One night the moon goes out. A lighthouse keeper rows out at low tide to light it again.",
    characterDescription:
      "An old lighthouse keeper in a yellow oilskin coat, silver braid, storm lantern in hand.",
    mode: "step",
    settings: {
      sceneCount: 4,
      clipLengthS: 8,
      aspectRatio: "16:9",
      resolution: "720p",
      imageCount: 4,
      imageFormat: "png",
      generateAudio: true,
      seed: null,
      negativePrompt: null,
      imageModel: "google/imagen-4",
      textModel: "google/gemini-2.5-flash",
      videoModel: "google/veo-3.1",
    },
    characterReferenceId: null,
    station: "character",
    need: null,
    spentUsd: 0,
    isSimulated: true,
    createdAt: STARTED_AT,
    updatedAt: STARTED_AT,
    deletedAt: null,
    restorableUntil: null,
    filmPlan: FIRST_FILM_PLAN,
  },
  scenes: [],
  removedScenes: [],
  characterReferences: [],
  clips: [],
  films: [],
  songs: [],
  jobs: [],
  assets: [],
};

/** The first moment: a project is never there without its first jobs. */
const started: Snapshot = {
  ...empty,
  seq: 2,
  characterReferences: [1, 2, 3, 4].map((option) => portrait(option, false)),
  jobs: [1, 2, 3, 4].map((option) => portraitJob(option, { status: "queued", startedAt: null })),
};

const drawing: Snapshot = {
  ...empty,
  seq: 8,
  project: { ...empty.project, spentUsd: 0.12 },
  characterReferences: [1, 2, 3, 4].map((option) => portrait(option, option === 1)),
  jobs: [
    portraitJob(1),
    portraitJob(2, { status: "running", phase: "rendering" }),
    portraitJob(3, { status: "queued", phase: "waiting_for_pace", startedAt: null }),
    portraitJob(4, {
      status: "failed",
      billed: "no",
      error: {
        code: "content_refused",
        message:
          "The image model refused this description. Change the character's wording and draw again.",
      },
    }),
  ],
  assets: [asset(1, "image", null)],
};

const choose: Snapshot = {
  ...drawing,
  seq: 20,
  project: { ...drawing.project, need: "choose_character", spentUsd: 0.16 },
  characterReferences: [1, 2, 3, 4].map((option) => portrait(option, true)),
  jobs: [1, 2, 3, 4].map((option) => portraitJob(option)),
  assets: [1, 2, 3, 4].map((number) => asset(number, "image", null)),
};

const writing: Snapshot = {
  ...choose,
  seq: 24,
  project: {
    ...choose.project,
    station: "scenes",
    need: null,
    characterReferenceId: fixtureId(4, 2),
  },
  jobs: [
    ...choose.jobs,
    fixtureJob(5, {
      kind: "script",
      status: "running",
      phase: "rendering",
      model: "google/gemini-2.5-flash",
      estimateUsd: 0.01,
      billed: "no",
    }),
  ],
};

const DESCRIPTIONS = [
  "Wide shot from the gallery. The keeper looks up from her ledger: the moon flickers twice and goes out. The sea turns black around the tower.",
  "She drags a small rowing boat over wet stones, lantern between her teeth, oilskin shining. The water has drawn back further than ever before.",
  "Close on her face in the lantern's light as she rows. Overhead the dark disc of the moon grows until it fills the sky.",
  "Standing in the boat she reaches up and touches the wick. Light runs across the surface of the moon and out over the whole sea.",
];

const scenes: Snapshot = {
  ...writing,
  seq: 27,
  project: { ...writing.project, station: "clips", need: "shoot_clips", spentUsd: 0.17 },
  jobs: [
    ...choose.jobs,
    fixtureJob(5, {
      kind: "script",
      model: "google/gemini-2.5-flash",
      estimateUsd: 0.01,
    }),
  ],
  scenes: DESCRIPTIONS.map((description, index) => ({
    id: fixtureId(5, index + 1),
    number: index + 1,
    description,
    negativeDescription: index === 0 ? "Text, logos, other people, daylight." : "",
    lengthS: [8, 6, 6, 10][index] ?? 8,
    selectedClipId: null,
    version: 1,
    isAdded: false,
  })),
};

const clip = (scene: number, hasAsset: boolean): Clip => ({
  id: fixtureId(6, scene),
  sceneId: fixtureId(5, scene),
  take: 1,
  jobId: fixtureId(2, 10 + scene),
  assetId: hasAsset ? fixtureId(3, 10 + scene) : null,
  prompt: DESCRIPTIONS[scene - 1] ?? "",
  lengthS: [8, 6, 6, 10][scene - 1] ?? 8,
  shotLengthS: 8,
  inS: 0,
  outS: null,
  createdAt: STARTED_AT + 60_000,
});

const clipJob = (scene: number, change: Partial<Job> = {}): Job =>
  fixtureJob(10 + scene, {
    targetId: fixtureId(6, scene),
    createdAt: STARTED_AT + 60_000,
    startedAt: STARTED_AT + 63_000,
    substitutions:
      scene === 2
        ? [
            {
              field: "length",
              asked: "6 s",
              used: "8 s",
              reason: "With a reference picture Veo 3.1 shoots 8 s; the film uses the first 6 s",
            },
          ]
        : [],
    ...change,
  });

const CLIP_FAILURE = {
  code: "content_refused",
  message: "The video model refused this scene. Change its description and shoot it again.",
  detail: "The prompt was flagged as sensitive.",
} as const;

const clips: Snapshot = {
  ...scenes,
  seq: 44,
  project: { ...scenes.project, need: null, spentUsd: 9.77 },
  scenes: scenes.scenes.map((scene) =>
    scene.number === 1 ? { ...scene, selectedClipId: fixtureId(6, 1) } : scene,
  ),
  clips: [clip(1, true), clip(2, false), clip(3, false), clip(4, false)],
  jobs: [
    ...scenes.jobs,
    clipJob(1),
    clipJob(2, { status: "running", phase: "rendering", progress: 0.62 }),
    clipJob(3, { status: "failed", billed: "no", error: CLIP_FAILURE }),
    clipJob(4, { status: "running", phase: "waiting_for_machine" }),
  ],
  assets: [...scenes.assets, asset(11, "video", 8_000)],
};

const gaps: Snapshot = {
  ...clips,
  seq: 60,
  project: { ...clips.project, need: "retry_clips" },
  scenes: clips.scenes.map((scene) =>
    scene.number === 3 ? scene : { ...scene, selectedClipId: fixtureId(6, scene.number) },
  ),
  clips: [1, 2, 3, 4].map((scene) => clip(scene, scene !== 3)),
  jobs: [
    ...scenes.jobs,
    clipJob(1),
    clipJob(2),
    clipJob(3, { status: "failed", billed: "no", error: CLIP_FAILURE }),
    clipJob(4, {
      warnings: ["The checker could not be reached in time, so this clip was not decoded by us."],
    }),
  ],
  assets: [...scenes.assets, ...[11, 12, 14].map((number) => asset(number, "video", 8_000))],
};

const cutting: Snapshot = {
  ...gaps,
  seq: 64,
  project: { ...gaps.project, station: "film", need: null },
  films: [
    {
      id: fixtureId(7, 1),
      number: 1,
      jobId: fixtureId(2, 20),
      assetId: null,
      clipIds: [1, 2, 4].map((scene) => fixtureId(6, scene)),
      missingScenes: [3],
      publishedAt: null,
      renditions: [],
      createdAt: STARTED_AT + 200_000,
    },
  ],
  jobs: [
    ...gaps.jobs,
    fixtureJob(20, {
      kind: "film",
      status: "running",
      phase: "rendering",
      progress: 0.4,
      model: null,
      estimateUsd: 0,
      billed: "no",
      targetId: fixtureId(7, 1),
      createdAt: STARTED_AT + 200_000,
      startedAt: STARTED_AT + 201_000,
    }),
  ],
};

const filmJob = (number: number): Job =>
  fixtureJob(19 + number, {
    kind: "film",
    model: null,
    estimateUsd: 0,
    billed: "no",
    targetId: fixtureId(7, number),
    createdAt: STARTED_AT + 200_000 * number,
  });

const film: Snapshot = {
  ...gaps,
  seq: 90,
  project: { ...gaps.project, station: "finished", need: null, spentUsd: 12.97 },
  scenes: gaps.scenes.map((scene) => ({ ...scene, selectedClipId: fixtureId(6, scene.number) })),
  clips: [1, 2, 3, 4].map((scene) => clip(scene, true)),
  films: [
    cutting.films[0]!,
    {
      ...cutting.films[0]!,
      id: fixtureId(7, 2),
      number: 2,
      jobId: fixtureId(2, 21),
      clipIds: [1, 2, 3, 4].map((scene) => fixtureId(6, scene)),
      missingScenes: [],
      createdAt: STARTED_AT + 400_000,
    },
  ].map((one) => ({ ...one, assetId: fixtureId(3, 19 + one.number) })),
  jobs: [...scenes.jobs, ...[1, 2, 3, 4].map((scene) => clipJob(scene)), filmJob(1), filmJob(2)],
  assets: [
    ...scenes.assets,
    ...[11, 12, 13, 14].map((number) => asset(number, "video", 8_000)),
    asset(20, "video", 24_000),
    asset(21, "video", 30_000),
  ],
};

export const fixtures = { started, drawing, choose, writing, scenes, clips, gaps, cutting, film };
