/** What a file in R2 is by its first bytes, where it is to be a video. */
import { fail, ok, type Result } from "../../contracts/errors.ts";
import { SNIFF_BYTES, sniff } from "../../media/media-types.ts";

/** Its content type. Errors: `asset_invalid` (something else), `asset_missing`, `internal`. */
export async function sniffVideo(
  bucket: R2Bucket,
  key: string,
  fileName: string,
): Promise<Result<string>> {
  try {
    const head = await bucket.get(key, { range: { offset: 0, length: SNIFF_BYTES } });
    if (head === null) return fail("asset_missing", "The file is not there. Choose it again.");
    const { type, label } = sniff(new Uint8Array(await head.arrayBuffer()));
    if (type?.media === "video") return ok(type.contentType);
    const message = `The file “${fileName}” is ${label}, not a video that films are cut from. Choose an MP4, MOV or WebM.`;
    return fail("asset_invalid", message);
  } catch (cause) {
    return fail(
      "internal",
      "The file arrived but could not be looked at. Complete it again in a moment.",
      cause instanceof Error ? cause.name : typeof cause,
    );
  }
}
