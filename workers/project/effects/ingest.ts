/** Saving an output in R2, then having the container look at it. Safe to repeat at any point. */
import * as z from "zod/mini";
import type { Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import type { Checked } from "../../domain/ingest.ts";
import type { Attempt, JobRecord, StoredOutput } from "../../domain/state.ts";
import { ingest as save } from "../../media/ingest.ts";
import { assetKey, extensionFor } from "../../media/keys.ts";
import { signAssetUrl } from "../../media/signed-urls.ts";
import { completeUpload } from "../../media/uploads.ts";
import { isOutputUrlAllowed } from "../../models/index.ts";
import { tellCleanedUp } from "../film-debug.ts";
import { findAttempt, type Ports, type Task } from "../ports.ts";
import { convertPicture } from "./convert.ts";
import { factsOf } from "./facts.ts";
import { CutFilm } from "./film.ts";
import { checkClip } from "./inspect.ts";

/** Longest that one download may take. A stalled one is tried again. */
const SAVE_TIMEOUT_MS = 6 * 60_000;

export async function ingest(ports: Ports, task: Task, attemptId: string): Promise<void> {
  const found = findAttempt(ports, attemptId);
  const { project } = ports.state();
  if (found?.[1].status !== "ingesting" || project === null) return;
  const [attempt, job] = found;
  if (attempt.isSimulated && !ports.config.isOffline && job.kind !== "film") {
    task.settle({ type: "models_changed", jobId: job.id });
    return;
  }
  const key = assetKey(project.workspaceId, attempt.assetId);
  const saved =
    job.kind === "film"
      ? await putFilmTogether(ports, attempt, key)
      : await download(ports, attempt, job, key, project.id);
  task.settle(
    saved.ok
      ? { type: "saved", attemptId, stored: { assetId: attempt.assetId, ...saved.value } }
      : { type: "save_failed", attemptId, error: saved.error },
  );
}

type Saved = Result<{ bytes: number; contentType: string }>;

function download(
  ports: Ports,
  attempt: Attempt,
  job: JobRecord,
  key: string,
  projectId: string,
): Promise<Saved> {
  const { baseUrl } = ports.config.replicate;
  return save({
    fetch: ports.fetch,
    bucket: ports.bucket,
    url: attempt.outputUrl ?? "",
    key,
    media: job.kind === "character" ? "image" : "video",
    maxBytes: job.kind === "character" ? LIMITS.imageBytes : LIMITS.videoBytes,
    metadata: { project: projectId },
    isAllowed: (url) => isOutputUrlAllowed(url.href, baseUrl),
    signal: AbortSignal.timeout(SAVE_TIMEOUT_MS),
  });
}

async function putFilmTogether(ports: Ports, attempt: Attempt, key: string): Promise<Saved> {
  const { parts } = readCut(attempt);
  const done = await completeUpload(ports.bucket, key, attempt.uploadId ?? "", parts);
  if (done.ok) tellCleanedUp(ports, attempt, parts.length);
  return done.ok
    ? { ok: true, value: { bytes: done.value.bytes, contentType: "video/mp4" } }
    : done;
}

function readCut(attempt: Attempt): CutFilm {
  return z.parse(CutFilm, JSON.parse(attempt.parts ?? "null"));
}

export async function check(ports: Ports, task: Task, attemptId: string): Promise<void> {
  const found = findAttempt(ports, attemptId);
  if (found?.[1].status !== "ingesting" || found[0].stored === null) return;
  const [attempt, job] = found;
  const stored = found[0].stored;
  if (job.kind === "film") {
    // The container probed its own film before it reported it.
    task.settle({ type: "checked", attemptId, facts: readCut(attempt).media, stored });
    return;
  }
  if (job.kind === "clip" && (await checkClip(ports, task, [attempt, job], stored))) return;
  const wanted = job.order?.kind === "character" ? job.order.format : null;
  const mustConvert = wanted !== null && extensionFor(stored.contentType) !== wanted;
  const probed = await probe(ports, stored, job.kind === "character" ? "image" : "video");
  if (!probed.ok) {
    task.settle(
      probed.error.code === "asset_invalid"
        ? { type: "check_failed", attemptId, error: probed.error }
        : { type: "check_unavailable", attemptId },
    );
    return;
  }
  const final = mustConvert ? await convertPicture(ports, attempt, stored, wanted) : stored;
  task.settle(
    final === null
      ? { type: "check_unavailable", attemptId }
      : { type: "checked", attemptId, facts: probed.value, stored: final },
  );
  // The deadline may have made the original the asset while it was being converted.
  const isConverted = final !== null && final.assetId !== stored.assetId;
  if (isConverted && ports.state().assets.has(final.assetId)) {
    await ports.bucket.delete(assetKey(ports.config.workspaceId, stored.assetId));
  }
}

async function probe(
  ports: Ports,
  stored: StoredOutput,
  media: "image" | "video",
): Promise<Result<Checked>> {
  const { internalOrigin, mediaSigningKey, workspaceId } = ports.config;
  const address = {
    workspaceId,
    assetId: stored.assetId,
    extension: extensionFor(stored.contentType),
  };
  const expiresAt = ports.now() + ports.times.signedUrl;
  const url = await signAssetUrl(mediaSigningKey, internalOrigin, address, expiresAt);
  const answer = await ports.stitcher.probe(url, media);
  return answer.ok ? { ok: true, value: factsOf(answer.value) } : answer;
}
