/** The script a text model wrote becomes scenes, or is asked for once more with its fault named. */
import { failJob, moveJob, noteJob, requeueJob } from "./jobs.ts";
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
  const order = job.order?.kind === "script" ? job.order : null;
  const sceneCount = order?.sceneCount ?? settings.sceneCount;
  const read = draft.context.planner.readScript(text, sceneCount);
  if (!read.ok) {
    if (job.fault === null) {
      requeueJob(draft, job.id, 0, {
        fault: read.error.message,
        warnings: [...job.warnings, `Asked again: ${read.error.message}`],
      });
    } else {
      failJob(draft, job.id, read.error);
    }
    return;
  }
  const { scenes, note } = read.value;
  for (const old of draft.list("scenes")) draft.remove("scenes", old.id);
  scenes.forEach((scene, index) => {
    draft.put("scenes", {
      id: draft.context.newId(),
      number: index + 1,
      description: scene.description,
      negativeDescription: scene.negativeDescription,
      lengthS: order?.lengthS ?? settings.clipLengthS,
      selectedClipId: null,
      version: 1,
    });
  });
  const warnings = note === null ? job.warnings : [...job.warnings, note];
  noteJob(draft, job.id, { scenes, warnings });
  moveJob(draft, job.id, "finish");
}
