/** Clips of one's own over HTTP: begin, send in parts, complete, give up. */
import * as z from "zod/mini";
import { ok } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { Snapshot } from "../../contracts/live.ts";
import { OwnClipUpload } from "../../contracts/own-clips.ts";
import { ownClipPath } from "../../contracts/paths.ts";
import { BeginOwnClip } from "../../contracts/take-requests.ts";
import { snapshotExample } from "../examples.ts";
import { defineRoute } from "../route.ts";
import { FileBytes, OwnClipList } from "../schemas.ts";

const id = "8d2f61c4-0b97-4e35-a6d8-41c7e9f30b52";
const [scene] = snapshotExample.scenes;

export const ownClipExample: OwnClipUpload = {
  id,
  sceneId: scene?.id ?? id,
  fileName: "storm.mp4",
  bytes: 20_000_000,
  partBytes: LIMITS.ownClipPartBytes,
  url: ownClipPath(snapshotExample.project.id, id),
  missingParts: [2, 3],
  expiresAt: snapshotExample.project.createdAt + 86_400_000,
};

const answer = { schema: OwnClipUpload, example: ownClipExample };
const ONE = "/api/projects/{project_id}/own_clips/{upload_id}";

export const ownClipRoutes = [
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/scenes/{scene_id}/own_clips",
    id: "beginOwnClip",
    tag: "Projects",
    summary: "Begin to upload a clip for a scene",
    description:
      "An MP4, MOV or WebM of at most 500 MB. The answer says which parts are wanted: each is sent to " +
      "its url, then the upload is completed. Begun again with the same name and size, it is the same " +
      "upload and goes on where it stopped. A day after its last part it is given up.",
    body: { schema: BeginOwnClip, example: { file_name: "storm.mp4", bytes: 20_000_000 } },
    answer: { status: 201, description: "What is wanted.", location: ({ url }) => url, ...answer },
    errors: ["conflict"],
    handle: ({ ownClips, params, body }) =>
      ownClips.begin(params.project_id, params.scene_id, body),
  }),
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}/own_clips",
    id: "listOwnClips",
    tag: "Projects",
    summary: "List the uploads of clips that are not complete",
    answer: {
      status: 200,
      description: "Each with what it still wants.",
      schema: OwnClipList,
      example: { uploads: [ownClipExample] },
    },
    errors: [],
    handle: async ({ ownClips, params }) => {
      const uploads = await ownClips.list(params.project_id);
      return uploads.ok ? ok({ uploads: uploads.value }) : uploads;
    },
  }),
  defineRoute({
    method: "PUT",
    path: ONE,
    id: "sendOwnClip",
    tag: "Projects",
    summary: "Send a part of a clip",
    description:
      "The part's bytes with their Content-Length: part_bytes of the file, the last part what is left. " +
      "Parts may come in any order and again.",
    query: z.object({
      part: z._default(
        z
          .string()
          .check(
            z.regex(/^[1-9]\d{0,3}$/, "A part is named by its number, from 1."),
            z.meta({ description: "The part's number, from 1." }),
          ),
        "1",
      ),
    }),
    body: { schema: FileBytes, example: "", contentType: "application/octet-stream" },
    answer: { status: 200, description: "What is still wanted.", ...answer },
    errors: ["conflict"],
    handle: ({ ownClips, params, query, request }) =>
      ownClips.receive({
        projectId: params.project_id,
        uploadId: params.upload_id,
        part: Number(query.part),
        body: request.body as ReadableStream<Uint8Array> | null,
        contentLength: request.headers.get("Content-Length"),
      }),
  }),
  defineRoute({
    method: "POST",
    path: ONE,
    id: "completeOwnClip",
    tag: "Projects",
    summary: "Make an upload that is whole a take of its scene",
    description:
      "The take is checked like one that a model shot, and costs nothing. It is the one that films use " +
      "as soon as it is ready. A file that is no video is refused and dropped.",
    answer: {
      status: 200,
      description: "The project with the take in it, being checked.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: ["conflict", "asset_invalid", "asset_missing"],
    handle: ({ ownClips, params }) => ownClips.complete(params.project_id, params.upload_id),
  }),
  defineRoute({
    method: "DELETE",
    path: ONE,
    id: "giveUpOwnClip",
    tag: "Projects",
    summary: "Give an upload up",
    answer: { status: 204, description: "Nothing of it is left." },
    errors: [],
    handle: ({ ownClips, params }) => ownClips.giveUp(params.project_id, params.upload_id),
  }),
];
