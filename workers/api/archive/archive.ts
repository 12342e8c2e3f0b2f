/** Projects that leave as one ZIP, and come in again from its manifest and its files. */
import { fail, type Result } from "../../contracts/errors.ts";
import type { ImportState } from "../../contracts/imports.ts";
import type { Snapshot } from "../../contracts/live.ts";
import type { Manifest } from "../../contracts/manifest.ts";
import { readManifest } from "../../domain/archive/read.ts";
import type { Config, Env } from "../../env.ts";
import { isKept } from "../../media/received-file.ts";
import { projectOf } from "../../project/project-stub.ts";
import { workspaceOf } from "../../workspace/workspace-stub.ts";
import { digest } from "../mv/digest.ts";
import { type Exported, exportProject } from "./export.ts";
import { type Part, receivePart } from "./receive-part.ts";

export type Archive = {
  /** Errors: `not_found`. */
  export(projectId: string): Promise<Result<Exported>>;
  /** Errors: `invalid_request` (see `readManifest`), `conflict` (the key). Then nothing was begun. */
  begin(manifest: Manifest, key: string): Promise<Result<ImportState>>;
  state(projectId: string): Promise<Result<ImportState>>;
  /** See `receivePart`. */
  receive(part: Part): Promise<Result<null>>;
  /** Errors: `conflict` while files are missing, `not_found`. */
  complete(projectId: string): Promise<Result<Snapshot>>;
};

export function createArchive(
  env: Env,
  { workspaceId }: Config,
  { newId }: { newId: () => string },
): Archive {
  return {
    export: (projectId) => exportProject(env, projectId),
    begin: async (manifest, key) => {
      const strange = manifest.assets.find((asset) => !isKept(asset.contentType, asset.media));
      if (strange !== undefined) {
        const { path, contentType, media } = strange;
        const message = `The file ${path} is to be ${contentType} as ${media}, which is not kept here.`;
        return fail("invalid_request", message);
      }
      const read = readManifest(manifest, newId);
      if (!read.ok) return read;
      const request = await digest(JSON.stringify(manifest));
      const reserved = await workspaceOf(env, workspaceId).reserve(key, request, newId());
      if (!reserved.ok) return reserved;
      const project = projectOf(env, reserved.value);
      const { project: row, ...others } = read.value;
      const imported = { ...others, project: { ...row, id: reserved.value, workspaceId } };
      // Safe to repeat: what is there already stays, and says what it still wants.
      const begun = await project.perform(
        { type: "import", step: { type: "begin", ...imported } },
        null,
      );
      return begun.ok ? project.importState() : begun;
    },
    state: (projectId) => projectOf(env, projectId).importState(),
    receive: (part) => receivePart(env, workspaceId, part),
    complete: async (projectId) => {
      const project = projectOf(env, projectId);
      const done = await project.perform({ type: "import", step: { type: "complete" } }, null);
      return done.ok ? project.snapshot() : done;
    },
  };
}
