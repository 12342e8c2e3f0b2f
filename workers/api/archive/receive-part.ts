/** One part of a file that an import waits for, and the look at the whole when it was the last. */
import { fail, ok, type Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { type ImportStep, missingParts } from "../../domain/imports.ts";
import type { ImportedFile } from "../../domain/state.ts";
import type { Env } from "../../env.ts";
import { assetKey } from "../../media/keys.ts";
import { checkReceived } from "../../media/received-file.ts";
import { abortUpload, beginUpload, completeUpload, putPart } from "../../media/uploads.ts";
import { projectOf } from "../../project/project-stub.ts";

export type Part = {
  projectId: string;
  /** The file's id, as the import's state names it. */
  fileId: string;
  /** From 1. */
  part: number;
  body: ReadableStream<Uint8Array> | null;
  contentLength: string | null;
};

/**
 * Takes a part, streaming; sending it again replaces it, and a file that is here already stays. Errors:
 * `not_found` (no such import or file, or no such part), `invalid_request` (another length than the part
 * has), `asset_invalid` (the file is whole and not the one of the manifest: all of it has to come
 * again), `internal`.
 */
export async function receivePart(
  env: Env,
  workspaceId: string,
  sent: Part,
): Promise<Result<null>> {
  const project = projectOf(env, sent.projectId);
  const assetId = sent.fileId;
  const found = await project.importedFile(assetId);
  if (!found.ok || found.value.isReceived) {
    await sent.body?.cancel().catch(() => undefined);
    return found.ok ? ok(null) : found;
  }
  const key = assetKey(workspaceId, assetId);

  async function tell(step: ImportStep): Promise<Result<null>> {
    const told = await project.perform({ type: "import", step }, null);
    return told.ok ? ok(null) : told;
  }

  async function take(file: ImportedFile): Promise<Result<null>> {
    const uploadId = file.uploadId ?? (await open(file));
    const { part, body, contentLength } = sent;
    const put = await putPart(env.MEDIA, key, uploadId, part, body, contentLength);
    if (!put.ok) {
      // R2 gave the upload up: the next part begins another.
      if (put.error.code === "not_found") await tell({ type: "refuse_file", assetId, uploadId });
      return put;
    }
    const { etag } = put.value;
    return tell({ type: "keep_part", assetId, uploadId, part, etag });
  }

  /** The upload that counts, whichever request began it. */
  async function open({ contentType }: ImportedFile): Promise<string> {
    const metadata = { project: sent.projectId };
    const uploadId = await beginUpload(env.MEDIA, key, contentType, metadata);
    await tell({ type: "begin_file", assetId, uploadId });
    const now = await project.importedFile(assetId);
    const counts = now.ok ? (now.value.uploadId ?? uploadId) : uploadId;
    if (counts !== uploadId) await abortUpload(env.MEDIA, key, uploadId);
    return counts;
  }

  async function finish(file: ImportedFile): Promise<Result<null>> {
    const uploadId = file.uploadId ?? "";
    const whole = await completeUpload(env.MEDIA, key, uploadId, file.parts);
    const checked = whole.ok ? await checkReceived(env.MEDIA, key, file) : whole;
    if (checked.ok) {
      const kept = await tell({ type: "keep_file", assetId });
      // Given up meanwhile: nothing may stay that nothing names.
      if (!kept.ok) await env.MEDIA.delete(key);
      return kept;
    }
    // What may pass is looked at again when any part comes again.
    if (checked.error.code === "internal") return checked;
    await env.MEDIA.delete(key);
    await tell({ type: "refuse_file", assetId, uploadId });
    return { ok: false, error: { ...checked.error, detail: file.path } };
  }

  if (missingParts(found.value).length === 0) {
    await sent.body?.cancel().catch(() => undefined);
    return finish(found.value);
  }
  const fault = lengthFault(found.value, sent);
  if (fault !== null) {
    await sent.body?.cancel().catch(() => undefined);
    return fault;
  }
  const taken = await take(found.value);
  if (!taken.ok) return taken;
  const now = await project.importedFile(assetId);
  if (!now.ok) return now;
  const isWhole = !now.value.isReceived && missingParts(now.value).length === 0;
  return isWhole ? finish(now.value) : ok(null);
}

function lengthFault(
  { bytes, path }: ImportedFile,
  { part, contentLength }: Part,
): ReturnType<typeof fail> | null {
  const from = (part - 1) * LIMITS.uploadPartBytes;
  if (from >= bytes) return fail("not_found", `The file ${path} has no part ${part}.`);
  const length = Math.min(LIMITS.uploadPartBytes, bytes - from);
  if (contentLength === String(length)) return null;
  const came = contentLength === null ? "no Content-Length came" : `${contentLength} came`;
  const message = `Part ${part} of ${path} has ${length} bytes, and ${came}. Send that part alone, whole.`;
  return fail("invalid_request", message);
}
