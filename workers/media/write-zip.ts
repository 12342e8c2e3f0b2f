/**
 * Files of the bucket as one ZIP, written as it is read: nothing is held but the piece on its way. They
 * are stored, not compressed, as pictures and films hardly shrink, so the length is known beforehand.
 * From 4 GB on the parts concerned are in the ZIP64 form (APPNOTE 6.3.10, section 4.5.3).
 */
import { makeZip, predictLength } from "client-zip";
import { hex } from "./hex.ts";
import { SourceReader } from "./source-reader.ts";

export type ZipFile = {
  /** Its name in the ZIP. */
  path: string;
  key: string;
  /** As R2 tells them. */
  bytes: number;
  etag: string;
  /** Epoch milliseconds. */
  modifiedAt: number;
};

/** The file that ends the ZIP, told of the others' SHA-256 in hexadecimal, by path. */
export type LastFile = {
  path: string;
  /** The same whatever the digests are. */
  bytes: number;
  modifiedAt: number;
  write(sha256: ReadonlyMap<string, string>): Uint8Array;
};

export function zipLength(files: readonly ZipFile[], last: LastFile): number {
  const all = [...files, last].map(({ path, bytes }) => ({ name: path, size: bytes }));
  return Number(predictLength(all));
}

/**
 * Breaks off with an error where a file is gone or was replaced since its size was asked for: half a ZIP
 * must not look like a whole one.
 */
export function writeZip(
  bucket: R2Bucket,
  files: readonly ZipFile[],
  last: LastFile,
): ReadableStream<Uint8Array> {
  return makeZip(entries(bucket, files, last), { buffersAreUTF8: true });
}

async function* entries(bucket: R2Bucket, files: readonly ZipFile[], last: LastFile) {
  const digests = new Map<string, string>();
  for (const { path, key, bytes, etag, modifiedAt } of files) {
    const object = await bucket.get(key, { onlyIf: { etagMatches: etag } });
    if (object === null || !("body" in object)) throw new Error(`The file of ${path} is gone.`);
    const reader = new SourceReader(object.body as ReadableStream<Uint8Array>, bytes);
    const digest = new crypto.DigestStream("SHA-256");
    try {
      const input = pieces(reader, digest.getWriter());
      yield { name: path, size: bytes, lastModified: new Date(modifiedAt), input };
      // The next entry is asked for when this one was read to its end.
      digests.set(path, hex(await digest.digest));
    } finally {
      await reader.close();
    }
  }
  const { path, bytes, modifiedAt } = last;
  const input = last.write(digests);
  yield { name: path, size: bytes, lastModified: new Date(modifiedAt), input };
}

async function* pieces(
  reader: SourceReader,
  digest: WritableStreamDefaultWriter<BufferSource>,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = await reader.next();
    if (piece === null) break;
    await digest.write(piece);
    yield piece;
  }
  await digest.close();
}
