/** The script a text model wrote becomes scenes, or is asked for once more with its fault named. */
import { failJob, moveJob, noteJob, requeueJob, tellEnded } from "./jobs.ts";
import { hasTakes, isScriptAtWork, takeRewrite } from "./rewrite.ts";
import { setAside } from "./scenes.ts";
import type { Attempt, Draft, JobRecord, WrittenScene } from "./state.ts";

export function readScript(draft: Draft, attempt: Attempt, text: string): void {
  const job = draft.get("jobs", attempt.jobId);
  if (job === undefined || moveJob(draft, job.id, "output") === null) return;
  const rewrite = job.order?.kind === "script" ? job.order.rewrite : null;
  if (rewrite === null && hasTakes(draft)) {
    failJob(draft, job.id, {
      code: "conflict",
      message: "Clips were shot while the scenes were being written anew, so the old scenes stay.",
    });
    return;
  }
  const read = draft.context.planner.readScript(text, sceneCountOf(draft, job));
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
  const warnings = note === null ? job.warnings : [...job.warnings, note];
  noteJob(draft, job.id, { scenes, warnings });
  moveJob(draft, job.id, "finish");
  take(draft, job, scenes);
}

/**
 * A script that came when its job had ended: it is paid for, so a project that still has no scenes, and
 * has none in the making, takes it. One that a person canceled is not wanted any more.
 */
export function readLateScript(draft: Draft, job: JobRecord, text: string): void {
  const rewrite = job.order?.kind === "script" ? job.order.rewrite : null;
  if (job.status !== "failed" || isScriptAtWork(draft) || draft.project.deletedAt !== null) return;
  if (rewrite === null && draft.list("scenes").length > 0) return;
  const read = draft.context.planner.readScript(text, sceneCountOf(draft, job));
  if (!read.ok) return;
  const now = draft.get("jobs", job.id) ?? job;
  draft.put("jobs", { ...now, scenes: read.value.scenes });
  const what = rewrite === null ? "its scenes were" : "was";
  tellEnded(draft, job.id, `It arrived late, and ${what} taken all the same.`);
  take(draft, job, read.value.scenes);
}

function take(draft: Draft, job: JobRecord, scenes: WrittenScene[]): void {
  const rewrite = job.order?.kind === "script" ? job.order.rewrite : null;
  if (rewrite === null) putScenes(draft, job, scenes);
  else takeRewrite(draft, job, rewrite, scenes);
}

function sceneCountOf(draft: Draft, { order }: JobRecord): number {
  return order?.kind === "script" ? order.sceneCount : draft.project.settings.sceneCount;
}

function putScenes(draft: Draft, { order }: JobRecord, scenes: WrittenScene[]): void {
  const { settings } = draft.project;
  for (const old of draft.list("scenes")) {
    // What a person wrote can be brought back.
    if (old.isAdded || old.version > 1) setAside(draft, old);
    else draft.remove("scenes", old.id);
  }
  scenes.forEach((scene, index) => {
    draft.put("scenes", {
      id: draft.context.newId(),
      number: index + 1,
      description: scene.description,
      negativeDescription: scene.negativeDescription,
      lengthS: order?.kind === "script" ? order.lengthS : settings.clipLengthS,
      selectedClipId: null,
      version: 1,
      isAdded: false,
    });
  });
}
