/** POST upload_character_reference and upload_audio: a person's own picture, and a song. */
import type { ErrorBody, Result } from "../../contracts/errors.ts";
import { NO_FILE } from "../../media/read-upload.ts";
import { type ReceivedFile, receivePicture, receiveSong } from "../receive-file.ts";
import type { RawCall } from "../route.ts";
import { AudioUploaded, ImageUploaded } from "./answers.ts";
import { invalid, refusalOf, refuseFields } from "./errors.ts";
import { audioUploadedExample, imageUploadedExample } from "./examples.ts";
import type { Found } from "./library.ts";
import { cloudAddress, serverPath } from "./locations.ts";
import { type MvAnswer, mvRoute } from "./mv-route.ts";
import { isUuid, UploadForm } from "./requests.ts";

const REFUSALS = [400, 404, 415, 422, 500, 503];

export const uploadCharacterReference = mvRoute({
  method: "POST",
  path: "/api/mv/upload_character_reference",
  id: "mvUploadCharacterReference",
  summary: "Upload a picture of a character",
  description:
    "PNG, JPEG or WebP, at most 10 MB and 8192 pixels a side. EXIF, XMP and comments are dropped; " +
    "the orientation is kept. Its id works as character_reference_id.",
  form: { schema: UploadForm },
  answer: {
    status: 200,
    description: "The picture is saved.",
    schema: ImageUploaded,
    example: imageUploadedExample,
  },
  refusals: REFUSALS,
  handle: async (call) => {
    const added = await addFile(call, receivePicture);
    if ("status" in added) return added;
    const { asset, projectId } = added.found;
    const cloud = await cloudAddress(call.config, added.found, call.now());
    return Response.json({
      image_id: asset.id,
      image_url: cloud?.url ?? serverPath("image", asset.id),
      filename: added.fileName,
      content_type: asset.contentType,
      file_size: asset.bytes,
      width: asset.width,
      height: asset.height,
      project_id: projectId,
    });
  },
});

export const uploadAudio = mvRoute({
  method: "POST",
  path: "/api/mv/upload_audio",
  id: "mvUploadAudio",
  summary: "Upload a song",
  description: "MP3, WAV, M4A, Ogg or FLAC, at most 50 MB. Its id works as audio_overlay_id.",
  form: { schema: UploadForm },
  answer: {
    status: 200,
    description: "The song is saved.",
    schema: AudioUploaded,
    example: audioUploadedExample,
  },
  refusals: REFUSALS,
  handle: async (call) => {
    const added = await addFile(call, receiveSong);
    if ("status" in added) return added;
    const { asset, projectId } = added.found;
    return Response.json({
      audio_id: asset.id,
      audio_overlay_id: asset.id,
      filename: added.fileName,
      content_type: asset.contentType,
      file_size: asset.bytes,
      duration_seconds: asset.durationMs === null ? null : asset.durationMs / 1_000,
      project_id: projectId,
    });
  },
});

async function addFile(
  call: RawCall,
  receive: (request: Request) => Promise<Result<ReceivedFile>>,
): Promise<{ found: Found; fileName: string } | MvAnswer> {
  const received = await receive(call.request);
  if (!received.ok) return refuseForm(received.error);
  const asked = received.value.fields["project_id"] ?? "";
  if (asked !== "" && !isUuid(asked)) {
    return invalid(`Invalid project_id format: ${asked.slice(0, 60)}`);
  }
  const projectId = asked === "" ? null : asked.toLowerCase();
  const added = await call.library.add({ ...received.value, projectId });
  if (added.ok) return { found: added.value, fileName: received.value.fileName };
  return added.error.code === "asset_invalid"
    ? invalid("Invalid file type", added.error.message)
    : refusalOf(added.error, "upload");
}

function refuseForm(error: ErrorBody): MvAnswer {
  const { code, message, detail } = error;
  if (code === "payload_too_large") return invalid("File too large", message);
  if (code === "asset_invalid") return invalid("Invalid file type", message);
  return detail === NO_FILE
    ? refuseFields([{ type: "missing", loc: ["body", "file"], msg: message, input: null }])
    : refusalOf(error, "upload");
}
