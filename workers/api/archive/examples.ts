/** An export of the made-up project, and its import on the way. Checked against the schemas. */
import type { ImportState } from "../../contracts/imports.ts";
import {
  type Manifest,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
  type ManifestAsset,
} from "../../contracts/manifest.ts";
import { importFilePath } from "../../contracts/paths.ts";
import { jobExample, snapshotExample } from "../examples.ts";

const { seq: _seq, ...rows } = snapshotExample;
const asset: ManifestAsset = {
  ...(rows.assets[0] as ManifestAsset),
  path: "portraits/portrait 1.png",
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
};

export const manifestExample: Manifest = {
  format: MANIFEST_FORMAT,
  version: MANIFEST_VERSION,
  exportedAt: rows.project.updatedAt + 86_400_000,
  appVersion: "0.1.0",
  ...rows,
  // A picture that somebody uploaded: no job made it.
  characterReferences: rows.characterReferences.map((each) => ({ ...each, jobId: null })),
  jobs: [{ ...jobExample, order: null, scenes: null }],
  attempts: [
    {
      id: "4d2f8b60-1c7e-4a93-85d1-9e0b3f6a7c28",
      jobId: jobExample.id,
      number: 1,
      model: "google/veo-3.1",
      status: "running",
      predictionId: "gm3qorzdhgbfurvjtvhg6dckhu",
      isSimulated: false,
      estimateUsd: 3.2,
      billed: "no",
      startedAt: jobExample.createdAt + 900,
      endedAt: null,
    },
  ],
  assets: [asset],
  missing: [],
};

export const importStateExample: ImportState = {
  projectId: "b6a1f0d3-58c2-4e7b-9d46-0c3f8a2e5b71",
  isComplete: false,
  expiresAt: manifestExample.exportedAt + 90_000_000,
  files: [
    {
      path: asset.path,
      bytes: asset.bytes,
      partBytes: 33_554_432,
      url: importFilePath(
        "b6a1f0d3-58c2-4e7b-9d46-0c3f8a2e5b71",
        "c07f3e95-4b1d-4d68-a2f7-6e8d0b9c1a34",
      ),
      missingParts: [1],
    },
  ],
};
