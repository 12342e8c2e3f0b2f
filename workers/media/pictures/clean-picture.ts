/** The one way in: any upload that claims to be a picture goes through here before it is kept. */
import { fail } from "../../contracts/errors.ts";
import type { Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { SNIFF_BYTES, sniff } from "../media-types.ts";
import { cleanJpeg } from "./jpeg.ts";
import type { CleanPicture } from "./picture.ts";
import { cleanPng } from "./png.ts";
import { cleanWebp } from "./webp.ts";

export type { CleanPicture } from "./picture.ts";

/**
 * Checks a PNG, JPEG or WebP from its first byte to its last and answers it without anything private:
 * no Exif (place, camera), XMP, IPTC, comments, texts, thumbnails, nothing after the end. Colour
 * profiles and the orientation stay. Cleaning twice changes nothing more. The compressed pixels are
 * copied as they are, so a picture can still fail to unpack. Takes time in proportion to the size and
 * never throws.
 *
 * Errors: `payload_too_large` (over LIMITS.uploadImageBytes), `asset_invalid` (another kind of file,
 * animated, cut off, damaged, sides over LIMITS.uploadImageSide).
 */
export function cleanPicture(bytes: Uint8Array): Result<CleanPicture> {
  const most = LIMITS.uploadImageBytes;
  if (bytes.length === 0) {
    return fail("asset_invalid", "The file is empty (0 bytes). Choose another one.");
  }
  if (bytes.length > most) {
    const megabytes = Math.floor(most / 1024 / 1024);
    const message = `The picture is larger than ${megabytes} MB. Make it smaller and upload it again.`;
    return fail("payload_too_large", message);
  }
  const { type, label } = sniff(bytes.subarray(0, SNIFF_BYTES));
  if (type?.contentType === "image/png") return cleanPng(bytes);
  if (type?.contentType === "image/jpeg") return cleanJpeg(bytes);
  if (type?.contentType === "image/webp") return cleanWebp(bytes);
  return fail("asset_invalid", `That is ${label}. Upload a PNG, JPEG or WebP picture.`);
}
