/** The answer of stitch-videos. */
import { StitchEcho, readEcho } from "./echo.ts";
import { cloudAddress, serverPath } from "./locations.ts";
import { failureOf, notesOf, type Renderer, seconds, timestamp } from "./rendering.ts";

export const renderStitch: Renderer = async (call, stored, { outcomes }) => {
  const echo = readEcho(StitchEcho, stored);
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("A call that cut a film has no job.");
  const { job, asset } = outcome;
  const endedAt = job.endedAt ?? 0;
  if (asset === null) return { ok: false, refusal: failureOf(outcome, "stitch", endedAt) };
  const path = serverPath("video", asset.id);
  const found = await call.library.find(asset.id);
  const cloud = found === null ? null : await cloudAddress(call.config, found, call.now());
  const used = echo.videoIds.filter((id) => !echo.missing.includes(id));
  return {
    ok: true,
    body: {
      videoId: asset.id,
      videoPath: path,
      videoUrl: cloud?.url ?? path,
      metadata: {
        inputVideoIds: echo.videoIds,
        numVideosStitched: used.length,
        missingVideoIds: echo.missing,
        mergeTimeSeconds: seconds(job.startedAt, job.endedAt),
        totalProcessingTimeSeconds: seconds(job.createdAt, job.endedAt),
        generationTimestamp: timestamp(endedAt),
        storageBackend: call.config.storage.kind === "presigned" ? "s3" : "local",
        ...(cloud === null ? {} : { cloudUrls: { video: cloud.url } }),
        stitchedVideoId: asset.id,
        videoDurationSeconds: asset.durationMs === null ? null : asset.durationMs / 1_000,
        audioOverlayId: null,
        audioOverlayApplied: false,
        audioOverlayWarning: null,
        videoAudioSuppressed: false,
        projectId: stored.projectId,
      },
      audioOverlayApplied: false,
      audioOverlayWarning: null,
      warnings: [...echo.warnings, ...notesOf(job).filter((note) => !echo.warnings.includes(note))],
    },
  };
};
