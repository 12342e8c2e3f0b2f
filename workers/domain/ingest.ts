/** From a finished prediction to an asset that counts: saved in R2 first, then decoded by the checker. */
import type { ErrorBody } from "../contracts/errors.ts";
import { type Asset, NOTHING_DERIVED } from "../contracts/project.ts";
import { faultOf, type Inspection, putDerived, warningsOf } from "./inspection.ts";
import { failJob, moveJob, noteJob, setDeadline, tellEnded } from "./jobs.ts";
import { keepAsset, loseLate, moveLate } from "./late.ts";
import { filesOf, isBeingSaved, pruneLater } from "./leftovers.ts";
import { isOwnClip, ownLengths } from "./own-clips.ts";
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

/** An attempt whose output is saved for its job, or, with `late`, although that has ended. */
type Saving = { attempt: Attempt; job: JobRecord };

function savingOf(draft: Draft, attemptId: string): Saving | null {
  const attempt = draft.get("attempts", attemptId);
  const job = draft.get("jobs", attempt?.jobId ?? "");
  if (attempt === undefined || job === undefined) return null;
  return isBeingSaved(draft.state, attempt) ? { attempt, job } : null;
}

/** Files that came when nobody waited for them any more, after the look that would have found them. */
function cameInVain(draft: Draft, attemptId: string): void {
  const attempt = draft.get("attempts", attemptId);
  if (attempt === undefined) return;
  for (const assetId of filesOf(draft.state, attempt)) pruneLater(draft, assetId);
}

export function saved(draft: Draft, attemptId: string, stored: StoredOutput): void {
  const found = savingOf(draft, attemptId);
  if (found === null) {
    cameInVain(draft, attemptId);
    return;
  }
  const attempt = draft.put("attempts", { ...found.attempt, stored, waits: 0 });
  const deadlineAt = draft.now + draft.context.times.checkDeadline;
  if (attempt.late === null) {
    noteJob(draft, attempt.jobId, { phase: "waiting_for_checker" });
    setDeadline(draft, attempt.jobId, deadlineAt);
  } else moveLate(draft, attempt, { stage: "checking", deadlineAt });
  draft.effect({ kind: "check", attemptId });
}

/** A download can be cut short on the way although the file is whole: it is read so often again. */
const MOST_REREADS = 2;

/**
 * Saving failed. A network fault is tried again until the deadline, since the output is paid for;
 * what is at fault itself (gone, empty, cut short, of another kind) ends the job.
 */
export function saveFailed(draft: Draft, attemptId: string, error: ErrorBody): void {
  const found = savingOf(draft, attemptId);
  if (found === null) return;
  const { attempt } = found;
  if (error.code === "provider_unavailable" || error.code === "internal") {
    again(draft, attempt, { kind: "ingest", attemptId });
  } else if (error.code === "asset_invalid" && attempt.rereads < MOST_REREADS) {
    const reread = { ...attempt, rereads: attempt.rereads + 1 };
    again(draft, reread, { kind: "ingest", attemptId });
  } else giveUp(draft, found, error);
}

/** The checker could not be reached or is busy: that is no fault of the file. */
export function checkUnavailable(draft: Draft, attemptId: string): void {
  const found = savingOf(draft, attemptId);
  if (found === null) return;
  if (found.attempt.late === null) noteJob(draft, found.job.id, { phase: "waiting_for_checker" });
  again(draft, found.attempt, { kind: "check", attemptId });
}

function again(
  draft: Draft,
  attempt: Attempt,
  effect: { kind: "ingest" | "check"; attemptId: string },
): void {
  const { times, random } = draft.context;
  const wait = fullJitter(times.serviceBase, attempt.waits, times.backoffMax, random());
  draft.put("attempts", { ...attempt, waits: attempt.waits + 1 });
  draft.effect(effect, draft.now + Math.max(times.serviceBase, wait));
}

function giveUp(draft: Draft, { attempt, job }: Saving, error: ErrorBody): void {
  if (attempt.late === null) failJob(draft, job.id, error);
  else loseLate(draft, attempt, error);
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
  const found = savingOf(draft, attemptId);
  if (found === null) {
    cameInVain(draft, attemptId);
    return;
  }
  const { job } = found;
  const { inspection } = facts;
  // What is in a clip of one's own is meant: the page says what was found, and it counts all the same.
  const isOwn = isOwnClip(draft, job);
  const fault = inspection === undefined || isOwn ? null : faultOf(job, facts, inspection.findings);
  if (fault !== null) {
    giveUp(draft, found, fault);
    return;
  }
  const clip = draft.get("clips", job.targetId ?? "");
  const said =
    inspection === undefined || clip === undefined || isOwn
      ? []
      : warningsOf(facts, inspection.fps, clip.shotLengthS);
  finish(draft, found, { facts, stored, isChecked: true, said });
}

