/** Reads a form with one file in it, as a browser sends it (RFC 7578), and never more than allowed. */
import {
  MaxFileSizeExceededError,
  MaxPartsExceededError,
  MultipartParseError,
  MultipartParser,
  getMultipartBoundary,
} from "@remix-run/multipart-parser";
import type { MultipartPart } from "@remix-run/multipart-parser";
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { countBytes } from "./chunks.ts";
import { safeFileName } from "./file-name.ts";
import { SourceReader, isSourceFault } from "./source-reader.ts";

export type Upload = {
  /** Safe to show and to save under; see `safeFileName`. */
  fileName: string;
  /** What the sender calls it, in lower case, "" when it says nothing sensible. Only a claim. */
  claimedType: string;
  /** The file, not empty, in the pieces it came in. */
  chunks: Uint8Array[];
  /** How many bytes that are. */
  bytes: number;
  /** The other fields of the form, all of them text. */
  fields: Record<string, string>;
};

/** The `detail` of the refusal of a form without its file. */
export const NO_FILE = "file";

const MAX_PARTS = 10;
const MAX_TEXT_BYTES = 1024;
const MAX_HEADER_BYTES = 4 * 1024;

/** Beside the file: other fields, the headers of all parts, boundaries. */
const FORM_BYTES = 64 * 1024;

/**
 * RFC 2046 section 5.1.1. Checked before the parser gets it: where there is no Buffer, its search for
 * a boundary of 252 letters never ends.
 */
const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]$/;

/**
 * Answers the file in field `field`. It holds the file once in memory; a sender of too much is let go
 * as soon as that is known.
 *
 * Errors: `unsupported_media_type` (no form), `payload_too_large` (a file over `maxBytes`),
 * `invalid_request` (no file or an empty one, more than one file, over 10 parts, a text over 1 KB or
 * not UTF-8, a field twice, a form that is malformed or cut off).
 */
export async function readUpload(
  request: Request,
  options: { field: "file"; maxBytes: number },
): Promise<Result<Upload>> {
  const boundary = boundaryOf(request.headers.get("content-type") ?? "");
  const length = Number(request.headers.get("content-length") ?? 0);
  const most = options.maxBytes + FORM_BYTES;
  if (boundary === null || length > most) {
    await request.body?.cancel().catch(() => undefined);
    return boundary === null ? notAForm() : tooLarge(options.maxBytes);
  }
  if (request.body === null) return malformed("The form is empty.");

  const reader = new SourceReader(request.body as ReadableStream<Uint8Array>, most);
  try {
    const form = new Form(options.field);
    for await (const part of readParts(reader, boundary, options.maxBytes)) {
      const refusal = form.take(part);
      if (refusal !== null) return refusal;
    }
    return form.finish();
  } catch (cause) {
    return readFailure(cause, options.maxBytes);
  } finally {
    await reader.close();
  }
}

/** The parts as they come; throws the parser's errors and source faults. */
async function* readParts(
  reader: SourceReader,
  boundary: string,
  maxBytes: number,
): AsyncGenerator<MultipartPart> {
  const parser = new MultipartParser(boundary, {
    maxHeaderSize: MAX_HEADER_BYTES,
    maxFileSize: maxBytes,
    maxParts: MAX_PARTS,
  });
  let isFinished = false;
  for (;;) {
    const piece = await reader.next();
    if (piece === null) break;
    // What follows the last boundary means nothing, but the parser throws when it comes by itself.
    if (isFinished) continue;
    yield* parser.write(piece);
    isFinished = hasFinished(parser);
  }
  parser.finish();
}

/** The parser tells its state only by throwing. */
function hasFinished(parser: MultipartParser): boolean {
  try {
    parser.finish();
    return true;
  } catch {
    return false;
  }
}

class Form {
  readonly #fileField: string;
  readonly #fields = new Map<string, string>();
  #file: Omit<Upload, "fields"> | null = null;

  constructor(fileField: string) {
    this.#fileField = fileField;
  }

  take(part: MultipartPart): ReturnType<typeof fail> | null {
    if (!isUtf8(part)) {
      return fail("invalid_request", "A name in the form is not UTF-8. Rename the file.");
    }
    const { name, filename } = part;
    if (name === undefined || name === "") return malformed("A field of the form has no name.");
    if (this.#fields.has(name) || (name === this.#fileField && this.#file !== null)) {
      return fail("invalid_request", "A field comes twice. Send one file at a time.");
    }
    if (name === this.#fileField) return this.#takeFile(part);
    if (filename !== undefined) {
      return fail("invalid_request", "There is a file in another field. Send one file at a time.");
    }
    if (part.size > MAX_TEXT_BYTES) {
      return fail("invalid_request", "A text in the form is over 1 KB. Make it shorter.", name);
    }
    const text = decodeUtf8(part.bytes);
    if (text === null) return fail("invalid_request", "A text in the form is not UTF-8.", name);
    this.#fields.set(name, text);
    return null;
  }

  #takeFile(part: MultipartPart): ReturnType<typeof fail> | null {
    if (part.filename === undefined || part.filename === "") return noFile();
    const bytes = countBytes(part.content);
    if (bytes === 0) {
      return fail("invalid_request", "The file is empty (0 bytes). Choose another one.");
    }
    this.#file = {
      fileName: safeFileName(part.filename),
      claimedType: claimedType(part.mediaType ?? ""),
      chunks: part.content,
      bytes,
    };
    return null;
  }

  finish(): Result<Upload> {
    if (this.#file === null) return noFile();
    return ok({ ...this.#file, fields: Object.fromEntries(this.#fields) });
  }
}

/** The parser decodes a header when it is first asked for, and throws where it is not UTF-8. */
function isUtf8(part: MultipartPart): boolean {
  try {
    void part.headers;
    return true;
  } catch {
    return false;
  }
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

/** Null for anything but multipart/form-data with a boundary as the standard wants it. */
function boundaryOf(contentType: string): string | null {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return null;
  const boundary = getMultipartBoundary(contentType)?.trim() ?? "";
  return BOUNDARY.test(boundary) ? boundary : null;
}

function claimedType(text: string): string {
  const type = text.toLowerCase();
  return type.length <= 100 && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "";
}

function readFailure(cause: unknown, maxBytes: number): Result<never> {
  if (cause instanceof MaxFileSizeExceededError) return tooLarge(maxBytes);
  if (cause instanceof MaxPartsExceededError) {
    return fail("invalid_request", `The form has over ${MAX_PARTS} fields. Send fewer.`);
  }
  if (isSourceFault(cause)) {
    const isCount = cause.error.code === "asset_invalid";
    return isCount ? tooLarge(maxBytes) : malformed("The form was cut off on its way.");
  }
  if (cause instanceof MultipartParseError) return malformed("The form is malformed or cut off.");
  throw cause;
}

function notAForm(): Result<never> {
  return fail("unsupported_media_type", "Send the file as a form (multipart/form-data).");
}

function noFile(): ReturnType<typeof fail> {
  return fail("invalid_request", "No file came. Choose one and upload it again.", NO_FILE);
}

function malformed(what: string): ReturnType<typeof fail> {
  return fail("invalid_request", `${what} Upload the file again.`);
}

function tooLarge(maxBytes: number): Result<never> {
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  return fail(
    "payload_too_large",
    `The file is larger than ${megabytes} MB. Upload a smaller one.`,
  );
}
