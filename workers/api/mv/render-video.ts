/** The answer of generate_video. */
import { VideoEcho, readEcho } from "./echo.ts";
import { cloudAddress, serverPath } from "./locations.ts";
import { failureOf, notesOf, type Renderer, seconds, timestamp } from "./rendering.ts";

export const renderVideo: Renderer = async (call, stored, { outcomes }) => {
  const echo = readEcho(VideoEcho, stored);
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error("A call that shot a video has no job.");
  const { job, asset, order } = outcome;
  const endedAt = job.endedAt ?? 0;
  if (asset === null) return { ok: false, refusal: failureOf(outcome, "video", endedAt) };
  const path = serverPath("video", asset.id);
  const found = await call.library.find(asset.id);
  const cloud = found === null ? null : await cloudAddress(call.config, found, call.now());
  return {
    ok: true,
    body: {
      videoId: asset.id,
      videoPath: path,
      videoUrl: cloud?.url ?? path,
      metadata: {
        prompt: echo.prompt,
        fullPrompt: order?.kind === "clip" ? order.prompt : echo.prompt,
        backendUsed: "replicate",
        modelUsed: job.model,
        parametersUsed: echo.parameters,
        configFlavor: echo.flavor,
        characterReferenceId: echo.referenceId,
        characterReferenceWarning: echo.referenceWarning,
        durationSeconds: asset.durationMs === null ? null : asset.durationMs / 1_000,
        warnings: [...echo.warnings, ...notesOf(job)],
        projectId: stored.projectId,
        ...(cloud === null ? {} : { cloudUrls: { video: cloud.url } }),
        localVideoUrl: path,
        generationTimestamp: timestamp(endedAt),
        processingTimeSeconds: seconds(job.createdAt, job.endedAt),
      },
      characterReferenceWarning: echo.referenceWarning,
    },
  };
};
