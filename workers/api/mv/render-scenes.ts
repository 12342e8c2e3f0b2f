/** The answer of create_scenes. */
import { ScenesEcho, readEcho } from "./echo.ts";
import { failureOf, notesOf, type Renderer, timestamp } from "./rendering.ts";

export const renderScenes: Renderer = async (_call, stored, { outcomes }) => {
  const echo = readEcho(ScenesEcho, stored);
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("A call that wrote scenes has no job.");
  const endedAt = outcome.job.endedAt ?? 0;
  if (outcome.scenes === null) {
    return { ok: false, refusal: failureOf(outcome, "scenes", endedAt) };
  }
  const file = `/api/mv/get_scenes/${stored.projectId}`;
  return {
    ok: true,
    body: {
      scenes: outcome.scenes,
      outputFiles: { json: `${file}?format=json`, markdown: `${file}?format=markdown` },
      metadata: {
        idea: echo.idea,
        numberOfScenes: outcome.scenes.length,
        modelUsed: outcome.job.model,
        parametersUsed: echo.parameters,
        configFlavor: echo.flavor,
        warnings: [...echo.warnings, ...notesOf(outcome.job)],
        projectId: stored.projectId,
        generationTimestamp: timestamp(endedAt),
      },
    },
  };
};
