/** What the list of projects shows of one. */
import { isTerminal } from "../contracts/job.ts";
import type { Project, ProjectSummary } from "../contracts/project.ts";
import { newestFilm, posterOf } from "./poster.ts";
import type { ProjectState } from "./state.ts";

export function summaryOf(state: ProjectState, project: Project): ProjectSummary {
  const film = newestFilm(state);
  const scenes = [...state.scenes.values()];
  return {
    id: project.id,
    title: project.title,
    idea: project.idea,
    mode: project.mode,
    station: project.station,
    need: project.need,
    isWorking: [...state.jobs.values()].some((job) => !isTerminal(job.status)),
    isSimulated: project.isSimulated,
    posterAssetId: posterOf(state),
    filmAssetId: film?.assetId ?? null,
    filmMs: state.assets.get(film?.assetId ?? "")?.durationMs ?? null,
    sceneCount: scenes.length,
    clipsReady: scenes.filter(({ selectedClipId }) => selectedClipId !== null).length,
    spentUsd: project.spentUsd,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
  };
}
