/** Changing a portrait's format where the model gives another one than was asked for. */
import { type ConvertRequest, PROTOCOL } from "../../stitch/protocol.ts";
import type { ImageFormat } from "../../contracts/models.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { convertedAssetId } from "../../domain/leftovers.ts";
import type { Attempt, StoredOutput } from "../../domain/state.ts";
import { findComplete } from "../../media/complete.ts";
import { assetKey, extensionFor } from "../../media/keys.ts";
import { signAssetUrl, signPartUrl } from "../../media/signed-urls.ts";
import { abortUpload, beginUpload, completeUpload } from "../../media/uploads.ts";
import type { Ports, Task } from "../ports.ts";
import { runShortJob } from "./short-job.ts";

const CONTENT_TYPE = { png: "image/png", jpg: "image/jpeg", webp: "image/webp" } as const;
/** A picture takes well under a second; a machine that takes longer is busy, and asked again later. */
const LONGEST_MS = 20_000;

/**
 * Converts in the container and answers with the new file; null when the container can't do it now.
 * Another run writes the same asset again.
 */
export async function convertPicture(
  ports: Ports,
  task: Task,
  attempt: Attempt,
  stored: StoredOutput,
  format: ImageFormat,
): Promise<StoredOutput | null> {
  const { internalOrigin, mediaSigningKey, workspaceId } = ports.config;
  const expiresAt = ports.now() + ports.times.signedUrl;
  const assetId = convertedAssetId(attempt);
  const key = assetKey(workspaceId, assetId);
  const contentType = CONTENT_TYPE[format];
  const before = await findComplete(ports.bucket, key);
  if (before !== null) return { assetId, ...before };
  const project = ports.state().project?.id ?? "";
  const uploadId = await beginUpload(ports.bucket, key, contentType, { project });
  const source = {
    workspaceId,
    assetId: stored.assetId,
    extension: extensionFor(stored.contentType),
  };
  const target = { workspaceId, assetId, uploadId };
  const request: ConvertRequest = {
    protocol: PROTOCOL,
    job_id: ports.newId(),
    kind: "convert",
    url: await signAssetUrl(mediaSigningKey, internalOrigin, source, expiresAt),
    format,
    upload: {
      part_url: await signPartUrl(mediaSigningKey, internalOrigin, target, expiresAt),
      part_bytes: LIMITS.uploadPartBytes,
    },
    progress_url: null,
  };
  const answer = await runShortJob(ports, task, request, LONGEST_MS);
  const result = answer.ok ? answer.value.result : null;
  const done =
    result === null ? null : await completeUpload(ports.bucket, key, uploadId, result.parts);
  if (done?.ok !== true) {
    await abortUpload(ports.bucket, key, uploadId);
    return null;
  }
  return { assetId, bytes: done.value.bytes, contentType };
}
