/** A project as one ZIP, and from its manifest and files into this Edgereel or another. */
import * as z from "zod/mini";
import { ImportState } from "../../contracts/imports.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { Snapshot } from "../../contracts/live.ts";
import { Manifest } from "../../contracts/manifest.ts";
import { toWire } from "../../contracts/wire.ts";
import { disposition } from "../../media/delivery.ts";
import { snapshotExample } from "../examples.ts";
import { defineRoute } from "../route.ts";
import { FileBytes } from "../schemas.ts";
import { importStateExample, manifestExample } from "./examples.ts";

const stateAnswer = { schema: ImportState, example: importStateExample };

export const archiveRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}/export",
    id: "exportProject",
    tag: "Projects",
    summary: "Export a project as one ZIP",
    description:
      "Pictures, clips, songs and films under names that a person reads, and manifest.json: settings, " +
      "script, scenes, jobs with their attempts and costs, takes, choices, and each file's SHA-256. " +
      "Without what can be made again (mezzanines) and without anything that opens a door (signed " +
      "addresses, nonces). A film that is being made is in it as far as it is.",
    answer: { status: 200, description: "The ZIP.", contentType: "application/zip" },
    errors: [],
    handle: async ({ archive, params, request, requestId, log }) => {
      const exported = await archive.export(params.project_id);
      if (!exported.ok) return exported;
      const { bytes, fileName, open } = exported.value;
      const headers = {
        "Content-Type": "application/zip",
        "Content-Length": String(bytes),
        "Content-Disposition": disposition("attachment", fileName),
        "Cache-Control": "private, no-store",
      };
      if (request.method === "HEAD") return new Response(null, { headers });
      const body = ofLength(open(), bytes, (cause) => {
        const project = params.project_id;
        log({ event: "export_stopped", level: "warn", requestId, project, cause });
      });
      return new Response(body, { headers });
    },
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/import",
    id: "importProject",
    tag: "Projects",
    summary: "Begin to import a project",
    description:
      "The body is the manifest.json of an export, at most 8 MiB and 10,000 rows. The answer says which " +
      "files are wanted: each is sent to its url in parts, then the import is completed. Until then " +
      "nobody sees the project, and after a day it is given up and removed. Everything in it gets new " +
      "ids. Jobs come in as history: nothing is made again or paid for, what was running is over, films " +
      "are not published, and a quick project that was not through stops at each step.",
    takesIdempotencyKey: true,
    body: { schema: Manifest, example: toWire(manifestExample), maxBytes: LIMITS.manifestBytes },
    answer: {
      status: 201,
      description: "What is wanted.",
      location: ({ projectId }) => `/api/projects/${projectId}/import`,
      ...stateAnswer,
    },
    errors: ["conflict", "not_found"],
    handle: ({ archive, body, key }) => archive.begin(body, key),
  }),
  defineRoute({
    method: "GET",
    path: "/api/projects/{project_id}/import",
    id: "readImport",
    tag: "Projects",
    summary: "Read which files an import still wants",
    answer: { status: 200, description: "What is wanted.", ...stateAnswer },
    errors: [],
    handle: ({ archive, params }) => archive.state(params.project_id),
  }),
  defineRoute({
    method: "PUT",
    path: "/api/projects/{project_id}/import/{file_id}",
    id: "sendImportedFile",
    tag: "Projects",
    summary: "Send a part of a file of an import",
    description:
      "The part's bytes with their Content-Length: part_bytes of the file, the last part what is left. " +
      "Parts may come in any order and again. With the last one the file is read through: when its " +
      "SHA-256 is not that of the manifest, or it is of another kind, it is dropped and wanted again.",
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
    answer: { status: 204, description: "The part is here." },
    errors: ["asset_invalid", "asset_missing"],
    handle: ({ archive, params, query, request }) =>
      archive.receive({
        projectId: params.project_id,
        fileId: params.file_id,
        part: Number(query.part),
        body: request.body as ReadableStream<Uint8Array> | null,
        contentLength: request.headers.get("Content-Length"),
      }),
  }),
  defineRoute({
    method: "POST",
    path: "/api/projects/{project_id}/import",
    id: "completeImport",
    tag: "Projects",
    summary: "Complete an import whose files are all here",
    answer: {
      status: 200,
      description: "The project, from now on one like any other.",
      schema: Snapshot,
      example: snapshotExample,
    },
    errors: ["conflict"],
    handle: ({ archive, params }) => archive.complete(params.project_id),
  }),
];

/** A body whose length is told beforehand, and which breaks off where the source does. */
function ofLength(
  source: ReadableStream<Uint8Array>,
  bytes: number,
  stopped: (cause: unknown) => void,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new FixedLengthStream(bytes);
  source.pipeTo(writable).catch(stopped);
  return readable;
}
