/**
 * A project that comes in from an archive. Its rows are written at once, then its files come, and until
 * the last one is there it is like a deleted project: nobody sees it, and in a day it goes for good.
 */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { ImportState } from "../contracts/imports.ts";
import { LIMITS } from "../contracts/limits.ts";
import { importFilePath } from "../contracts/paths.ts";
import type { Import, ImportedRows } from "./archive/read.ts";
import { showProgress } from "./flow.ts";
import type { Draft, ImportedFile, ProjectState, Upload } from "./state.ts";

export type ImportStep =
  /** The project's `id` and `workspaceId` are those it has from now on. */
  | ({ type: "begin" } & Import)
  | { type: "begin_file"; assetId: string; uploadId: string }
  | { type: "keep_part"; assetId: string; uploadId: string; part: number; etag: string }
  /** Whole, and what the manifest says. */
  | { type: "keep_file"; assetId: string }
  /** Something else than the manifest says: it has to come again. */
  | { type: "refuse_file"; assetId: string; uploadId: string }
  | { type: "complete" };

export function doImport(draft: Draft, step: ImportStep): Result<null> {
  switch (step.type) {
    case "begin":
      return begin(draft, step);
    case "complete":
      return complete(draft);
    case "begin_file":
    case "keep_part":
    case "keep_file":
    case "refuse_file":
      return takeNews(draft, step);
    default:
      return step satisfies never;
  }
}

function begin(draft: Draft, { project, rows, files }: Import): Result<null> {
  draft.isSilent = true;
  draft.setProject({ ...project, deletedAt: files.length === 0 ? null : draft.now });
  const {
    scenes,
    removedScenes,
    characterReferences,
    clips,
    films,
    songs,
    jobs,
    assets,
    attempts,
  } = rows satisfies ImportedRows;
  draft.putAll("scenes", scenes);
  draft.putAll("removedScenes", removedScenes);
  draft.putAll("characterReferences", characterReferences);
  draft.putAll("clips", clips);
  draft.putAll("films", films);
  draft.putAll("songs", songs);
  draft.putAll("jobs", jobs);
  draft.putAll("assets", assets);
  draft.putAll("attempts", attempts);
  const uploads = files.map(({ id, ...file }): Upload => {
    const nothing = { uploadId: null, parts: [], isReceived: false };
    return { id, createdAt: draft.now, file: { ...file, ...nothing } };
  });
  draft.putAll("uploads", uploads);
  if (files.length > 0) draft.wake({ kind: "purge" }, expiryOf(draft, draft.now));
  showProgress(draft);
  return ok(null);
}

type FileNews = Exclude<ImportStep, { type: "begin" } | { type: "complete" }>;

function takeNews(draft: Draft, news: FileNews): Result<null> {
  const upload = draft.get("uploads", news.assetId);
  const file = upload?.file ?? null;
  if (upload === undefined || file === null || !isWaiting(draft)) return noImport();
  const next = afterNews(file, news);
  if (next !== file) draft.put("uploads", { ...upload, file: next });
  return ok(null);
}

function afterNews(file: ImportedFile, news: FileNews): ImportedFile {
  switch (news.type) {
    case "begin_file":
      // Of two that began at once the first counts; the other gives its upload up.
      return file.uploadId === null ? { ...file, uploadId: news.uploadId } : file;
    case "keep_part": {
      const { part, etag, uploadId } = news;
      if (uploadId !== file.uploadId) return file;
      const others = file.parts.filter((each) => each.part !== part);
      return { ...file, parts: [...others, { part, etag }] };
    }
    case "keep_file":
      return { ...file, isReceived: true };
    case "refuse_file":
      // Meanwhile it may have begun to come again.
      return news.uploadId === file.uploadId ? { ...file, uploadId: null, parts: [] } : file;
    default:
      return news satisfies never;
  }
}

/** Errors: `conflict` while files are missing, `not_found` where nothing waits. */
function complete(draft: Draft): Result<null> {
  // Asked again after its answer was lost.
  if (draft.project.deletedAt === null) return ok(null);
  if (!isWaiting(draft)) return noImport();
  const uploads = draft.list("uploads").filter(({ file }) => file !== null);
  const missing = uploads.flatMap(({ file }) =>
    file === null || file.isReceived ? [] : [file.path],
  );
  const [first] = missing;
  if (first !== undefined) {
    const others = missing.length === 1 ? "" : ` and ${missing.length - 1} more`;
    const message = `Still missing: ${first}${others}. Send what is missing, then complete the import.`;
    return fail("conflict", message);
  }
  for (const { id } of uploads) draft.remove("uploads", id);
  draft.setProject({ ...draft.project, deletedAt: null });
  draft.unwake({ kind: "purge" });
  return ok(null);
}

/** A person deletes a project that is only half there: it waits for nothing any more. */
export function giveUpImport(draft: Draft): void {
  for (const { id, file } of draft.list("uploads")) if (file !== null) draft.remove("uploads", id);
}

/** Whether there is an import that files may still come to. */
function isWaiting(draft: Draft): boolean {
  const { deletedAt } = draft.project;
  return (
    deletedAt !== null &&
    draft.now < expiryOf(draft, deletedAt) &&
    draft.list("uploads").some(({ file }) => file !== null)
  );
}

function expiryOf(draft: Draft, begunAt: number): number {
  return begunAt + draft.context.times.purgeAfter;
}

/** Numbers of the parts of a file that are to come, from 1. */
export function missingParts(file: ImportedFile): number[] {
  const count = Math.ceil(file.bytes / LIMITS.uploadPartBytes);
  const here = new Set(file.parts.map(({ part }) => part));
  return Array.from({ length: count }, (_, index) => index + 1).filter((part) => !here.has(part));
}

/** How the import stands. Errors: `not_found`, also for one that was given up. */
export function importState(
  { project, uploads }: ProjectState,
  now: number,
  keptMs: number,
): Result<ImportState> {
  if (project === null) return noImport();
  const { id: projectId, deletedAt } = project;
  if (deletedAt === null) return ok({ projectId, isComplete: true, expiresAt: null, files: [] });
  const ofImport = [...uploads.values()].filter(({ file }) => file !== null);
  const expiresAt = deletedAt + keptMs;
  if (ofImport.length === 0 || now >= expiresAt) return noImport();
  const files = ofImport.flatMap(({ id, file }) => {
    if (file === null || file.isReceived) return [];
    const { path, bytes } = file;
    const url = importFilePath(projectId, id);
    const partBytes = LIMITS.uploadPartBytes;
    const missing = missingParts(file);
    // All came, but the look at the whole was cut off: any of them again makes up for it.
    return [{ path, bytes, partBytes, url, missingParts: missing.length === 0 ? [1] : missing }];
  });
  return ok({ projectId, isComplete: false, expiresAt, files });
}

function noImport() {
  return fail(
    "not_found",
    "No import waits for files here. It may have been given up after a day: begin it again.",
  );
}
