/** What a project owes its surroundings: its line in the workspace, and no objects once deleted. */
import { filesOf, isCutting, isNamed } from "../../domain/leftovers.ts";
import { summaryOf } from "../../domain/summary.ts";
import { deleteFilmParts } from "../../media/film-parts.ts";
import { assetKey, filmPartsPrefix } from "../../media/keys.ts";
import { abortUpload } from "../../media/uploads.ts";
import type { Ports, Task } from "../ports.ts";

/** R2 deletes at most this many keys a call. */
const KEYS_A_CALL = 1_000;

export async function publish(ports: Ports): Promise<void> {
  const state = ports.state();
  const { project } = state;
  if (project === null) return;
  if (project.deletedAt !== null) await ports.workspace.remove(project.id);
  else await ports.workspace.put(summaryOf(state, project));
}

/** One file that was to belong to something. Nothing that a row points to is ever removed. */
export async function prune(ports: Ports, task: Task, assetId: string): Promise<void> {
  const state = ports.state();
  if (isNamed(state, assetId)) return;
  const key = assetKey(ports.config.workspaceId, assetId);
  const uploadId = state.uploads.get(assetId)?.own?.uploadId ?? null;
  if (uploadId !== null) await abortUpload(ports.bucket, key, uploadId);
  await ports.bucket.delete(key);
  task.settle({ type: "pruned", assetId });
}

/** What was kept of films in the making. One that begins meanwhile keeps what is left. */
export async function pruneParts(ports: Ports): Promise<void> {
  const { project } = ports.state();
  if (project === null) return;
  const prefix = filmPartsPrefix(project.workspaceId, project.id);
  await deleteFilmParts(ports.bucket, prefix, () => !isCutting(ports.state()));
}

/**
 * A deleted project's objects: what became an asset, and what an attempt had saved before that. Then its
 * rows, so that nothing of it is left.
 */
export async function purge(ports: Ports): Promise<void> {
  const state = ports.state();
  if (state.project === null || state.project.deletedAt === null) return;
  const { workspaceId } = state.project;
  const ids = new Set([
    ...state.assets.keys(),
    ...state.uploads.keys(),
    ...[...state.attempts.values()].flatMap((attempt) => filesOf(state, attempt)),
  ]);
  const keys = [...ids].map((id) => assetKey(workspaceId, id));
  for (let from = 0; from < keys.length; from += KEYS_A_CALL) {
    await ports.bucket.delete(keys.slice(from, from + KEYS_A_CALL));
  }
  await deleteFilmParts(ports.bucket, filmPartsPrefix(workspaceId, state.project.id), () => true);
  // The list has been told; if that failed all day, this is the last chance.
  await ports.workspace.remove(state.project.id);
  await ports.forget();
}
