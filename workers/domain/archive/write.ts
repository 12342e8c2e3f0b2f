/** A project's rows as the manifest of its archive. */
import {
  type Manifest,
  MANIFEST_FORMAT,
  MANIFEST_VERSION,
  type ManifestAsset,
  type ManifestAttempt,
  type ManifestJob,
  NO_SHA256,
} from "../../contracts/manifest.ts";
import type { Project, Song } from "../../contracts/project.ts";
import { publicJob } from "../jobs.ts";
import type { Attempt, JobRecord, ProjectState } from "../state.ts";
import { archivePaths } from "./names.ts";

export type Export = {
  exportedAt: number;
  appVersion: string;
  /** The ending of a file's name for its content type. */
  extensionOf: (contentType: string) => string;
};

/** With digests still to be filled in. */
export function writeManifest(state: ProjectState, project: Project, of: Export): Manifest {
  const paths = archivePaths(state, of.extensionOf);
  const assets = [...state.assets.values()].flatMap((asset): ManifestAsset[] => {
    const path = paths.get(asset.id);
    return path === undefined ? [] : [{ ...asset, path, sha256: NO_SHA256 }];
  });
  const manifest: Manifest = {
    format: MANIFEST_FORMAT,
    version: MANIFEST_VERSION,
    exportedAt: of.exportedAt,
    appVersion: of.appVersion,
    project,
    scenes: [...state.scenes.values()].sort((a, b) => a.number - b.number),
    removedScenes: [...state.removedScenes.values()],
    characterReferences: [...state.characterReferences.values()],
    clips: [...state.clips.values()],
    films: [...state.films.values()],
    songs: [...state.songs.values()],
    jobs: [...state.jobs.values()].map(jobRow),
    attempts: [...state.attempts.values()].map(attemptRow),
    assets,
    missing: [],
  };
  return withFiles(manifest, new Map(assets.map(({ id, bytes }) => [id, bytes])));
}

/**
 * The manifest of the files that are there, by asset id with their sizes in bytes. What pointed to others
 * points nowhere, and those that had a path are named as missing.
 */
export function withFiles(manifest: Manifest, sizes: ReadonlyMap<string, number>): Manifest {
  const known = (assetId: string | null): string | null =>
    assetId !== null && sizes.has(assetId) ? assetId : null;
  const isHere = ({ assetId }: Pick<Song, "assetId">): boolean => sizes.has(assetId);
  const lost = manifest.assets.filter((asset) => !sizes.has(asset.id));
  return {
    ...manifest,
    characterReferences: manifest.characterReferences.map((row) => ({
      ...row,
      assetId: known(row.assetId),
    })),
    clips: manifest.clips.map((row) => ({ ...row, assetId: known(row.assetId) })),
    films: manifest.films.map((row) => ({
      ...row,
      assetId: known(row.assetId),
      renditions: row.renditions.filter(isHere),
    })),
    songs: manifest.songs.filter(isHere),
    assets: manifest.assets.flatMap((asset) => {
      const bytes = sizes.get(asset.id);
      if (bytes === undefined) return [];
      const strip = asset.strip !== null && isHere(asset.strip) ? asset.strip : null;
      const posterAssetId = known(asset.posterAssetId);
      const mezzanineAssetId = known(asset.mezzanineAssetId);
      return [{ ...asset, bytes, posterAssetId, strip, mezzanineAssetId }];
    }),
    missing: [...manifest.missing, ...lost.map(({ path }) => path)],
  };
}

/** With the digest of each file, by its path. */
export function withDigests(manifest: Manifest, sha256: ReadonlyMap<string, string>): Manifest {
  const assets = manifest.assets.map((asset) => ({
    ...asset,
    sha256: sha256.get(asset.path) ?? asset.sha256,
  }));
  return { ...manifest, assets };
}

function jobRow(record: JobRecord): ManifestJob {
  const job = publicJob(record);
  const { error } = job;
  return {
    ...job,
    warnings: job.warnings.map(unsigned),
    error:
      error === null
        ? null
        : {
            code: error.code,
            message: unsigned(error.message),
            ...(error.detail === undefined ? {} : { detail: unsigned(error.detail) }),
          },
    order: record.order,
    scenes: record.scenes,
  };
}

/** The exact input sent and the nonce stay behind: they hold signed addresses, and prove webhooks. */
function attemptRow(attempt: Attempt): ManifestAttempt {
  const { id, jobId, number, model, predictionId, isSimulated } = attempt;
  const status = attempt.status === "canceling" ? ("canceled" as const) : attempt.status;
  const { estimateUsd, billed, startedAt, endedAt } = attempt;
  return {
    ...{ id, jobId, number, model, status, predictionId, isSimulated },
    ...{ estimateUsd, billed, startedAt, endedAt },
  };
}

/** A provider may quote the address it was given, with the signature in its query. */
function unsigned(text: string): string {
  return text.replaceAll(/\?[^\s"'<>]*signature=[^\s"'<>]*/gi, "?…");
}
