/**
 * A manifest as rows of a new project: every id is a new one, and what names another row names its new
 * id. A manifest that does not hold together is refused whole.
 */
import { fail, ok, type Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import type { Manifest, ManifestJob } from "../../contracts/manifest.ts";
import type { Asset, Project, Scene } from "../../contracts/project.ts";
import { MOST_SCENES } from "../asked.ts";
import { planOf } from "../film-plan.ts";
import { spentOn } from "../jobs.ts";
import type { Attempt, ImportedFile, Rows, Table } from "../state.ts";
import { endedAttempt, endedJob } from "./history.ts";
import { NewIds } from "./new-ids.ts";
import { newOrder } from "./new-order.ts";

/** A row is one value in SQLite, which takes two megabytes; a character takes up to three bytes. */
const MOST_ROW_CHARS = 500_000;

export type ImportedRows = { [T in Exclude<Table, "uploads">]: Rows[T][] };

export type Import = {
  /** `id` and `workspaceId` are still those of the manifest. */
  project: Project;
  rows: ImportedRows;
  /** What has to come before the project counts, by the new id of its asset. */
  files: (Omit<ImportedFile, "uploadId" | "parts" | "isReceived"> & { id: string })[];
};

/**
 * Errors: `invalid_request` for ids that come twice, references to what is not there, files of one name
 * or too large together. `newId` gives a fresh UUID each time.
 */
export function readManifest(manifest: Manifest, newId: () => string): Result<Import> {
  const ids = new NewIds(manifest, newId);
  const read: Import = {
    project: projectOf(manifest, ids),
    rows: rowsOf(manifest, ids, newId),
    files: manifest.assets.map(({ id, path, bytes, sha256, contentType }) => ({
      id: ids.of("assets", id, "A file"),
      ...{ path, bytes, sha256, contentType },
    })),
  };
  read.project.spentUsd = spentOn(read.rows.attempts);
  const faults = [...ids.faults, ...faultsOf(manifest, read)];
  const [first] = faults;
  if (first === undefined) return ok(read);
  return fail("invalid_request", first, faults.slice(0, 20).join(" "));
}

function projectOf(manifest: Manifest, ids: NewIds): Project {
  const { project, films, scenes, clips } = manifest;
  const shot = new Set(clips.map(({ sceneId }) => sceneId));
  const isThrough =
    films.some(({ assetId }) => assetId !== null) && scenes.every(({ id }) => shot.has(id));
  return {
    ...project,
    // A quick project would go on by itself, and pay. Here somebody has to ask for that.
    mode: project.mode === "quick" && !isThrough ? "step" : project.mode,
    characterReferenceId: ids.orNull(
      "characterReferences",
      project.characterReferenceId,
      "The project",
    ),
    deletedAt: null,
    restorableUntil: null,
    filmPlan: planOf(
      project.filmPlan,
      (id) => ids.find("scenes", id),
      (id) => ids.find("songs", id),
    ),
  };
}

function rowsOf(manifest: Manifest, ids: NewIds, newId: () => string): ImportedRows {
  const { exportedAt } = manifest;
  const kinds = new Map(manifest.jobs.map(({ id, kind }) => [id, kind]));
  const attempts = manifest.attempts.map((row) => {
    const id = ids.of("attempts", row.id, "An attempt");
    const jobId = ids.of("jobs", row.jobId, `The attempt ${row.id}`);
    const unused = { nonce: newId(), assetId: newId() };
    return endedAttempt({ ...row, id, jobId }, kinds.get(row.jobId) ?? "clip", unused, exportedAt);
  });
  const ofJob = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const others = ofJob.get(attempt.jobId);
    if (others === undefined) ofJob.set(attempt.jobId, [attempt]);
    else others.push(attempt);
  }
  return {
    scenes: manifest.scenes.map((row) => sceneOf(row, ids)),
    removedScenes: manifest.removedScenes.map((row) => ({
      ...row,
      id: newId(),
      scene: sceneOf(row.scene, ids),
    })),
    characterReferences: manifest.characterReferences.map((row) => ({
      ...row,
      id: ids.of("characterReferences", row.id, "A portrait"),
      jobId: ids.orNull("jobs", row.jobId, `Portrait ${row.option}`),
      assetId: ids.orNull("assets", row.assetId, `Portrait ${row.option}`),
    })),
    clips: manifest.clips.map((row) => {
      const by = `The clip ${row.id}`;
      const assetId = ids.orNull("assets", row.assetId, by);
      return {
        ...row,
        id: ids.of("clips", row.id, "A clip"),
        sceneId: ids.of("scenes", row.sceneId, by),
        jobId: ids.of("jobs", row.jobId, by),
        assetId,
        // One that came to nothing names no file here either.
        ...(row.own == null ? {} : { own: { ...row.own, assetId: assetId ?? newId() } }),
      };
    }),
    films: manifest.films.map((row) => ({
      ...row,
      id: ids.of("films", row.id, "A film"),
      jobId: ids.of("jobs", row.jobId, `Film ${row.number}`),
      assetId: ids.orNull("assets", row.assetId, `Film ${row.number}`),
      clipIds: row.clipIds.map((id) => ids.of("clips", id, `Film ${row.number}`)),
      renditions: row.renditions.map(({ kind, assetId }) => ({
        kind,
        assetId: ids.of("assets", assetId, `Film ${row.number}`),
      })),
      // Whoever published it there did not publish it here.
      publishedAt: null,
    })),
    songs: manifest.songs.map((row) => ({
      ...row,
      id: ids.of("songs", row.id, "A song"),
      assetId: ids.of("assets", row.assetId, `The song ${row.id}`),
    })),
    jobs: manifest.jobs.map(({ order, ...row }) => {
      const by = `The job ${row.id}`;
      const id = ids.of("jobs", row.id, by);
      const targetId = targetOf(row, by, ids);
      const retryOf = ids.orNull("jobs", row.retryOf, by);
      const job = { ...row, id, targetId, retryOf };
      return endedJob(job, newOrder(order, ids), ofJob.get(id) ?? [], exportedAt);
    }),
    assets: manifest.assets.map(({ path, sha256: _sha256, ...row }) => ({
      ...row,
      id: ids.of("assets", row.id, "A file"),
      posterAssetId: ids.orNull("assets", row.posterAssetId, `The file ${path}`),
      strip: row.strip === null ? null : stripOf(row.strip, `The file ${path}`, ids),
      mezzanineAssetId: ids.orNull("assets", row.mezzanineAssetId, `The file ${path}`),
    })),
    attempts,
  };
}

