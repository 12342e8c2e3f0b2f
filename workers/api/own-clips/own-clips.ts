/**
 * Clips of one's own, from a file on a person's disk to a take that is being checked. Parts go straight
 * into R2's multipart upload; the project knows which have come, so a page that was reloaded goes on.
 */
import { fail, ok, type Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import type { Snapshot } from "../../contracts/live.ts";
import type { OwnClipUpload } from "../../contracts/own-clips.ts";
import { ownClipPath } from "../../contracts/paths.ts";
import type { BeginOwnClip } from "../../contracts/take-requests.ts";
import { durations } from "../../domain/durations.ts";
import { isSameFile, missingOwnParts, type OwnClipStep } from "../../domain/own-clips.ts";
import type { OwnFile, Upload } from "../../domain/state.ts";
import type { Config, Env } from "../../env.ts";
import { assetKey } from "../../media/keys.ts";
import { abortUpload, beginUpload, completeUpload, putPart } from "../../media/uploads.ts";
import { projectOf } from "../../project/project-stub.ts";
import { sniffVideo } from "./sniff-video.ts";

export type OwnPart = {
  projectId: string;
  uploadId: string;
  /** From 1. */
  part: number;
  body: ReadableStream<Uint8Array> | null;
  contentLength: string | null;
};

export type OwnClips = {
  /** Errors: `not_found`, `conflict` (too many are open). */
  begin(projectId: string, sceneId: string, file: BeginOwnClip): Promise<Result<OwnClipUpload>>;
  list(projectId: string): Promise<Result<OwnClipUpload[]>>;
  /** Errors: `not_found`, `invalid_request` (another length than the part has), `internal`. */
  receive(part: OwnPart): Promise<Result<OwnClipUpload>>;
  /**
   * Errors: `conflict` while parts are missing, `asset_invalid` (no video: then it is gone), `not_found`.
   * Asked again after it was done, it is done.
   */
  complete(projectId: string, uploadId: string): Promise<Result<Snapshot>>;
  /** One that is gone already is fine. */
  giveUp(projectId: string, uploadId: string): Promise<Result<null>>;
};

type Found = { upload: Upload; own: OwnFile };

export function createOwnClips(
  env: Env,
  { workspaceId, timeScale }: Config,
  { newId }: { newId: () => string },
): OwnClips {
  const keptMs = durations(timeScale).pruneAfter;
  const bucket = env.MEDIA;

  async function tell(projectId: string, step: OwnClipStep): Promise<Result<null>> {
    const told = await projectOf(env, projectId).perform({ type: "own_clip", step }, null);
    return told.ok ? ok(null) : told;
  }

  async function open(projectId: string): Promise<Result<Found[]>> {
    const uploads = await projectOf(env, projectId).ownUploads();
    if (!uploads.ok) return uploads;
    return ok(
      uploads.value.flatMap((upload) => (upload.own == null ? [] : [{ upload, own: upload.own }])),
    );
  }

  async function find(projectId: string, uploadId: string): Promise<Result<Found>> {
    const all = await open(projectId);
    if (!all.ok) return all;
    const found = all.value.find(({ upload }) => upload.id === uploadId);
    const message =
      "No such upload is open. It may have been given up after a day: choose the file again.";
    return found === undefined ? fail("not_found", message) : ok(found);
  }

  function stateOf(projectId: string, { upload, own }: Found): OwnClipUpload {
    const { sceneId, fileName, bytes } = own;
    return {
      id: upload.id,
      ...{ sceneId, fileName, bytes },
      partBytes: LIMITS.ownClipPartBytes,
      url: ownClipPath(projectId, upload.id),
      missingParts: missingOwnParts(own),
      expiresAt: upload.createdAt + keptMs,
    };
  }

  /** R2's upload that counts, whichever part began it. */
  async function r2UploadOf(projectId: string, { upload, own }: Found): Promise<Result<string>> {
    if (own.uploadId !== null) return ok(own.uploadId);
    const assetId = upload.id;
    const key = assetKey(workspaceId, assetId);
    const metadata = { project: projectId };
    const uploadId = await beginUpload(bucket, key, typeOfName(own.fileName), metadata);
    const told = await tell(projectId, { type: "open", assetId, uploadId });
    const now = told.ok ? await find(projectId, assetId) : told;
    const counts = now.ok ? now.value.own.uploadId : null;
    if (counts !== uploadId) await abortUpload(bucket, key, uploadId);
    return now.ok ? ok(counts ?? uploadId) : now;
  }

  async function receive({ projectId, uploadId: id, part, body, contentLength }: OwnPart) {
    const refuse = async <T>(refusal: T): Promise<T> => {
      await body?.cancel().catch(() => undefined);
      return refusal;
    };
    const found = await find(projectId, id);
    if (!found.ok) return refuse(found);
    const wrong = lengthFault(found.value.own, part, contentLength);
    if (wrong !== null) return refuse(wrong);
    const uploadId = await r2UploadOf(projectId, found.value);
    if (!uploadId.ok) return refuse(uploadId);
    const key = assetKey(workspaceId, id);
    const put = await putPart(bucket, key, uploadId.value, part, body, contentLength);
    const of = { assetId: id, uploadId: uploadId.value };
    if (!put.ok) {
      if (put.error.code !== "not_found") return put;
      await tell(projectId, { type: "reopen", ...of });
      return fail("conflict", "The file store had given this upload up. Send its parts again.");
    }
    const kept = await tell(projectId, { type: "keep_part", ...of, part, etag: put.value.etag });
    if (!kept.ok) return kept;
    const now = await find(projectId, id);
    return now.ok ? ok(stateOf(projectId, now.value)) : now;
  }

  async function complete(projectId: string, id: string): Promise<Result<Snapshot>> {
    const project = projectOf(env, projectId);
    const found = await find(projectId, id);
    if (!found.ok) {
      const snapshot = await project.snapshot();
      const isTake = snapshot.ok && snapshot.value.clips.some(({ own }) => own?.assetId === id);
      return isTake || !snapshot.ok ? snapshot : found;
    }
    const { own } = found.value;
    const missing = missingOwnParts(own);
    if (missing.length > 0) {
      const message = `The file is not whole: ${missing.length} of its parts ${missing.length === 1 ? "is" : "are"} missing. Send what is missing, then complete it.`;
      return fail("conflict", message);
    }
    const key = assetKey(workspaceId, id);
    const whole = await completeUpload(bucket, key, own.uploadId ?? "", own.parts);
    const type = whole.ok ? await sniffVideo(bucket, key, own.fileName) : whole;
    if (!type.ok) {
      if (type.error.code === "internal") return type;
      await bucket.delete(key);
      await tell(projectId, { type: "give_up", assetId: id });
      return type;
    }
    const done = await tell(projectId, { type: "complete", assetId: id, contentType: type.value });
    return done.ok ? project.snapshot() : done;
  }

  return {
    begin: async (projectId, sceneId, file) => {
      const step = { type: "begin" as const, assetId: newId(), sceneId, ...file };
      const begun = await tell(projectId, step);
      const all = begun.ok ? await open(projectId) : begun;
      if (!all.ok) return all;
      const found = all.value.find(({ upload }) => isSameFile(upload, step));
      return found === undefined
        ? fail("internal", "The upload could not be begun. Try again.")
        : ok(stateOf(projectId, found));
    },
    list: async (projectId) => {
      const all = await open(projectId);
      return all.ok ? ok(all.value.map((found) => stateOf(projectId, found))) : all;
    },
    receive,
    complete,
    giveUp: async (projectId, id) => {
      const found = await find(projectId, id);
      const uploadId = found.ok ? found.value.own.uploadId : null;
      if (uploadId !== null) await abortUpload(bucket, assetKey(workspaceId, id), uploadId);
      return tell(projectId, { type: "give_up", assetId: id });
    },
  };
}

function lengthFault({ bytes }: OwnFile, part: number, contentLength: string | null) {
  const from = (part - 1) * LIMITS.ownClipPartBytes;
  if (from >= bytes) return fail("not_found", `The file has no part ${part}.`);
  const length = Math.min(LIMITS.ownClipPartBytes, bytes - from);
  if (contentLength === String(length)) return null;
  const came = contentLength === null ? "no Content-Length came" : `${contentLength} came`;
  const message = `Part ${part} has ${length} bytes, and ${came}. Send that part alone, whole.`;
  return fail("invalid_request", message);
}

/** What the store says of the file before its bytes are known. */
function typeOfName(fileName: string): string {
  if (/\.mov$/i.test(fileName)) return "video/quicktime";
  return /\.webm$/i.test(fileName) ? "video/webm" : "video/mp4";
}
