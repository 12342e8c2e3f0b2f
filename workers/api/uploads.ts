/** Files that come into a project: a picture of the character, a song. */
import { Snapshot } from "../contracts/live.ts";
import type { Result } from "../contracts/errors.ts";
import { snapshotExample } from "./examples.ts";
import { type ReceivedFile, receivePicture, receiveSong } from "./receive-file.ts";
import { type Call, defineRoute } from "./route.ts";
import { FileForm } from "./schemas.ts";

const form = { schema: FileForm, example: {}, contentType: "multipart/form-data" } as const;
const answer = {
  status: 201,
  description: "The project with the file in it.",
  schema: Snapshot,
  example: snapshotExample,
};
const errors = [
  "asset_invalid",
  "invalid_request",
  "payload_too_large",
  "unsupported_media_type",
  "stitch_unavailable",
] as const;

export const uploadRoutes = [
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/character_references",
    id: "uploadCharacterReference",
    tag: "Projects",
    summary: "Upload a picture of the character",
    description:
      "PNG, JPEG or WebP, at most 10 MB and 8192 pixels a side. EXIF, XMP and comments are dropped.",
    body: form,
    answer,
    errors: [...errors],
    handle: (call) => add(call, receivePicture),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/songs",
    id: "uploadSong",
    tag: "Projects",
    summary: "Upload a song",
    description: "MP3, WAV, M4A, Ogg or FLAC, at most 50 MB.",
    body: form,
    answer,
    errors: [...errors],
    handle: (call) => add(call, receiveSong),
  }),
];

async function add(
  { request, params, gateway, library }: Call<"project_id">,
  receive: (request: Request) => Promise<Result<ReceivedFile>>,
): Promise<Result<Snapshot>> {
  const projectId = params.project_id;
  // Before megabytes are read for a project that is not there.
  const project = await gateway.snapshot(projectId);
  if (!project.ok) return project;
  const received = await receive(request);
  if (!received.ok) return received;
  const added = await library.add({ ...received.value, projectId });
  return added.ok ? gateway.snapshot(projectId) : added;
}
