/**
 * The mark of a whole file. It travels in the object's metadata, and R2 shows an object only once it
 * is wholly written, so an object with the mark is never half a file. After a crash it tells work
 * that was done from work that was not.
 */
export const COMPLETE = { complete: "1" };

/** Size and type of the whole file at `key`; null when there is none. Throws when R2 does not answer. */
export async function findComplete(
  bucket: R2Bucket,
  key: string,
): Promise<{ bytes: number; contentType: string } | null> {
  const found = await bucket.head(key);
  if (found === null || found.customMetadata?.["complete"] !== COMPLETE.complete) return null;
  return {
    bytes: found.size,
    contentType: found.httpMetadata?.contentType ?? "application/octet-stream",
  };
}
