/** Lines of the list of projects, for tests and for looking at pages. */
import type { ProjectSummary } from "../../workers/contracts/project.ts";
import { STARTED_AT, fixtureId, fixtures } from "./fixtures.ts";

const { title, idea } = fixtures.film.project;

export function fixtureSummary(change: Partial<ProjectSummary> = {}): ProjectSummary {
  return {
    id: fixtureId(1, 1),
    title,
    idea,
    mode: "quick",
    station: "clips",
    need: null,
    isWorking: true,
    isSimulated: true,
    posterAssetId: null,
    filmAssetId: null,
    filmMs: null,
    sceneCount: 4,
    clipsReady: 2,
    spentUsd: 0,
    createdAt: STARTED_AT,
    updatedAt: STARTED_AT,
    ...change,
  };
}
