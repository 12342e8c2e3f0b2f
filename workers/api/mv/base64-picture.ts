/** A picture that came as base64 inside a JSON body. */
import { fail, type Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { fromBase64 } from "../../media/base64.ts";
import { type CleanPicture, cleanPicture } from "../../media/pictures/clean-picture.ts";

/** A data URL's head is allowed in front. Errors: `invalid_request`, `payload_too_large`. */
export function pictureFromBase64(text: string): Result<CleanPicture> {
  const data = text.replace(/^data:[^,]{0,100};base64,/, "").replaceAll(/\s/g, "");
  if ((data.length * 3) / 4 > LIMITS.uploadImageBytes + 2) {
    return fail(
      "payload_too_large",
      "The picture in reference_image_base64 is larger than 10 MB. Send a smaller one.",
    );
  }
  const bytes = fromBase64(data);
  if (bytes === null || bytes.length === 0) {
    return fail(
      "invalid_request",
      "reference_image_base64 is not base64. Encode the picture's bytes, or upload it and name its id.",
    );
  }
  const cleaned = cleanPicture(bytes);
  // What came with a request is that request's fault, and no video's.
  return !cleaned.ok && cleaned.error.code === "asset_invalid"
    ? fail("invalid_request", cleaned.error.message)
    : cleaned;
}
