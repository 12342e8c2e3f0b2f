/** The script a text model wrote becomes scenes, or is asked for once more with its fault named. */
import { failJob, moveJob, requeueJob } from "./jobs.ts";
import type { Attempt, Draft } from "./state.ts";

export function readScript(draft: Draft, attempt: Attempt, text: string): void {
  const job = draft.get("jobs", attempt.jobId);
  if (job === undefined || moveJob(draft, job.id, "output") === null) return;
  if (draft.list("clips").length > 0) {
    failJob(draft, job.id, {
      code: "conflict",
      message: "Clips were shot while the scenes were being written anew, so the old scenes stay.",
    });
    return;
  }
  const { settings } = draft.project;
  const written = draft.context.planner.parseScript(text, settings.sceneCount);
  if (!written.ok) {
    if (job.fault === null) {
      requeueJob(draft, job.id, 0, {
        fault: written.error.message,
        warnings: [...job.warnings, `Asked again: ${written.error.message}`],
      });
    } else {
      failJob(draft, job.id, written.error);
    }
    return;
  }
  for (const old of draft.list("scenes")) draft.remove("scenes", old.id);
  written.value.forEach((scene, index) => {
    draft.put("scenes", {
      id: draft.context.newId(),
      number: index + 1,
      description: scene.description,
      negativeDescription: scene.negativeDescription,
      lengthS: settings.clipLengthS,
      selectedClipId: null,
      version: 1,
    });
  });
  moveJob(draft, job.id, "finish");
}
