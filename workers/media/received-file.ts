/** Looks at a file that was sent in as the copy of another: is it that file, and of a kind that is kept? */
import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { hex } from "./hex.ts";
import { MEDIA_TYPES, SNIFF_BYTES, sniff } from "./media-types.ts";

/** What it must be. */
export type Original = { bytes: number; sha256: string; contentType: string };

const AGAIN = "Send the file again, from a whole archive.";

/** Whether files of this type are kept, as this kind of media. */
export function isKept(contentType: string, media: string): boolean {
  return MEDIA_TYPES.some((each) => each.contentType === contentType && each.media === media);
}

/**
 * Reads the object at `key` through once. Errors: `asset_invalid` (other bytes, or not of the type it is
 * to have), `asset_missing` (there is none), `internal` (R2 did not answer).
 */
export async function checkReceived(
  bucket: R2Bucket,
  key: string,
  original: Original,
): Promise<Result<null>> {
  try {
    const [head, object] = await Promise.all([
      bucket.get(key, { range: { offset: 0, length: SNIFF_BYTES } }),
      bucket.get(key),
    ]);
    if (head === null || object === null) {
      await head?.body.cancel();
      await object?.body.cancel();
      return fail("asset_missing", "The file is not there. Send it again.");
    }
    const digest = new crypto.DigestStream("SHA-256");
    const [start] = await Promise.all([head.arrayBuffer(), object.body.pipeTo(digest)]);
    if (object.size !== original.bytes) {
      return fail(
        "asset_invalid",
        `${original.bytes} bytes were to come, ${object.size} came. ${AGAIN}`,
      );
    }
    if (hex(await digest.digest) !== original.sha256) {
      return fail("asset_invalid", `Other bytes came than were exported. ${AGAIN}`);
    }
    return checkType(new Uint8Array(start), original.contentType);
  } catch (cause) {
    return fail(
      "internal",
      "The file arrived but could not be looked at. Send any part of it again.",
      cause instanceof Error ? cause.name : typeof cause,
    );
  }
}

function checkType(head: Uint8Array, contentType: string): Result<null> {
  const { type, label } = sniff(head);
  const found = type?.contentType ?? null;
  const isFitting =
    found === contentType ||
    // Sound alone in an MP4 looks like any MP4, and GIFs are only ever made here.
    (contentType === "audio/mp4" && found === "video/mp4") ||
    (contentType === "image/gif" && label === "a GIF picture");
  if (isFitting) return ok(null);
  return fail("asset_invalid", `The manifest says ${contentType}, but the file is ${label}.`);
}
