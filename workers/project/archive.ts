/** What leaves a project with an export, and the files that come into one with an import. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import { writeManifest } from "../domain/archive/write.ts";
import type { ImportedFile, ProjectState } from "../domain/state.ts";
import { extensionFor } from "../media/keys.ts";
import { slug } from "./file-name.ts";
import type { Ports } from "./ports.ts";
import type { Archive } from "./project-stub.ts";

export function archiveOf(
  state: ProjectState,
  { config, now }: Pick<Ports, "config" | "now">,
): Result<Archive> {
  const { project } = state;
  if (project === null || project.deletedAt !== null) {
    return fail("not_found", "There is no such project. It may have been deleted.");
  }
  const of = { exportedAt: now(), appVersion: config.version, extensionOf: extensionFor };
  const manifest = writeManifest(state, project, of);
  return ok({ manifest, fileName: `${slug(project.title)}.zip` });
}

export function incomingFile(
  { project, uploads }: ProjectState,
  { now, times }: Pick<Ports, "now" | "times">,
  assetId: string,
): Result<ImportedFile> {
  const file = uploads.get(assetId)?.file ?? null;
  const begunAt = project?.deletedAt ?? null;
  if (file === null || begunAt === null || now() >= begunAt + times.purgeAfter) {
    return fail(
      "not_found",
      "No import waits for this file. It may have been given up after a day.",
    );
  }
  return ok(file);
}
