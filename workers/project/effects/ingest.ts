/** Saving an output in R2, then having the container look at it. Safe to repeat at any point. */
import type { Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import type { Checked } from "../../domain/ingest.ts";
import { isBeingSaved } from "../../domain/leftovers.ts";
import type { Attempt, JobRecord, StoredOutput } from "../../domain/state.ts";
import { ingest as save } from "../../media/ingest.ts";
import { assetKey, extensionFor } from "../../media/keys.ts";
import { signAssetUrl } from "../../media/signed-urls.ts";
import { isOutputUrlAllowed } from "../../models/index.ts";
import { findAttempt, type Ports, type Task } from "../ports.ts";
import { convertPicture } from "./convert.ts";
import { factsOf } from "./facts.ts";
import { saveFilm } from "./film-files.ts";
import { checkClip } from "./inspect.ts";

/** Longest that one download may take. A stalled one is tried again. */
const SAVE_TIMEOUT_MS = 6 * 60_000;

export async function ingest(ports: Ports, task: Task, attemptId: string): Promise<void> {
  const found = findAttempt(ports, attemptId);
  const { project } = ports.state();
  if (found === null || project === null || !isBeingSaved(ports.state(), found[0])) return;
  const [attempt, job] = found;
  if (job.kind === "film") return saveFilm(ports, task, attempt);
  if (attempt.isSimulated && !ports.config.isOffline) {
    task.settle({ type: "models_changed", jobId: job.id });
    return;
  }
  const key = assetKey(project.workspaceId, attempt.assetId);
  const saved = await download(ports, attempt, job, key, project.id);
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

export async function check(ports: Ports, task: Task, attemptId: string): Promise<void> {
  const found = findAttempt(ports, attemptId);
  const stored = found?.[0].stored ?? null;
  if (found === null || stored === null || !isBeingSaved(ports.state(), found[0])) return;
  const [attempt, job] = found;
  if (job.kind === "clip" && (await checkClip(ports, task, attempt, stored))) return;
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
  const final = mustConvert ? await convertPicture(ports, task, attempt, stored, wanted) : stored;
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
