/**
 * The check of a clip as it arrives: decoded to its end, measured, and with its poster, a strip of
 * frames and, where films can't copy it as it is, a mezzanine. Another run writes the same files again.
 */
import type { ErrorBody, Result } from "../../contracts/errors.ts";
import { LIMITS } from "../../contracts/limits.ts";
import type { Findings } from "../../contracts/project.ts";
import type { Checked } from "../../domain/ingest.ts";
import type { DerivedFile, Inspection } from "../../domain/inspection.ts";
import { derivedAssetIds } from "../../domain/leftovers.ts";
import type { Attempt, StoredOutput } from "../../domain/state.ts";
import { assetKey, extensionFor } from "../../media/keys.ts";
import { signAssetUrl, signPartUrl } from "../../media/signed-urls.ts";
import { abortUpload, beginUpload, completeUpload } from "../../media/uploads.ts";
import { errorOfFault } from "../../stitch/faults.ts";
import { type CheckRequest, type JobReport, PROTOCOL } from "../../stitch/protocol.ts";
import type { Ports, Task } from "../ports.ts";
import { factsOf } from "./facts.ts";
import { runShortJob } from "./short-job.ts";

/** As long as a probe may take. Most of it goes into a mezzanine. */
const LONGEST_MS = 170_000;
/** What may pass is tried so often; then decoding the clip has to do, so that nothing waits for this. */
const TRIES = 3;
const STRIP_FRAMES = 12;

const TYPES = { poster: "image/jpeg", strip: "image/jpeg", mezzanine: "video/mp4" } as const;
type Name = keyof typeof TYPES;
const NAMES: readonly Name[] = ["poster", "strip", "mezzanine"];

type Upload = { assetId: string; key: string; uploadId: string; contentType: string };
type Uploads = Record<Name, Upload>;
type CheckResult = NonNullable<JobReport["result"]>;
type Found = NonNullable<CheckResult["findings"]>;
type Parts = { part: number; etag: string }[];

type Inspected =
  | { kind: "inspected"; facts: Checked & { inspection: Inspection } }
  /** The clip is at fault. */
  | { kind: "invalid"; error: ErrorBody }
  /** The container is away or busy, or lost the work. */
  | { kind: "later" }
  /** The container can't do this, or failed at it: a plain probe has to do. */
  | { kind: "unable" };

/** Settles the check of a clip; false when it is left to a plain probe. */
export async function checkClip(
  ports: Ports,
  task: Task,
  attempt: Attempt,
  stored: StoredOutput,
): Promise<boolean> {
  const attemptId = attempt.id;
  const seen = await inspect(ports, task, attempt, stored);
  switch (seen.kind) {
    case "inspected":
      task.settle({ type: "checked", attemptId, facts: seen.facts, stored });
      return true;
    case "invalid":
      task.settle({ type: "check_failed", attemptId, error: seen.error });
      return true;
    case "later":
      task.settle({ type: "check_unavailable", attemptId });
      return true;
    case "unable":
      return false;
    default:
      return seen satisfies never;
  }
}

async function inspect(
  ports: Ports,
  task: Task,
  attempt: Attempt,
  stored: StoredOutput,
): Promise<Inspected> {
  const uploads = await beginUploads(ports, attempt);
  const kept = new Set<Name>();
  try {
    const request = await requestOf(ports, stored, uploads);
    const answer = await runShortJob(ports, task, request, LONGEST_MS);
    const result = answer.ok ? answer.value.result : null;
    if (result?.findings === undefined) return whyNot(answer, attempt.waits);
    const keep = async (name: Name, parts: Parts | undefined) => {
      const file = await complete(ports, uploads[name], parts);
      if (file !== null) kept.add(name);
      return file;
    };
    return { kind: "inspected", facts: await factsWith(result, result.findings, keep) };
  } finally {
    for (const name of NAMES) {
      const { key, uploadId } = uploads[name];
      if (!kept.has(name)) await abortUpload(ports.bucket, key, uploadId);
    }
  }
}

async function beginUploads(ports: Ports, attempt: Attempt): Promise<Uploads> {
  const ids = derivedAssetIds(attempt);
  const project = ports.state().project?.id ?? "";
  const begin = async (name: Name): Promise<Upload> => {
    const key = assetKey(ports.config.workspaceId, ids[name]);
    const contentType = TYPES[name];
    const uploadId = await beginUpload(ports.bucket, key, contentType, { project });
    return { assetId: ids[name], key, uploadId, contentType };
  };
  const [poster, strip, mezzanine] = [
    await begin("poster"),
    await begin("strip"),
    await begin("mezzanine"),
  ];
  return { poster, strip, mezzanine };
}

