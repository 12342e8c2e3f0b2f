/**
 * A project to begin again with: the same idea, character, settings and scenes, and the chosen portrait
 * as a file of its own. Nothing of it was paid for, and nothing is before somebody asks.
 */
import { LIMITS } from "../contracts/limits.ts";
import type { Snapshot } from "../contracts/live.ts";
import { NO_SHA256 } from "../contracts/manifest.ts";
import { type Asset, NOTHING_DERIVED } from "../contracts/project.ts";
import type { Import } from "./archive/read.ts";
import { planOf } from "./film-plan.ts";

export type DuplicateOf = {
  source: Snapshot;
  /** The new project's id. */
  id: string;
  /** Of the chosen portrait; null takes none along. */
  portrait: Asset | null;
  isSimulated: boolean;
  now: number;
  newId: () => string;
};

/** As an import that waits for the portrait's file, under an asset id that is the project's own. */
export function duplicateOf(of: DuplicateOf): Import {
  const { source, id, portrait, isSimulated, now, newId } = of;
  const referenceId = portrait === null ? null : newId();
  const sceneIds = new Map(source.scenes.map((scene) => [scene.id, newId()]));
  return {
    project: {
      ...source.project,
      id,
      title: copyTitle(source.project.title),
      // A quick one would begin to pay by itself.
      mode: source.project.mode === "manual" ? "manual" : "step",
      characterReferenceId: referenceId,
      spentUsd: 0,
      isSimulated,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
      restorableUntil: null,
      filmPlan: planOf(
        source.project.filmPlan,
        (sceneId) => sceneIds.get(sceneId) ?? null,
        // Songs stay where they are.
        () => null,
      ),
    },
    rows: {
      scenes: source.scenes.map((scene) => ({
        ...scene,
        id: sceneIds.get(scene.id) ?? newId(),
        selectedClipId: null,
        version: 1,
      })),
      characterReferences:
        referenceId === null
          ? []
          : [
              {
                id: referenceId,
                option: 1,
                jobId: null,
                assetId: portraitIdOf(id),
                prompt: "",
                seed: null,
                createdAt: now,
              },
            ],
      removedScenes: [],
      clips: [],
      films: [],
      songs: [],
      jobs: [],
      attempts: [],
      assets:
        portrait === null
          ? []
          : [{ ...portrait, ...NOTHING_DERIVED, id: portraitIdOf(id), createdAt: now }],
    },
    files:
      portrait === null
        ? []
        : [
            {
              id: portraitIdOf(id),
              path: "characters/portrait",
              bytes: portrait.bytes,
              // It is copied inside the store, where nothing could change it on the way.
              sha256: NO_SHA256,
              contentType: portrait.contentType,
            },
          ],
  };
}

/** The same for every run of one duplication, so that a crash leaves no file that nothing names. */
export function portraitIdOf(projectId: string): string {
  return projectId;
}

/** Cut between characters, so that it is a title again. */
function copyTitle(title: string): string {
  const end = " copy";
  const letters = Array.from(title);
  let start = title;
  while (start.length + end.length > LIMITS.titleChars) {
    letters.pop();
    start = letters.join("");
  }
  return `${start}${end}`;
}
