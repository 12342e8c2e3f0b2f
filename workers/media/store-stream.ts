/**
 * Puts a stream of known or unknown length into R2. Either way the object appears only when it is
 * whole and right: a single put is atomic, and so is completing a multipart upload.
 */
import { COMPLETE } from "./complete.ts";
import { sourceFault } from "./source-reader.ts";
import type { SourceReader } from "./source-reader.ts";

export type Target = {
  bucket: R2Bucket;
  key: string;
  contentType: string;
  metadata: Record<string, string>;
};

/**
 * R2 wants all parts but the last of one size, 5 MiB or more. One part is the most of a file that is
 * in memory, and an isolate has 128 MB for everything it does.
 */
export const PART_BYTES = 8 * 1024 * 1024;

/**
 * Stores exactly `length` bytes and answers `length`. Throws a source fault when more or fewer come.
 * R2 refuses a stream without a length, and FixedLengthStream gives it one.
 */
export async function storeKnownLength(
  target: Target,
  source: SourceReader,
  length: number,
): Promise<number> {
  const { readable, writable } = new FixedLengthStream(length);
  const stored = target.bucket.put(target.key, readable, options(target));
  const writer = writable.getWriter();
  try {
    // R2 may refuse without reading; a write would then wait for a reader for ever.
    await Promise.race([writeExactly(source, writer, length), stored]);
  } catch (cause) {
    await writer.abort(cause).catch(() => undefined);
    await stored.catch(() => undefined);
    throw cause;
  }
  await stored;
  return length;
}

async function writeExactly(
  source: SourceReader,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  length: number,
): Promise<void> {
  let written = 0;
  // One piece is held back until the next is known: R2 must not get the last byte of a file that
  // goes on, or it would keep it as whole.
  let held = await source.next();
  while (held !== null) {
    const next = await source.next();
    written += held.length;
    if (written > length || (next === null && written < length)) throw lengthFault(length, written);
    if (next !== null && written === length) throw lengthFault(length, written + next.length);
    await writer.write(held);
    held = next;
  }
  await writer.close();
}

/** Stores what comes until it ends and answers how many bytes that were. */
export async function storeUnknownLength(target: Target, source: SourceReader): Promise<number> {
  const buffer = new Uint8Array(PART_BYTES);
  let rest: Uint8Array | null = null;
  const fill = async (): Promise<number> => {
    let filled = 0;
    while (filled < PART_BYTES) {
      const chunk: Uint8Array | null = rest ?? (await source.next());
      if (chunk === null) break;
      const taken = chunk.subarray(0, PART_BYTES - filled);
      buffer.set(taken, filled);
      filled += taken.length;
      rest = taken.length < chunk.length ? chunk.subarray(taken.length) : null;
    }
    return filled;
  };

  let filled = await fill();
  if (filled < PART_BYTES) {
    await target.bucket.put(target.key, buffer.subarray(0, filled), options(target));
    return filled;
  }
  const upload = await target.bucket.createMultipartUpload(target.key, options(target));
  try {
    const parts: R2UploadedPart[] = [];
    let bytes = 0;
    while (filled > 0) {
      parts.push(await upload.uploadPart(parts.length + 1, buffer.subarray(0, filled)));
      bytes += filled;
      filled = filled < PART_BYTES ? 0 : await fill();
    }
    await upload.complete(parts);
    return bytes;
  } catch (cause) {
    await upload.abort().catch(() => undefined);
    throw cause;
  }
}

function options(target: Target): { httpMetadata: R2HTTPMetadata } & R2MultipartOptions {
  return {
    httpMetadata: { contentType: target.contentType },
    customMetadata: { ...target.metadata, ...COMPLETE },
  };
}

function lengthFault(said: number, came: number): Error {
  const message =
    came < said
      ? `The file is cut off: ${came} of ${said} bytes came. Try again.`
      : `The file is longer than the ${said} bytes announced. Try again.`;
  return sourceFault({ code: "asset_invalid", message });
}
