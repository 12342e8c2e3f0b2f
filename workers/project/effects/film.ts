/**
 * A film's attempt: the manifest goes to the container under the attempt's id, so handing it over
 * again after a crash is the same job there, not a second one.
 */
import * as z from "zod/mini";

import type { ErrorBody, Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import type { FilmNews } from "../../domain/films.ts";
import { isLive } from "../../domain/jobs.ts";
import type { Attempt, JobRecord } from "../../domain/state.ts";
import { assetKey, extensionFor } from "../../media/keys.ts";
import { signAssetUrl, signPartUrl, signReportUrl } from "../../media/signed-urls.ts";
import { abortUpload, beginUpload } from "../../media/uploads.ts";
import { errorOfFault } from "../../stitch/faults.ts";
import { type FilmRequest, type JobReport, type Media, PROTOCOL } from "../../stitch/protocol.ts";
import { tellHandedOver, tellNews } from "../film-debug.ts";
import { findAttempt, type Ports, type Task } from "../ports.ts";

/** What an attempt keeps of a finished film until it is put together in R2. */
export const CutFilm = z.object({
  parts: z.array(z.object({ part: z.int(), etag: z.string() })),
  media: z.object({
    width: z.nullable(z.int()),
    height: z.nullable(z.int()),
    durationMs: z.nullable(z.int()),
    hasAudio: z.nullable(z.boolean()),
  }),
});
export type CutFilm = z.infer<typeof CutFilm>;

export async function submitFilm(ports: Ports, task: Task, job: JobRecord): Promise<void> {
  const { project } = ports.state();
  if (project === null) return;
  const assetId = ports.newId();
  const key = assetKey(project.workspaceId, assetId);
  const uploadId = await beginUpload(ports.bucket, key, "video/mp4", { project: project.id });
  if (ports.state().jobs.get(job.id)?.status !== "queued") {
    await abortUpload(ports.bucket, key, uploadId);
    return;
  }
  task.settle({
    type: "begin",
    jobId: job.id,
    attemptId: ports.newId(),
    nonce: ports.newId().replaceAll("-", ""),
    assetId,
    uploadId,
    model: "",
    input: "{}",
    estimateUsd: 0,
    hasWebhook: false,
  });
}

export async function startFilm(ports: Ports, task: Task, attemptId: string): Promise<void> {
  const found = findAttempt(ports, attemptId);
  if (found?.[0].status !== "submitting") return;
  const [attempt, job] = found;
  const request = await manifest(ports, attempt, job);
  tellHandedOver(
    ports,
    attempt,
    request.clips.map((clip) => clip.id),
  );
  const news = newsOf(await ports.stitcher.start(request));
  tellNews(ports, attempt, news);
  task.settle({ type: "film", attemptId, news, isPoll: false });
  // Canceled while the container was still starting: the cancel came before there was a job there.
  const after = ports.state().attempts.get(attemptId);
  if (after !== undefined && !isLive(after) && after.status === "canceled") {
    await ports.stitcher.cancel(attemptId, attemptId);
  }
}

async function manifest(ports: Ports, attempt: Attempt, job: JobRecord): Promise<FilmRequest> {
  const { project } = ports.state();
  const { order } = job;
  if (order?.kind !== "film" || project === null) throw new Error("A film job without its order.");
  const { internalOrigin, mediaSigningKey } = ports.config;
  const expiresAt = ports.now() + ports.times.signedUrl;
  const { workspaceId } = project;
  return {
    protocol: PROTOCOL,
    job_id: attempt.id,
    kind: "film",
    output: order.output,
    clips: await Promise.all(
      order.inputs.map(async ({ id, assetId, contentType, lengthS }) => {
        const address = { workspaceId, assetId, extension: extensionFor(contentType) };
        return {
          id,
          url: await signAssetUrl(mediaSigningKey, internalOrigin, address, expiresAt),
          length_s: lengthS,
        };
      }),
    ),
    upload: {
      part_url: await signPartUrl(
        mediaSigningKey,
        internalOrigin,
        { workspaceId, assetId: attempt.assetId, uploadId: attempt.uploadId ?? "" },
        expiresAt,
      ),
      part_bytes: LIMITS.uploadPartBytes,
    },
    progress_url: await signReportUrl(
      mediaSigningKey,
      internalOrigin,
      { projectId: project.id, jobId: attempt.id },
      expiresAt,
    ),
  };
}

export async function pollFilm(ports: Ports, task: Task, attempt: Attempt): Promise<void> {
  const news = newsOf(await ports.stitcher.report(attempt.id, attempt.id));
  tellNews(ports, attempt, news);
  task.settle({ type: "film", attemptId: attempt.id, news, isPoll: true });
}

export async function cancelFilm(ports: Ports, attempt: Attempt, job: JobRecord): Promise<void> {
  await ports.stitcher.cancel(attempt.id, attempt.id);
  const { project } = ports.state();
  if (project === null || attempt.uploadId === null || job.kind !== "film") return;
  await abortUpload(ports.bucket, assetKey(project.workspaceId, attempt.assetId), attempt.uploadId);
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
      return { kind: "working", progress: report.progress, doing: report.doing };
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

function cutFilm(result: { parts: { part: number; etag: string }[]; media: Media }): string {
  const { video, audio, duration_ms } = result.media;
  const cut: CutFilm = {
    parts: result.parts.map(({ part, etag }) => ({ part, etag })),
    media: {
      width: video?.width ?? null,
      height: video?.height ?? null,
      durationMs: Math.round(duration_ms),
      hasAudio: audio !== null,
    },
  };
  return JSON.stringify(cut);
}

const NO_RESULT: ErrorBody = {
  code: "stitch_failed",
  message: "The cutting machine finished without a film. Cut it again.",
};
