/**
 * Ingest: pulls a model's output from its URL into R2. The file streams through in small pieces,
 * never whole in memory. What it is comes from its first bytes, not from what the sender says.
 */
import { fail, ok } from "../contracts/errors.ts";
import type { ErrorBody, Result } from "../contracts/errors.ts";
import { findComplete } from "./complete.ts";
import { SNIFF_BYTES, sniff } from "./media-types.ts";
import type { MediaKind, MediaType } from "./media-types.ts";
import { SourceReader, isSourceFault, tooLarge } from "./source-reader.ts";
import { storeKnownLength, storeUnknownLength } from "./store-stream.ts";

export type IngestRequest = {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  bucket: R2Bucket;
  /** Where the output is now. */
  url: string;
  /** Where it will be in R2, from `assetKey`. */
  key: string;
  media: MediaKind;
  maxBytes: number;
  /** Kept as the object's custom metadata. */
  metadata: Record<string, string>;
  /** Whether files may be fetched from there; asked before anything is sent. */
  isAllowed: (url: URL) => boolean;
  /** A `TimeoutError` as its reason (AbortSignal.timeout) ends in `provider_timeout`. */
  signal?: AbortSignal;
};

export type Ingested = { bytes: number; contentType: string };

/**
 * Saves the file and answers its size and its type. Repeating it is safe: a whole object at the key is
 * success without a download. On any failure R2 shows nothing new at the key.
 *
 * Errors: `output_invalid` (an address we do not fetch from, a redirect), `asset_missing` (expired at
 * the provider), `asset_invalid` (wrong type, empty, other length than said, too large),
 * `provider_unavailable` (network, 5xx), `provider_timeout` or `canceled` (the signal), `internal`
 * (R2 did not take it).
 */
export async function ingest(request: IngestRequest): Promise<Result<Ingested>> {
  const { bucket, key, signal } = request;
  try {
    const existing = await findComplete(bucket, key);
    if (existing !== null) return ok(existing);
    const answered = await requestFile(request);
    if (!answered.ok) return answered;
    const reader = new SourceReader(answered.value.body, request.maxBytes, signal);
    try {
      return await store(request, reader, answered.value.length);
    } finally {
      await reader.close();
    }
  } catch (cause) {
    if (signal?.aborted === true) return { ok: false, error: abortError(signal) };
    if (isSourceFault(cause)) return { ok: false, error: cause.error };
    return fail(
      "internal",
      "The file arrived but could not be saved. Edgereel tries again by itself.",
      nameOf(cause),
    );
  }
}

/** The GET itself: no credentials, no redirects followed, 200 only. */
async function requestFile(
  request: IngestRequest,
): Promise<Result<{ body: ReadableStream<Uint8Array>; length: number | null }>> {
  const url = URL.parse(request.url);
  if (url === null || !request.isAllowed(url)) {
    return fail(
      "output_invalid",
      "The model gave a file at an address that Edgereel does not download from. Try again.",
      url?.origin,
    );
  }
  let response: Response;
  try {
    response = await request.fetch(url.href, {
      redirect: "manual",
      headers: { "accept-encoding": "identity" },
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
  } catch (cause) {
    if (request.signal?.aborted === true) throw cause;
    return fail(
      "provider_unavailable",
      "The provider could not be reached to fetch the file. Edgereel tries again by itself.",
      nameOf(cause),
    );
  }
  const refusal = statusError(response.status);
  const length = refusal === null ? contentLength(response.headers) : null;
  if (refusal === null && (length === null || length <= request.maxBytes)) {
    return response.body === null || length === 0
      ? (await response.body?.cancel(), { ok: false, error: emptyError() })
      : ok({ body: response.body, length });
  }
  // Left unread, the body would hold one of the six connections.
  await response.body?.cancel().catch(() => undefined);
  return { ok: false, error: refusal ?? tooLarge(request.maxBytes) };
}

async function store(
  request: IngestRequest,
  reader: SourceReader,
  length: number | null,
): Promise<Result<Ingested>> {
  const { bucket, key, metadata } = request;
  const head = await reader.peek(SNIFF_BYTES);
  if (head.length === 0) return { ok: false, error: emptyError() };
  const { type, label } = sniff(head);
  if (type === null || type.media !== request.media) {
    return { ok: false, error: wrongTypeError(request.media, label) };
  }
  const target = { bucket, key, contentType: type.contentType, metadata };
  const bytes =
    length === null
      ? await storeUnknownLength(target, reader)
      : await storeKnownLength(target, reader, length);
  return ok({ bytes, contentType: type.contentType });
}

/** Null when the size is unknown; the length of a compressed answer is not the file's. */
function contentLength(headers: Headers): number | null {
  const encoding = headers.get("content-encoding") ?? "identity";
  const text = headers.get("content-length") ?? "";
  return encoding === "identity" && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function statusError(status: number): ErrorBody | null {
  const detail = `HTTP ${status}`;
  if (status === 200) return null;
  if (status >= 300 && status < 400) {
    const message =
      "The model's file redirects elsewhere, which Edgereel does not follow. Try again.";
    return { code: "output_invalid", message, detail };
  }
  if (status === 401 || status === 403 || status === 404 || status === 410) {
    const message =
      "The file has expired at the provider, which keeps it for about an hour. Make it again.";
    return { code: "asset_missing", message, detail };
  }
  const message = "The provider did not hand out the file. Edgereel tries again by itself.";
  return { code: "provider_unavailable", message, detail };
}

const WANTED: Record<MediaType["media"], string> = {
  image: "a picture",
  video: "a video",
  audio: "a sound",
};

function wrongTypeError(wanted: MediaKind, label: string): ErrorBody {
  const message = `The model was to make ${WANTED[wanted]}, but ${label} came. Try again.`;
  return { code: "asset_invalid", message };
}

function emptyError(): ErrorBody {
  return { code: "asset_invalid", message: "The model's file is empty (0 bytes). Try again." };
}

function abortError(signal: AbortSignal): ErrorBody {
  if (nameOf(signal.reason) === "TimeoutError") {
    const message = "Fetching the file took too long. Edgereel tries again by itself.";
    return { code: "provider_timeout", message };
  }
  return { code: "canceled", message: "Fetching the file was stopped." };
}

function nameOf(cause: unknown): string {
  return cause instanceof Error ? cause.name : typeof cause;
}
