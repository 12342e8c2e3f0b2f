/**
 * Clips that people shot themselves. A file comes in parts, and once it is whole it is a take like any
 * other: a job that costs nothing saves what the checker finds, chooses it, or says why it can't.
 */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import type { Clip } from "../contracts/project.ts";
import { moveJob, putJob, setDeadline } from "./jobs.ts";
import { pruneLater } from "./leftovers.ts";
import { nextTake } from "./making.ts";
import type { Draft, OwnFile, ProjectState, Upload } from "./state.ts";

export type OwnClipStep =
  /** Changes nothing where the same file is on its way already. */
  | { type: "begin"; assetId: string; sceneId: string; fileName: string; bytes: number }
  /** R2 takes its parts under this upload. */
  | { type: "open"; assetId: string; uploadId: string }
  | { type: "keep_part"; assetId: string; uploadId: string; part: number; etag: string }
  /** R2 gave the upload up: every part has to come again. */
  | { type: "reopen"; assetId: string; uploadId: string }
  /** The file is whole, and a video by its first bytes. */
  | { type: "complete"; assetId: string; contentType: string }
  | { type: "give_up"; assetId: string };

/** More at once than anybody sends. */
const MOST_UPLOADS = 24;

/** What its attempt has for a model and an address: nothing was called. */
const OWN = "own clip";

export function doOwnClip(draft: Draft, step: OwnClipStep): Result<null> {
  if (step.type === "begin") return begin(draft, step);
  const upload = draft.get("uploads", step.assetId);
  const own = upload?.own ?? null;
  if (upload === undefined || own === null) {
    return step.type === "give_up" ? ok(null) : noUpload();
  }
  switch (step.type) {
    case "open":
      // Of two parts that came at once the first counts; the other gives its upload up.
      if (own.uploadId === null) keep(draft, upload, { ...own, uploadId: step.uploadId });
      return ok(null);
    case "keep_part": {
      if (own.uploadId !== step.uploadId) return ok(null);
      const { part, etag } = step;
      const others = own.parts.filter((each) => each.part !== part);
      keep(draft, upload, { ...own, parts: [...others, { part, etag }] });
      return ok(null);
    }
    case "reopen":
      if (own.uploadId === step.uploadId) {
        keep(draft, upload, { ...own, uploadId: null, parts: [] });
      }
      return ok(null);
    case "complete":
      return complete(draft, upload, own, step.contentType);
    case "give_up":
      draft.remove("uploads", upload.id);
      draft.unwake({ kind: "prune", assetId: upload.id });
      return ok(null);
    default:
      return step satisfies never;
  }
}

function begin(draft: Draft, step: Extract<OwnClipStep, { type: "begin" }>): Result<null> {
  const { assetId: id, sceneId, fileName, bytes } = step;
  if (draft.get("scenes", sceneId) === undefined) return noScene();
  if (ownUploads(draft.state).some((upload) => isSameFile(upload, step))) return ok(null);
  if (ownUploads(draft.state).length >= MOST_UPLOADS) {
    const message = `Already ${MOST_UPLOADS} uploads are open in this project. Finish or give up some of them first.`;
    return fail("conflict", message);
  }
  const own = { sceneId, fileName, bytes, uploadId: null, parts: [] };
  keep(draft, { id, createdAt: draft.now, file: null }, own);
  return ok(null);
}

/** Each part gives the upload its whole time again. */
function keep(draft: Draft, upload: Upload, own: OwnFile): void {
  draft.put("uploads", { ...upload, createdAt: draft.now, own });
  pruneLater(draft, upload.id);
}

export function isSameFile(
  { own }: Pick<Upload, "own">,
  file: Pick<OwnFile, "sceneId" | "fileName" | "bytes">,
): boolean {
  return (
    own?.sceneId === file.sceneId && own.fileName === file.fileName && own.bytes === file.bytes
  );
}

/** Uploads of clips, by when a part of them came last. */
export function ownUploads({ uploads }: Pick<ProjectState, "uploads">): Upload[] {
  return [...uploads.values()].filter(({ own }) => own != null);
}

/** Numbers of the parts that are to come, from 1. */
export function missingOwnParts({ bytes, parts }: OwnFile): number[] {
  const here = new Set(parts.map(({ part }) => part));
  const count = Math.ceil(bytes / LIMITS.ownClipPartBytes);
  return Array.from({ length: count }, (_, index) => index + 1).filter((part) => !here.has(part));
}

function complete(
  draft: Draft,
  { id: assetId }: Upload,
  { sceneId, fileName, bytes }: OwnFile,
  contentType: string,
): Result<null> {
  const scene = draft.get("scenes", sceneId);
  if (scene === undefined) return noScene();
  const { context, now } = draft;
  const clipId = context.newId();
  const planned = { model: null, estimateUsd: 0, substitutions: [] };
  const job = putJob(draft, { kind: "clip", order: null, targetId: clipId, planned });
  draft.put("clips", {
    id: clipId,
    sceneId,
    take: nextTake(draft, sceneId),
    jobId: job.id,
    assetId: null,
    prompt: "",
    seed: null,
    own: { fileName, assetId },
    // How long it really is, the checker says.
    lengthS: scene.lengthS,
    shotLengthS: scene.lengthS,
    inS: 0,
    outS: null,
    createdAt: now,
  });
  const attempt = draft.put("attempts", {
    id: context.newId(),
    jobId: job.id,
    number: 1,
    nonce: context.newId(),
    model: OWN,
    origin: "",
    isSimulated: false,
    status: "succeeded",
    predictionId: null,
    hasWebhook: false,
    input: "{}",
    estimateUsd: 0,
    billed: "no",
    polls: 0,
    listings: 0,
    // Something was written, so something is removed where it comes to nothing.
    outputUrl: OWN,
    assetId,
    uploadId: null,
    renditions: [],
    parts: null,
    stored: { assetId, bytes, contentType },
    waits: 0,
    rereads: 0,
    late: null,
    movedAt: null,
    startedAt: now,
    endedAt: now,
  });
  const phase = "waiting_for_checker" as const;
  moveJob(draft, job.id, "output", { phase, startedAt: now, attemptCount: 1, isSimulated: false });
  draft.remove("uploads", assetId);
  draft.unwake({ kind: "prune", assetId });
  setDeadline(draft, job.id, now + context.times.checkDeadline);
  draft.effect({ kind: "check", attemptId: attempt.id });
  return ok(null);
}

/** Whether the clip that a job makes was sent in by somebody. */
export function isOwnClip(draft: Draft, { targetId }: { targetId: string | null }): boolean {
  return draft.get("clips", targetId ?? "")?.own != null;
}

/** Lengths of an own clip once its file was looked at, in seconds. */
export function ownLengths(clip: Clip, durationMs: number | null): Partial<Clip> {
  if (clip.own == null || durationMs === null) return {};
  const shotLengthS = durationMs / 1000;
  return { shotLengthS, lengthS: Math.min(clip.lengthS, shotLengthS) };
}

function noUpload() {
  return fail(
    "not_found",
    "No such upload is open. It may have been given up after a day: choose the file again.",
  );
}

function noScene() {
  return fail("not_found", "There is no such scene in this project. Reload the page.");
}