/** The checker says the file is no good: the reason is the job's, the file stays for inspection. */
export function checkFailed(draft: Draft, attemptId: string, error: ErrorBody): void {
  const found = savingOf(draft, attemptId);
  if (found !== null) giveUp(draft, found, error);
}

/** Nothing that was paid for is thrown away for want of a check. */
export function finishUnchecked(draft: Draft, attemptId: string): boolean {
  const found = savingOf(draft, attemptId);
  const stored = found?.attempt.stored ?? null;
  if (found === null || stored === null) return false;
  const facts = { width: null, height: null, durationMs: null, hasAudio: null };
  const said = ["Saved, but the checker could not be reached to look at it."];
  finish(draft, found, { facts, stored, isChecked: false, said });
  return true;
}

/** The deadline of an output that came late. */
export function latePassed(draft: Draft, attemptId: string): void {
  const found = savingOf(draft, attemptId);
  const late = found?.attempt.late ?? null;
  if (found === null || late === null) return;
  if (late.deadlineAt > draft.now) draft.wake({ kind: "late", attemptId }, late.deadlineAt);
  else if (!finishUnchecked(draft, attemptId)) loseLate(draft, found.attempt, NOT_IN_TIME);
}

const NOT_IN_TIME: ErrorBody = {
  code: "asset_missing",
  message: "it could not be saved before the provider deleted it.",
};

type Finished = { facts: Checked; stored: StoredOutput; isChecked: boolean; said: string[] };

function finish(draft: Draft, { attempt, job }: Saving, finished: Finished): void {
  const { facts, stored, isChecked, said } = finished;
  const isLate = attempt.late !== null;
  if (isLate) for (const words of said) tellEnded(draft, job.id, words);
  else if (moveJob(draft, job.id, "finish", { warnings: [...job.warnings, ...said] }) === null) {
    return;
  }
  putAsset(draft, attempt, job, finished);
  if (isLate) keepAsset(draft, attempt, job, stored.assetId);
  else if (job.targetId !== null) attach(draft, job.targetId, stored.assetId);
  // Where the format was changed, the file as it came; what a check that was cut short had derived.
  const isPlain = job.kind === "clip" && facts.inspection === undefined;
  if (stored.assetId !== attempt.assetId || !isChecked || isPlain) {
    for (const assetId of filesOf(draft.state, attempt)) pruneLater(draft, assetId);
  }
}

function putAsset(
  draft: Draft,
  attempt: Attempt,
  job: JobRecord,
  { facts: { inspection, ...facts }, stored, isChecked }: Finished,
): void {
  const { isSimulated } = attempt;
  const asset: Asset = {
    id: stored.assetId,
    media: job.kind === "character" ? "image" : "video",
    contentType: stored.contentType,
    bytes: stored.bytes,
    ...facts,
    ...(inspection === undefined ? NOTHING_DERIVED : putDerived(draft, inspection, isSimulated)),
    ...(inspection === undefined ? {} : { fps: inspection.fps }),
    isChecked,
    isSimulated,
    createdAt: draft.now,
  };
  draft.put("assets", asset);
}

function attach(draft: Draft, targetId: string, assetId: string): void {
  const reference = draft.get("characterReferences", targetId);
  if (reference !== undefined) draft.put("characterReferences", { ...reference, assetId });
  const film = draft.get("films", targetId);
  if (film !== undefined) draft.put("films", { ...film, assetId });
  const clip = draft.get("clips", targetId);
  if (clip === undefined) return;
  const durationMs = draft.get("assets", assetId)?.durationMs ?? null;
  draft.put("clips", { ...clip, ...ownLengths(clip, durationMs), assetId });
  const scene = draft.get("scenes", clip.sceneId);
  const chosen = draft.get("clips", scene?.selectedClipId ?? "");
  // The newest take is the one somebody asked for last, so it is the one the film uses.
  if (scene !== undefined && (chosen === undefined || chosen.take < clip.take)) {
    draft.put("scenes", { ...scene, selectedClipId: clip.id });
  }
}
