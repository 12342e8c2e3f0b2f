import { fail, ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { firstBytes } from "./chunks.ts";
import { M4A, SNIFF_BYTES, sniff } from "./media-types.ts";
import type { MediaType } from "./media-types.ts";

/**
 * Which sound a file is by its first bytes: MP3, WAV, M4A, Ogg or FLAC. The rest of it is not looked at:
 * an MP4 may hold sound alone, as many recorders write it, and only its tracks could tell, so it passes
 * as M4A here and is decoded before it counts. Errors: `asset_invalid`, which names what it is instead.
 */
export function sniffAudio(chunks: readonly Uint8Array[]): Result<MediaType> {
  const { type, label } = sniff(firstBytes(chunks, SNIFF_BYTES));
  if (type?.media === "audio") return ok(type);
  if (type?.contentType === "video/mp4") return ok(M4A);
  return fail("asset_invalid", `That is ${label}. Upload an MP3, WAV, M4A, Ogg or FLAC sound.`);
}
