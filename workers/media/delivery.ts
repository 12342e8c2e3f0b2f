/**
 * Serves a file from R2 to a browser, a model or the container: whole or one range, conditional,
 * streaming. Players seek by ranges, so these answers decide whether a film can be scrubbed at all.
 * Rules: RFC 9110 sections 13 (conditional requests) and 14 (ranges).
 */
import { fail } from "../contracts/errors.ts";
import { errorResponse } from "./error-response.ts";
import { clampRange, readRange } from "./range.ts";
import type { AskedRange } from "./range.ts";

export type DeliveryOptions = {
  /** Makes it a download under this name; without it the file is shown. */
  fileName?: string;
  /** The name it is shown under, for whoever saves it then. */
  inlineName?: string;
  cacheControl: string;
  /** Wins over the type that was stored. */
  contentType?: string;
  /** Asked before any byte is sent; false is answered as if the file were missing. */
  isAllowed?(object: R2Object): Promise<boolean> | boolean;
  /** Goes into error answers. */
  requestId?: string | undefined;
};

/** The file's metadata decide what these mean, so it is looked at before its bytes are asked for. */
const CONDITIONS = ["if-none-match", "if-modified-since", "if-range"];

/**
 * Answers GET and HEAD for the object at `key`: 200, 206, 304, or as JSON 404 `not_found` and 416
 * `range_not_satisfiable`. A request for several ranges gets the whole file, which is allowed.
 */
export async function serveAsset(
  request: Request,
  bucket: R2Bucket,
  key: string,
  options: DeliveryOptions,
): Promise<Response> {
  const asked = readRange(request.headers.get("range"));
  const isPlain = request.method === "GET" && !CONDITIONS.some((name) => request.headers.has(name));
  const opened = isPlain ? await open(bucket, key, asked) : undefined;
  const object = opened === undefined ? await bucket.head(key) : opened;
  const body = opened?.body;
  if (object === null) return missing(options);
  if (options.isAllowed !== undefined && !(await options.isAllowed(object))) {
    await body?.cancel();
    return missing(options);
  }

  const headers = describe(object, options);
  if (isUnchanged(request.headers, object)) return new Response(null, { status: 304, headers });

  // A range has a meaning for GET only.
  const isRanged = request.method === "GET" && rangeStillApplies(request.headers, object);
  const range = isRanged ? clampRange(asked, object.size) : "whole";
  if (range === "unsatisfiable") {
    await body?.cancel();
    const message = `The file has ${object.size} bytes. Ask for a range inside it.`;
    const refused = errorResponse({ code: "range_not_satisfiable", message }, options.requestId);
    refused.headers.set("content-range", `bytes */${object.size}`);
    return refused;
  }

  const length = range === "whole" ? object.size : range.length;
  headers.set("content-length", String(length));
  if (range !== "whole") {
    const last = range.offset + range.length - 1;
    headers.set("content-range", `bytes ${range.offset}-${last}/${object.size}`);
  }
  const status = range === "whole" ? 200 : 206;
  if (request.method === "HEAD") return new Response(null, { status, headers });
  if (body !== undefined) return new Response(body, { status, headers });

  // The size above belongs to this very version; a file replaced meanwhile must not be mixed in.
  const found = await bucket.get(key, {
    onlyIf: { etagMatches: object.etag },
    ...(range === "whole" ? {} : { range }),
  });
  if (found === null || !("body" in found)) return missing(options);
  return new Response(found.body, { status, headers });
}

/**
 * Metadata and bytes in one call, the range clamped by R2; null when there is no such object. Undefined
 * when R2 throws, as it does for a range outside the file, without saying how large the file is.
 */
async function open(
  bucket: R2Bucket,
  key: string,
  asked: AskedRange | "whole",
): Promise<R2ObjectBody | null | undefined> {
  if (asked === "whole") return bucket.get(key);
  try {
    return await bucket.get(key, { range: asked });
  } catch {
    // Another reason than the range shows itself again when the caller asks for the metadata.
    return undefined;
  }
}

function describe(object: R2Object, options: DeliveryOptions): Headers {
  const stored = object.httpMetadata?.contentType;
  const headers = new Headers({
    "content-type": options.contentType ?? stored ?? "application/octet-stream",
    "cache-control": options.cacheControl,
    etag: object.httpEtag,
    "last-modified": object.uploaded.toUTCString(),
    "accept-ranges": "bytes",
    // What a model or a person made must never run as a page of ours.
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
  });
  if (options.fileName !== undefined) {
    headers.set("content-disposition", disposition("attachment", options.fileName));
  } else if (options.inlineName !== undefined) {
    headers.set("content-disposition", disposition("inline", options.inlineName));
  }
  return headers;
}

function isUnchanged(headers: Headers, object: R2Object): boolean {
  const ifNoneMatch = headers.get("if-none-match");
  if (ifNoneMatch !== null) {
    return ifNoneMatch
      .split(",")
      .map((tag) => tag.trim())
      .some((tag) => tag === "*" || tag.replace(/^W\//, "") === object.httpEtag);
  }
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  return !Number.isNaN(since) && wholeSeconds(object.uploaded) <= since;
}

/** If-Range: the rest of a file is only of use to who holds the same version. */
function rangeStillApplies(headers: Headers, object: R2Object): boolean {
  const ifRange = headers.get("if-range")?.trim();
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === object.httpEtag;
  return Date.parse(ifRange) === wholeSeconds(object.uploaded);
}

/** HTTP dates have no fraction of a second. */
function wholeSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000) * 1_000;
}

/** RFC 6266: a plain name for old clients, the true one in RFC 5987 form for all others. */
export function disposition(how: "attachment" | "inline", fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]/g, "_").replace(/["\\%]/g, "_");
  const encoded = encodeURIComponent(wellFormed(fileName)).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Half of a character pair, left by cutting a name, would make encodeURIComponent throw. */
function wellFormed(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function missing(options: DeliveryOptions): Response {
  const { error } = fail("not_found", "This file is not here. It may have been deleted.");
  return errorResponse(error, options.requestId);
}