async function requestOf(
  ports: Ports,
  stored: StoredOutput,
  uploads: Uploads,
): Promise<CheckRequest> {
  const { internalOrigin, mediaSigningKey, workspaceId } = ports.config;
  const expiresAt = ports.now() + ports.times.signedUrl;
  const source = {
    workspaceId,
    assetId: stored.assetId,
    extension: extensionFor(stored.contentType),
  };
  const upload = async ({ assetId, uploadId }: Upload) => ({
    part_url: await signPartUrl(
      mediaSigningKey,
      internalOrigin,
      { workspaceId, assetId, uploadId },
      expiresAt,
    ),
    part_bytes: LIMITS.uploadPartBytes,
  });
  return {
    protocol: PROTOCOL,
    job_id: ports.newId(),
    kind: "check",
    url: await signAssetUrl(mediaSigningKey, internalOrigin, source, expiresAt),
    upload: await upload(uploads.poster),
    strip: { upload: await upload(uploads.strip), frames: STRIP_FRAMES },
    mezzanine: { upload: await upload(uploads.mezzanine), output: null },
    progress_url: null,
  };
}

/** What a check without findings means. `waits` is how often it has waited for the service. */
function whyNot(answer: Result<JobReport>, waits: number): Inspected {
  const mayPass: Inspected = waits + 1 < TRIES ? { kind: "later" } : { kind: "unable" };
  if (!answer.ok) {
    if (answer.error.code === "stitch_unavailable") return { kind: "later" };
    // A new container does not know what the one before it was doing; one of old knows no checks.
    return answer.error.code === "not_found" ? mayPass : { kind: "unable" };
  }
  const { status, error } = answer.value;
  if (status === "failed" && error !== null) {
    const said = errorOfFault(error);
    if (said.code === "asset_invalid") return { kind: "invalid", error: said };
    return said.code === "stitch_unavailable" ? mayPass : { kind: "unable" };
  }
  // In the queue all the time: busy. At work all the time: too slow for this clip.
  return status === "queued" ? { kind: "later" } : { kind: "unable" };
}

/** Null when there is nothing to keep, or R2 did not take it: then films and pages do without. */
async function complete(
  ports: Ports,
  { assetId, key, uploadId, contentType }: Upload,
  parts: Parts | undefined,
): Promise<StoredOutput | null> {
  if (parts === undefined) return null;
  const done = await completeUpload(ports.bucket, key, uploadId, parts);
  return done.ok ? { assetId, bytes: done.value.bytes, contentType } : null;
}

async function factsWith(
  { media, parts, files = [] }: CheckResult,
  found: Found,
  keep: (name: Name, parts: Parts | undefined) => Promise<StoredOutput | null>,
): Promise<Checked & { inspection: Inspection }> {
  const made = (name: Name) => files.find((file) => file.name === name);
  const derived = async (name: Name) => {
    const file = made(name);
    const kept = await keep(name, file?.parts);
    return kept === null || file === undefined ? null : { ...kept, ...factsOf(file.media) };
  };
  const poster = await keep("poster", parts);
  const { width = null, height = null } = found.poster ?? {};
  // Nobody could tell the frames of a strip apart whose tiles the container does not name.
  const strip = found.strip === undefined ? null : tiled(await derived("strip"), found.strip);
  return {
    ...factsOf(media),
    inspection: {
      findings: findingsOf(found),
      fps: media.video?.fps ?? 0,
      poster:
        poster === null ? null : { ...poster, width, height, durationMs: null, hasAudio: null },
      strip,
      mezzanine: await derived("mezzanine"),
    },
  };
}

function tiled(file: DerivedFile | null, strip: NonNullable<Found["strip"]>): Inspection["strip"] {
  const { frames, tile_width: tileWidth, tile_height: tileHeight } = strip;
  return file === null ? null : { ...file, frames, tileWidth, tileHeight };
}

function findingsOf(found: Found): Findings {
  return {
    loudnessLufs: found.loudness_lufs,
    peakDbtp: found.peak_dbtp,
    blackShare: found.black_share,
    frozenShare: found.frozen_share,
    silentShare: found.silent_share,
  };
}
