/** A form with one file in it, read, looked at and made ready for the library. */
import { ok, type Result } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { joinChunks } from "../media/chunks.ts";
import { cleanPicture } from "../media/pictures/clean-picture.ts";
import { readUpload } from "../media/read-upload.ts";
import { sniffAudio } from "../media/sniff-audio.ts";
import type { NewFile } from "./mv/library.ts";

export type ReceivedFile = Omit<NewFile, "projectId"> & {
  fileName: string;
  fields: Record<string, string>;
};

/**
 * A PNG, JPEG or WebP picture, without what its camera wrote into it. Errors: those of `readUpload`,
 * and `asset_invalid` or `payload_too_large` for the picture itself.
 */
export async function receivePicture(request: Request): Promise<Result<ReceivedFile>> {
  const read = await readUpload(request, { field: "file", maxBytes: LIMITS.uploadImageBytes });
  if (!read.ok) return read;
  const { chunks, fileName, fields } = read.value;
  const picture = cleanPicture(joinChunks(chunks));
  if (!picture.ok) return picture;
  const { bytes, contentType } = picture.value;
  const title = titleOf(fileName);
  return ok({ media: "image", contentType, chunks: [bytes], title, fileName, fields });
}

/** An MP3, WAV, M4A, Ogg or FLAC song. Errors: those of `readUpload`, and `asset_invalid`. */
export async function receiveSong(request: Request): Promise<Result<ReceivedFile>> {
  const read = await readUpload(request, { field: "file", maxBytes: LIMITS.uploadAudioBytes });
  if (!read.ok) return read;
  const { chunks, fileName, fields } = read.value;
  const type = sniffAudio(chunks);
  if (!type.ok) return type;
  const { contentType } = type.value;
  return ok({ media: "audio", contentType, chunks, title: titleOf(fileName), fileName, fields });
}

/** A file's name without its ending. */
function titleOf(fileName: string): string {
  return fileName.replace(/\.[^.]{1,5}$/, "") || "Upload";
}
