/** Projects that a program makes: each holds only what its calls made or sent in. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Asset, CharacterReference } from "../../workers/contracts/project.ts";
import { STARTED_AT, fixtureId, fixtures } from "./fixtures.ts";

const { film: made } = fixtures;

/** Made, and nothing asked of it yet. */
const bare: Snapshot = {
  seq: 1,
  project: {
    ...made.project,
    idea: "",
    characterDescription: "",
    mode: "manual",
    characterReferenceId: null,
    station: "character",
    need: null,
    spentUsd: 0,
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

const { idea, characterDescription } = made.project;

const scenesOnly: Snapshot = {
  ...bare,
  seq: 4,
  project: { ...bare.project, idea, characterDescription, station: "scenes" },
  scenes: fixtures.scenes.scenes,
  jobs: made.jobs.filter((job) => job.kind === "script"),
};

const [firstScene] = made.scenes;
const [firstClip] = made.clips;

/** The prompt of the clip is its scene, and the project's idea. */
const clipOnly: Snapshot = {
  ...bare,
  seq: 6,
  project: { ...bare.project, idea: firstClip!.prompt, station: "clips" },
  scenes: [firstScene!],
  clips: [firstClip!],
  jobs: made.jobs.filter((job) => job.id === firstClip!.jobId),
  assets: made.assets.filter((asset) => asset.id === firstClip!.assetId),
};

const picture: Asset = {
  ...made.assets.find((asset) => asset.media === "image")!,
  id: fixtureId(3, 40),
  isSimulated: false,
};

const song: Asset = {
  ...picture,
  id: fixtureId(3, 41),
  media: "audio",
  contentType: "audio/mpeg",
  width: null,
  height: null,
  durationMs: 42_000,
  hasAudio: true,
};

const uploaded: CharacterReference = {
  id: fixtureId(4, 40),
  option: 1,
  jobId: null,
  assetId: picture.id,
  prompt: "",
  seed: null,
  createdAt: STARTED_AT + 1_000,
};

const uploads: Snapshot = {
  ...bare,
  seq: 5,
  characterReferences: [uploaded],
  songs: [
    {
      id: fixtureId(8, 1),
      assetId: song.id,
      title: "Harbour at night",
      createdAt: STARTED_AT + 2_000,
    },
  ],
  assets: [picture, song],
};

const film: Snapshot = {
  ...made,
  project: { ...made.project, mode: "manual", need: null },
};

export const manualFixtures = { bare, scenesOnly, clipOnly, uploads, film };
