/** What a project owes its surroundings: its line in the workspace, and no objects once deleted. */
import { isTerminal } from "../../contracts/job.ts";
import type { ProjectSummary } from "../../contracts/project.ts";
import type { ProjectState } from "../../domain/state.ts";
import { assetKey } from "../../media/keys.ts";
import { convertedAssetId } from "./convert.ts";
import type { Ports } from "../ports.ts";

/** R2 deletes at most this many keys a call. */
const KEYS_A_CALL = 1_000;

export async function publish(ports: Ports): Promise<void> {
  const state = ports.state();
  const { project } = state;
  if (project === null) return;
  if (project.deletedAt !== null) await ports.workspace.remove(project.id);
  else await ports.workspace.put(summaryOf(state, project));
}

function summaryOf(
  state: ProjectState,
  project: NonNullable<ProjectState["project"]>,
): ProjectSummary {
  const chosen = state.characterReferences.get(project.characterReferenceId ?? "");
  const films = [...state.films.values()].filter((film) => film.assetId !== null);
  const newest = films.sort((a, b) => b.number - a.number)[0];
  return {
    id: project.id,
    title: project.title,
    idea: project.idea,
    station: project.station,
    need: project.need,
    isWorking: [...state.jobs.values()].some((job) => !isTerminal(job.status)),
    isSimulated: project.isSimulated,
    posterAssetId: chosen?.assetId ?? null,
    filmAssetId: newest?.assetId ?? null,
    spentUsd: project.spentUsd,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
  };
}

/** A deleted project's objects: what became an asset, and what an attempt had saved before that. */
export async function purge(ports: Ports): Promise<void> {
  const state = ports.state();
  if (state.project === null || state.project.deletedAt === null) return;
  const { workspaceId } = state.project;
  const ids = new Set([
    ...state.assets.keys(),
    ...[...state.attempts.values()].flatMap((attempt) => [
      attempt.assetId,
      convertedAssetId(attempt),
    ]),
  ]);
  const keys = [...ids].map((id) => assetKey(workspaceId, id));
  for (let from = 0; from < keys.length; from += KEYS_A_CALL) {
    await ports.bucket.delete(keys.slice(from, from + KEYS_A_CALL));
  }
}
