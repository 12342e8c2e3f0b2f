/**
 * R2 multipart uploads on behalf of the container, which holds no credentials: it sends each part to a
 * signed URL, and the project begins and completes the upload. Only `beginUpload` throws.
 */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { COMPLETE, findComplete } from "./complete.ts";

/** The most that one part may hold, in bytes; the container's protocol states the same. */
export const MAX_PART_BYTES = 50 * 1024 * 1024;

/** R2's code for an upload that was completed, aborted, or never begun. */
const NO_SUCH_UPLOAD = "10024";

/**
 * Opens an upload and answers its id; throws when R2 does not take it. R2 gives up an upload that
 * nobody finishes after 7 days.
 */
export async function beginUpload(
  bucket: R2Bucket,
  key: string,
  contentType: string,
  metadata: Record<string, string>,
): Promise<string> {
  const upload = await bucket.createMultipartUpload(key, {
    httpMetadata: { contentType },
    customMetadata: { ...metadata, ...COMPLETE },
  });
  return upload.uploadId;
}

/**
 * Takes one part, streaming; sending it again replaces it. The answer is what the container reports
 * back. Errors: `invalid_request` (no length said, or another length came), `payload_too_large`,
 * `not_found` (no such upload), `internal`.
 */
export async function putPart(
  bucket: R2Bucket,
  key: string,
  uploadId: string,
  part: number,
  body: ReadableStream<Uint8Array> | null,
  contentLength: string | null,
): Promise<Result<{ etag: string }>> {
  if (body === null || contentLength === null || !/^[1-9]\d{0,14}$/.test(contentLength)) {
    await body?.cancel().catch(() => undefined);
    return fail(
      "invalid_request",
      "A part must have content and say its size. Send it with a Content-Length.",
    );
  }
  const length = Number(contentLength);
  if (length > MAX_PART_BYTES) {
    await body.cancel().catch(() => undefined);
    return fail("payload_too_large", "A part may hold at most 50 MB. Send smaller parts.");
  }
  const { readable, writable } = new FixedLengthStream(length);
  const refused = new AbortController();
  const piped = body.pipeTo(writable, { signal: refused.signal });
  const sent = bucket.resumeMultipartUpload(key, uploadId).uploadPart(part, readable);
  // R2 may refuse without reading; the pipe would then wait for a reader for ever.
  sent.catch(() => refused.abort());
  const [uploaded] = await Promise.allSettled([sent, piped]);
  if (uploaded.status === "fulfilled") return ok({ etag: uploaded.value.etag });
  const cause: unknown = uploaded.reason;
  if (isNoSuchUpload(cause)) return noSuchUpload();
  return cause instanceof Error && cause.message.includes("FixedLengthStream")
    ? fail("invalid_request", "The part was not as long as it said. Send it again.")
    : storageFailed(cause);
}

/**
 * Joins the parts into the object. Repeating it is safe: a whole object at the key is success.
 * Errors: `not_found` (no such upload), `asset_invalid` (parts missing or not as sent), `internal`.
 */
export async function completeUpload(
  bucket: R2Bucket,
  key: string,
  uploadId: string,
  parts: readonly { part: number; etag: string }[],
): Promise<Result<{ bytes: number }>> {
  try {
    const existing = await findComplete(bucket, key);
    if (existing !== null) return ok({ bytes: existing.bytes });
    const inOrder = parts
      .map(({ part, etag }) => ({ partNumber: part, etag }))
      .sort((a, b) => a.partNumber - b.partNumber);
    const object = await bucket.resumeMultipartUpload(key, uploadId).complete(inOrder);
    return ok({ bytes: object.size });
  } catch (cause) {
    // The answer of a complete may be lost after R2 did it: look before calling it a failure.
    const existing = await findComplete(bucket, key).catch(() => null);
    if (existing !== null) return ok({ bytes: existing.bytes });
    if (isNoSuchUpload(cause)) return noSuchUpload();
    return isPartFault(cause)
      ? fail("asset_invalid", "The parts of the file do not fit together. Try again.")
      : storageFailed(cause);
  }
}

/** Gives an upload up and frees its parts. One that is gone already is fine. */
export async function abortUpload(
  bucket: R2Bucket,
  key: string,
  uploadId: string,
): Promise<Result<null>> {
  try {
    await bucket.resumeMultipartUpload(key, uploadId).abort();
    return ok(null);
  } catch (cause) {
    return isNoSuchUpload(cause) ? ok(null) : storageFailed(cause);
  }
}

/** R2 tells its errors apart only by the code at the end of the message. */
function isNoSuchUpload(cause: unknown): boolean {
  return cause instanceof Error && cause.message.includes(`(${NO_SUCH_UPLOAD})`);
}

/** 10011: a part too small; 10025: a part that is not there; 10048: parts of unlike sizes. */
function isPartFault(cause: unknown): boolean {
  return cause instanceof Error && /\((10011|10025|10048)\)/.test(cause.message);
}

function noSuchUpload(): Result<never> {
  return fail("not_found", "This upload is not open any more. Start the job again.");
}

function storageFailed(cause: unknown): Result<never> {
  return fail(
    "internal",
    "The file store did not answer. Edgereel tries again by itself.",
    cause instanceof Error ? cause.name : typeof cause,
  );
}
