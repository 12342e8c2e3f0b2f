/**
 * What the container keeps of a film in the making, so that another container goes on where one was
 * killed. A part is named by its content: whatever is written under a name first stays.
 */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";

/** The most that one part may hold, in bytes. */
export const MAX_FILM_PART_BYTES = 512 * 1024 * 1024;

/** R2 lists, and deletes, at most this many keys a call. */
const KEYS_A_CALL = 1_000;

/**
 * Takes one part, streaming; one that is there already is fine and stays. Errors: `invalid_request` (no
 * length said, or another length came), `payload_too_large`, `internal`.
 */
export async function putFilmPart(
  bucket: R2Bucket,
  key: string,
  body: ReadableStream<Uint8Array> | null,
  contentLength: string | null,
): Promise<Result<null>> {
  const length = lengthOf(contentLength);
  const refusal = body === null ? noLength() : length.ok ? null : length;
  // Looked at before the bytes come, and again by the store itself below.
  const isKept = refusal === null && (await bucket.head(key)) !== null;
  if (body === null || !length.ok || isKept) {
    await body?.cancel().catch(() => undefined);
    return refusal ?? ok(null);
  }
  const { readable, writable } = new FixedLengthStream(length.value);
  const refused = new AbortController();
  const piped = body.pipeTo(writable, { signal: refused.signal });
  const put = bucket.put(key, readable, { onlyIf: { etagDoesNotMatch: "*" } });
  // R2 may answer without reading; the pipe would then wait for a reader for ever.
  put.finally(() => refused.abort()).catch(() => undefined);
  const [stored] = await Promise.allSettled([put, piped]);
  if (stored.status === "fulfilled") return ok(null);
  const cause: unknown = stored.reason;
  return cause instanceof Error && cause.message.includes("FixedLengthStream")
    ? fail("invalid_request", "The part was not as long as it said. Send it again.")
    : fail(
        "internal",
        "The file store did not take the part. The film is made without it.",
        cause instanceof Error ? cause.name : typeof cause,
      );
}

function lengthOf(contentLength: string | null): Result<number> {
  if (contentLength === null || !/^[1-9]\d{0,14}$/.test(contentLength)) return noLength();
  return Number(contentLength) > MAX_FILM_PART_BYTES
    ? fail("payload_too_large", "A part may hold at most 512 MB. Keep smaller parts.")
    : ok(Number(contentLength));
}

function noLength(): { ok: false; error: { code: "invalid_request"; message: string } } {
  const message = "A part must have content and say its size. Send it with a Content-Length.";
  return { ok: false, error: { code: "invalid_request", message } };
}

/** Deletes everything under `prefix`, as long as `mayGoOn` says so before each thousand. */
export async function deleteFilmParts(
  bucket: R2Bucket,
  prefix: string,
  mayGoOn: () => boolean,
): Promise<void> {
  for (;;) {
    const { objects } = await bucket.list({ prefix, limit: KEYS_A_CALL });
    if (objects.length === 0 || !mayGoOn()) return;
    await bucket.delete(objects.map(({ key }) => key));
  }
}
