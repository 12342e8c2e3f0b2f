/** Keeps a file that is in memory. */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { countBytes } from "./chunks.ts";
import { SourceReader } from "./source-reader.ts";
import { storeKnownLength } from "./store-stream.ts";

/**
 * Writes the chunks to `key` with the mark of a whole file, and answers their size in bytes and the
 * type as given. Without joining them first, which would hold the file twice. Repeating it is safe: it
 * writes the same again.
 *
 * Errors: `internal` (R2 did not take it; nothing new is at the key).
 */
export async function storeUpload(
  bucket: R2Bucket,
  key: string,
  chunks: readonly Uint8Array[],
  contentType: string,
  metadata: Record<string, string>,
): Promise<Result<{ bytes: number; contentType: string }>> {
  const length = countBytes(chunks);
  const reader = new SourceReader(streamOf(chunks), length);
  try {
    const target = { bucket, key, contentType, metadata };
    const bytes = await storeKnownLength(target, reader, length);
    return ok({ bytes, contentType });
  } catch (cause) {
    return fail(
      "internal",
      "The file arrived but could not be saved. Upload it again.",
      cause instanceof Error ? cause.name : typeof cause,
    );
  } finally {
    await reader.close();
  }
}

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let next = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = chunks[next];
      next += 1;
      if (chunk === undefined) controller.close();
      else controller.enqueue(chunk);
    },
  });
}
