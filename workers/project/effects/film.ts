/**
 * A film's attempt: the manifest goes to the container under the attempt's id, so handing it over
 * again after a crash is the same job there, not a second one.
 */
import type { ErrorBody, Result } from "../../contracts/errors.ts";
import type { FilmNews } from "../../domain/films.ts";
import { isLive } from "../../domain/jobs.ts";
import type { Attempt, JobRecord } from "../../domain/state.ts";
import { errorOfFault } from "../../stitch/faults.ts";
import type { JobReport } from "../../stitch/protocol.ts";
import { tellHandedOver, tellNews } from "../film-debug.ts";
import { findAttempt, type Ports, type Task } from "../ports.ts";
import { abortFilmUploads, beginFilmUploads, cutFilm } from "./film-files.ts";
import { filmManifest } from "./film-manifest.ts";
import { stopWork } from "./stop.ts";

export async function submitFilm(ports: Ports, task: Task, job: JobRecord): Promise<void> {
  const { project } = ports.state();
  if (project === null) return;
  const kinds = job.order?.kind === "film" ? job.order.renditions : [];
  const uploads = await beginFilmUploads(ports, project, kinds);
  if (ports.state().jobs.get(job.id)?.status !== "queued") {
    await abortFilmUploads(ports, project.workspaceId, uploads);
    return;
  }
  task.settle({
    type: "begin",
    jobId: job.id,
    attemptId: ports.newId(),
    nonce: ports.newId().replaceAll("-", ""),
    ...uploads,
    model: "",
    input: "{}",
    estimateUsd: 0,
    hasWebhook: false,
  });
}

/** `tries` counts the runs of this effect that broke. */
export async function startFilm(
  ports: Ports,
  task: Task,
  attemptId: string,
  tries: number,
): Promise<void> {
  const found = findAttempt(ports, attemptId);
  if (found === null) return;
  const [attempt, job] = found;
  // A run before this one may have handed it over.
  if (!isLive(attempt)) return stopFilm(ports, attempt, tries);
  if (attempt.status !== "submitting") return;
  const request = await filmManifest(ports, attempt, job);
  tellHandedOver(
    ports,
    attempt,
    request.clips.map((clip) => clip.id),
  );
  const news = newsOf(await ports.stitcher.start(request));
  tellNews(ports, attempt, news);
  const after = ports.state().attempts.get(attemptId);
  // Canceled while the container was still starting: the cancel came before there was a job there.
  if (after !== undefined && !isLive(after)) return stopFilm(ports, after, tries);
  task.settle({ type: "film", attemptId, news, isPoll: false });
}

export async function pollFilm(ports: Ports, task: Task, attempt: Attempt): Promise<void> {
  const news = newsOf(await ports.stitcher.report(attempt.id, attempt.id));
  tellNews(ports, attempt, news);
  task.settle({ type: "film", attemptId: attempt.id, news, isPoll: true });
}

/** Gives up what the container has sent, and stops it, unless it is done. Throws as `stopWork` does. */
export async function cancelFilm(ports: Ports, attempt: Attempt, tries: number): Promise<void> {
  const { project } = ports.state();
  const { uploadId } = attempt;
  if (project !== null && uploadId !== null) {
    await abortFilmUploads(ports, project.workspaceId, { ...attempt, uploadId });
  }
  await stopFilm(ports, attempt, tries);
}

async function stopFilm(ports: Ports, { id, status }: Attempt, tries: number): Promise<void> {
  if (status !== "succeeded") await stopWork(ports, { workId: id, instance: id }, tries);
}

/** The container's report, or why there is none, as the machine's news. */
export function newsOf(answer: Result<JobReport>): FilmNews {
  if (!answer.ok) {
    if (answer.error.code === "not_found") return { kind: "lost" };
    if (answer.error.code === "stitch_unavailable") return { kind: "unavailable" };
    return { kind: "failed", error: answer.error };
  }
  const report = answer.value;
  switch (report.status) {
    case "queued":
    case "running":
      return {
        kind: "working",
        progress: report.progress,
        doing: report.doing,
        isQueued: report.status === "queued",
      };
    case "succeeded":
      return report.result === null
        ? { kind: "failed", error: NO_RESULT }
        : { kind: "done", parts: cutFilm(report.result), warnings: report.result.warnings };
    case "failed":
      return {
        kind: "failed",
        error: report.error === null ? NO_RESULT : errorOfFault(report.error),
      };
    case "canceled":
      return { kind: "canceled" };
    default:
      return report.status satisfies never;
  }
}

const NO_RESULT: ErrorBody = {
  code: "stitch_failed",
  message: "The cutting machine finished without a film. Cut it again.",
};
