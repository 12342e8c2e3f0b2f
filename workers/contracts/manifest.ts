/**
 * What an exported project says of itself: `manifest.json` beside its files, in wire form. Version 1 is
 * read by every later version too, so a row that changes either gets a default for what is new or takes
 * the version with it. Nothing in it opens a door: no addresses, no nonces, no signatures.
 */
import * as z from "zod/mini";
import { Billed, Job } from "./job.ts";
import { LIMITS } from "./limits.ts";
import {
  Asset,
  CharacterReference,
  Clip,
  Film,
  Project,
  RemovedScene,
  Scene,
  Song,
} from "./project.ts";

export const MANIFEST_FORMAT = "edgereel-project";
export const MANIFEST_VERSION = 1;

/** The manifest's own name in the archive. */
export const MANIFEST_NAME = "manifest.json";

/** Stands where a digest will be: of the same length, so that sizes are known before it is. */
export const NO_SHA256 = "0".repeat(64);

/**
 * A folder and a name of letters, digits, spaces and `-._()`. No part begins with a dot or a space or
 * ends with one, so a path leads nowhere else on any system and needs no escaping in JSON.
 */
export const ArchivePath = z
  .string()
  .check(
    z.maxLength(160),
    z.regex(
      /^[a-z]{1,20}\/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M} ._()-]*[\p{L}\p{N}\p{M})])?$/u,
      "A file lies in a folder, under a name of letters, digits, spaces and -._() only.",
    ),
  );

/** A file of the archive with what is known of it. */
export const ManifestAsset = z.extend(Asset, {
  bytes: z.int().check(z.minimum(1), z.maximum(LIMITS.filmBytes)),
  path: ArchivePath,
  /** In hexadecimal. */
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/, "A SHA-256 is 64 hexadecimal digits.")),
});
export type ManifestAsset = z.infer<typeof ManifestAsset>;

/** A job with what it was asked for, and what it wrote where it wrote a script. */
export const ManifestJob = z.extend(Job, {
  /** May name files of other projects, which are not in the archive. */
  order: z.nullable(z.record(z.string(), z.unknown())),
  scenes: z.nullable(
    z.array(z.object({ description: z.string(), negativeDescription: z.string() })),
  ),
});
export type ManifestJob = z.infer<typeof ManifestJob>;

/** One try of a job: what it cost, and under which name its provider knows it. */
export const ManifestAttempt = z.object({
  id: z.uuid(),
  jobId: z.uuid(),
  number: z.int(),
  model: z.string(),
  status: z.enum(["submitting", "running", "succeeded", "failed", "canceled", "lost"]),
  predictionId: z.nullable(z.string()),
  isSimulated: z.boolean(),
  estimateUsd: z.number(),
  billed: Billed,
  startedAt: z.int(),
  endedAt: z.nullable(z.int()),
});
export type ManifestAttempt = z.infer<typeof ManifestAttempt>;

const version = z.int().check(
  z.refine((value) => value === MANIFEST_VERSION, {
    error: `This Edgereel reads exports of version ${MANIFEST_VERSION}. Import this one with the Edgereel that made it, or a newer one.`,
  }),
);

export const Manifest = z
  .object({
    format: z.literal(MANIFEST_FORMAT),
    version,
    exportedAt: z.int(),
    appVersion: z.string(),
    project: Project,
    scenes: z.array(Scene),
    removedScenes: z._default(z.array(RemovedScene), []),
    characterReferences: z.array(CharacterReference),
    clips: z.array(Clip),
    films: z.array(Film),
    songs: z.array(Song),
    jobs: z.array(ManifestJob),
    attempts: z.array(ManifestAttempt),
    assets: z.array(ManifestAsset),
    /** Files that were to be here and that the store no longer had. */
    missing: z._default(z.array(z.string()), []),
  })
  .check(
    z.refine((manifest) => rowsOf(manifest) <= LIMITS.manifestRows, {
      error: `The manifest has more than ${LIMITS.manifestRows} rows, which is more than one project holds.`,
    }),
  );
export type Manifest = z.infer<typeof Manifest>;

function rowsOf(manifest: object): number {
  return Object.values(manifest).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 0),
    0,
  );
}
