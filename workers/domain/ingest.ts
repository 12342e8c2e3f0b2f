/** From a finished prediction to an asset that counts: saved in R2 first, then decoded by the checker. */
import type { ErrorBody } from "../contracts/errors.ts";
import { isTerminal } from "../contracts/job.ts";
import { type Asset, NOTHING_DERIVED } from "../contracts/project.ts";
import { filesOf, pruneLater } from "./leftovers.ts";
import { faultOf, type Inspection, putDerived, warningsOf } from "./inspection.ts";
import { failJob, moveJob, noteJob, setDeadline } from "./jobs.ts";
import { fullJitter } from "./retry-policy.ts";
import type { Attempt, Draft, JobRecord, StoredOutput } from "./state.ts";

/** What the checker found; sizes in pixels, length in milliseconds. */
export type Checked = {
  width: number | null;
  height: number | null;
  durationMs: number | null;
  hasAudio: boolean | null;
  /** Of a clip that was looked into and not only decoded. */
  inspection?: Inspection;
};

function ingesting(draft: Draft, attemptId: string): [Attempt, JobRecord] | null {
  const attempt = draft.get("attempts", attemptId);
  const job = attempt === undefined ? undefined : draft.get("jobs", attempt.jobId);
  return attempt !== undefined && job?.status === "ingesting" ? [attempt, job] : null;
}

export function saved(draft: Draft, attemptId: string, stored: StoredOutput): void {
  const found = ingesting(draft, attemptId);
  if (found === null) return;
  const [attempt, job] = found;
  draft.put("attempts", { ...attempt, stored });
  noteJob(draft, job.id, { phase: "waiting_for_checker", serviceWaits: 0 });
  setDeadline(draft, job.id, draft.now + draft.context.times.checkDeadline);
  draft.effect({ kind: "check", attemptId });
}

/**
 * Saving failed. A network fault is tried again until the deadline, since the output is paid for;
 * what is at fault itself (gone, empty, cut short, of another kind) ends the job.
 */
export function saveFailed(draft: Draft, attemptId: string, error: ErrorBody): void {
  const found = ingesting(draft, attemptId);
  if (found === null) return;
  const [, job] = found;
  // A download can be cut short on the way although the file is whole: read it twice more.
  const mayBeTheNetwork = error.code === "asset_invalid" && job.serviceWaits < 2;
  if (error.code === "provider_unavailable" || error.code === "internal" || mayBeTheNetwork) {
    again(draft, job, { kind: "ingest", attemptId });
    return;
  }
  failJob(draft, job.id, error);
}

/** The checker cannot be reached: the job waits in `ingesting`, past its deadline the file counts. */
export function checkUnavailable(draft: Draft, attemptId: string): void {
  const found = ingesting(draft, attemptId);
  if (found === null) return;
  noteJob(draft, found[1].id, { phase: "waiting_for_checker" });
  again(draft, found[1], { kind: "check", attemptId });
}

function again(
  draft: Draft,
  job: JobRecord,
  effect: { kind: "ingest" | "check"; attemptId: string },
): void {
  const { times, random } = draft.context;
  const wait = fullJitter(times.serviceBase, job.serviceWaits, times.backoffMax, random());
  noteJob(draft, job.id, { serviceWaits: job.serviceWaits + 1 });
  draft.effect(effect, draft.now + Math.max(times.serviceBase, wait));
}

/**
 * The checker decoded it: it is an asset now, and its job has succeeded. A clip with nothing to see or
 * to hear fails; its files stay for inspection as those of any failed job do.
 */
export function checked(
  draft: Draft,
  attemptId: string,
  facts: Checked,
  stored: StoredOutput,
): void {
  const found = ingesting(draft, attemptId);
  if (found === null) return;
  const [attempt, job] = found;
  const { inspection } = facts;
  const fault = inspection === undefined ? null : faultOf(job, facts, inspection.findings);
  if (fault !== null) {
    failJob(draft, job.id, fault);
    return;
  }
  const clip = draft.get("clips", job.targetId ?? "");
  if (inspection !== undefined && clip !== undefined) {
    const said = warningsOf(facts, inspection.fps, clip.shotLengthS);
    noteJob(draft, job.id, { warnings: [...job.warnings, ...said] });
  }
  finish(draft, attempt, job, facts, stored, true);
}

/** The checker says the file is no good: the reason is the job's, the file stays for inspection. */
export function checkFailed(draft: Draft, attemptId: string, error: ErrorBody): void {
  const found = ingesting(draft, attemptId);
  if (found === null) return;
  failJob(draft, found[1].id, error);
}

/** Nothing that was paid for is thrown away for want of a check. */
export function finishUnchecked(draft: Draft, attempt: Attempt, job: JobRecord): boolean {
  if (attempt.stored === null) return false;
  const unknown = {
    width: null,
    height: null,
    durationMs: null,
    hasAudio: null,
  };
  noteJob(draft, job.id, {
    warnings: [...job.warnings, "Saved, but the checker could not be reached to look at it."],
  });
  finish(draft, attempt, job, unknown, attempt.stored, false);
  return true;
}

function finish(
  draft: Draft,
  attempt: Attempt,
  job: JobRecord,
  { inspection, ...facts }: Checked,
  stored: StoredOutput,
  isChecked: boolean,
): void {
  if (moveJob(draft, job.id, "finish") === null) return;
  const media = job.kind === "character" ? "image" : "video";
  const asset: Asset = {
    id: stored.assetId,
    media,
    contentType: stored.contentType,
    bytes: stored.bytes,
    ...facts,
    ...(inspection === undefined
      ? NOTHING_DERIVED
      : putDerived(draft, inspection, attempt.isSimulated)),
    isChecked,
    isSimulated: attempt.isSimulated,
    createdAt: draft.now,
  };
  draft.put("assets", asset);
  if (job.targetId !== null) attach(draft, job.targetId, asset.id);
  // Where the format was changed, the file as it came; what a check that was cut short had derived.
  const isPlain = job.kind === "clip" && inspection === undefined;
  if (stored.assetId !== attempt.assetId || !isChecked || isPlain) {
    for (const assetId of filesOf(draft.state, attempt)) pruneLater(draft, assetId);
  }
}

function attach(draft: Draft, targetId: string, assetId: string): void {
  const reference = draft.get("characterReferences", targetId);
  if (reference !== undefined) draft.put("characterReferences", { ...reference, assetId });
  const film = draft.get("films", targetId);
  if (film !== undefined) draft.put("films", { ...film, assetId });
  const clip = draft.get("clips", targetId);
  if (clip === undefined) return;
  draft.put("clips", { ...clip, assetId });
  const scene = draft.get("scenes", clip.sceneId);
  const isNewest = !draft
    .list("clips")
    .some(
      (each) => each.sceneId === clip.sceneId && each.take > clip.take && each.assetId !== null,
    );
  // The newest take is the one somebody asked for last, so it is the one the film uses.
  if (scene !== undefined && isNewest) draft.put("scenes", { ...scene, selectedClipId: clip.id });
}

/** Whether a job of an attempt has ended; late outcomes of effects are then dropped. */
export function hasEnded(draft: Draft, attempt: Attempt): boolean {
  const job = draft.get("jobs", attempt.jobId);
  return job === undefined || isTerminal(job.status);
}
