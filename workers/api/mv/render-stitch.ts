/** The answer of stitch-videos. */
import { StitchEcho, readEcho } from "./echo.ts";
import { cloudAddress, serverPath } from "./locations.ts";
import { failureOf, notesOf, type Renderer, seconds, timestamp, unique } from "./rendering.ts";

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
  const unreadable = leftOut(used, job.warnings);
  const overlay = overlayOf(echo.audioOverlayId, job.warnings);
  return {
    ok: true,
    body: {
      videoId: asset.id,
      videoPath: path,
      videoUrl: cloud?.url ?? path,
      metadata: {
        inputVideoIds: echo.videoIds,
        numVideosStitched: used.length - unreadable.length,
        missingVideoIds: unique([...echo.missing, ...unreadable]),
        mergeTimeSeconds: seconds(job.startedAt, job.endedAt),
        totalProcessingTimeSeconds: seconds(job.createdAt, job.endedAt),
        generationTimestamp: timestamp(endedAt),
        storageBackend: call.config.storage.kind === "presigned" ? "s3" : "local",
        ...(cloud === null ? {} : { cloudUrls: { video: cloud.url } }),
        stitchedVideoId: asset.id,
        videoDurationSeconds: asset.durationMs === null ? null : asset.durationMs / 1_000,
        audioOverlayId: echo.audioOverlayId,
        ...overlay,
        audioOverlayDurationSeconds: echo.audioOverlaySeconds,
        videoAudioSuppressed: echo.isVideoAudioSuppressed,
        projectId: stored.projectId,
      },
      ...overlay,
      warnings: [...echo.warnings, ...notesOf(job).filter((note) => !echo.warnings.includes(note))],
    },
  };
};

/** The container says so in a sentence that begins like this. */
const NO_MUSIC = "The film has no music.";

function overlayOf(songId: string | null, warnings: string[]) {
  const warning = warnings.find((each) => each.startsWith(NO_MUSIC)) ?? null;
  return { audioOverlayApplied: songId !== null && warning === null, audioOverlayWarning: warning };
}

/** Videos that the container could not read and left out: it names their places, counted from 1. */
function leftOut(used: string[], warnings: string[]): string[] {
  return warnings.flatMap((warning) => {
    const place = /^Clip (\d+) of \d+: .* It was left out\.$/s.exec(warning)?.[1];
    return used[Number(place ?? 0) - 1] ?? [];
  });
}