/** A scene that was written anew may be gone since. */
function targetOf(
  { kind, targetId }: Pick<ManifestJob, "kind" | "targetId">,
  by: string,
  ids: NewIds,
): string | null {
  if (targetId === null) return null;
  return kind === "script" ? ids.find("scenes", targetId) : ids.ofTarget(targetId, by);
}

function sceneOf(row: Scene, ids: NewIds): Scene {
  return {
    ...row,
    id: ids.of("scenes", row.id, "A scene"),
    selectedClipId: ids.orNull("clips", row.selectedClipId, `Scene ${row.number}`),
  };
}

function stripOf(strip: NonNullable<Asset["strip"]>, by: string, ids: NewIds) {
  return { ...strip, assetId: ids.of("assets", strip.assetId, by) };
}

/** What is wrong beyond single references. */
function faultsOf(manifest: Manifest, { rows, files, project }: Import): string[] {
  const faults: string[] = [];
  const { clips, removedScenes } = manifest;
  const scenes = [...manifest.scenes, ...removedScenes.map(({ scene }) => scene)];
  if (manifest.scenes.length > MOST_SCENES) {
    faults.push(
      `The project has ${manifest.scenes.length} scenes; at most ${MOST_SCENES} can be kept.`,
    );
  }
  const sceneOf = new Map(clips.map(({ id, sceneId }) => [id, sceneId]));
  for (const { id, number, selectedClipId } of scenes) {
    if (selectedClipId !== null && (sceneOf.get(selectedClipId) ?? id) !== id) {
      faults.push(`Scene ${number} uses a clip of another scene.`);
    }
  }
  const names = new Set(files.map(({ path }) => path.normalize("NFC").toLowerCase()));
  if (names.size < files.length) faults.push("Two files have the same name in the archive.");
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > LIMITS.importBytes) {
    const most = LIMITS.importBytes / 1024 ** 3;
    faults.push(`The files are larger together than the ${most} GB that one import takes.`);
  }
  for (const row of [project, ...Object.values(rows).flat()]) {
    if (JSON.stringify(row).length > MOST_ROW_CHARS) {
      faults.push(`The row ${row.id} is longer than ${MOST_ROW_CHARS} characters.`);
    }
  }
  return faults;
}
