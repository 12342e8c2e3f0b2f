/** A deleted project comes back, as long as its files are still there. */
import type { Deletion } from "../contracts/deletion.ts";
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { ProjectMode } from "../contracts/project.ts";
import type { Draft, ProjectState } from "./state.ts";

/**
 * What was stopped stays stopped. A quick project that was not through goes on step by step, because a
 * press that takes back a deletion is none that pays. Errors: `not_found` for one that is past it.
 */
export function restore(draft: Draft): Result<null> {
  if (draft.project.deletedAt === null) return ok(null);
  if (!isRestorable(draft.state, draft.now)) return past();
  draft.setProject({
    ...draft.project,
    mode: modeAfter(draft),
    deletedAt: null,
    restorableUntil: null,
  });
  draft.unwake({ kind: "purge" });
  return ok(null);
}

function modeAfter(draft: Draft): ProjectMode {
  const { mode } = draft.project;
  const shot = new Set(draft.list("clips").map(({ sceneId }) => sceneId));
  const isThrough =
    draft.list("films").some(({ assetId }) => assetId !== null) &&
    draft.list("scenes").every(({ id }) => shot.has(id));
  return mode === "quick" && !isThrough ? "step" : mode;
}

/** An import that is not complete looks deleted too; there is nothing of it to bring back. */
function isRestorable({ project }: ProjectState, now: number): boolean {
  return project?.restorableUntil != null && now < project.restorableUntil;
}

/** Errors: `not_found` for a project that is there, or gone for good. */
export function deletionOf(state: ProjectState, now: number): Result<Deletion> {
  const { project } = state;
  if (project === null || project.deletedAt === null || !isRestorable(state, now)) return past();
  const { id: projectId, title, deletedAt, restorableUntil } = project;
  return ok({ projectId, title, deletedAt, restorableUntil: restorableUntil ?? deletedAt });
}

function past() {
  return fail(
    "not_found",
    "There is no deleted project here that could be brought back. After a day one is gone for good.",
  );
}
