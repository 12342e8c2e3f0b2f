/** The container's side of a film: accepted, progress, done, gone; and the film that came of it. */
import type { ErrorBody } from "../contracts/errors.ts";
import type { RenditionKind } from "../contracts/film-options.ts";
import { type Asset, NOTHING_DERIVED } from "../contracts/project.ts";
import { endAttempt, failJob, isLive, moveJob, noteJob, putBack, setDeadline } from "./jobs.ts";
import { fullJitter } from "./retry-policy.ts";
import type { Attempt, Draft, JobRecord, StoredOutput } from "./state.ts";

/** A new container that does not know its job costs nothing; this bound only ends a loop of deaths. */
const MOST_RESTARTS = 12;

export type FilmNews =
  /** `isQueued` while it waits in the container for other films. */
  | { kind: "working"; progress: number; doing: string; isQueued?: boolean }
  | { kind: "done"; parts: string; warnings: string[] }
  | { kind: "failed"; error: ErrorBody }
  | { kind: "canceled" }
  /** The container is new or was stopped, and does not know the job. */
  | { kind: "lost" }
  /** The container cannot be reached now. */
  | { kind: "unavailable" };

export function filmNews(draft: Draft, attemptId: string, news: FilmNews): void {
  const attempt = draft.get("attempts", attemptId);
  const job = attempt === undefined ? undefined : draft.get("jobs", attempt.jobId);
  if (attempt === undefined || job === undefined || !isLive(attempt)) return;
  switch (news.kind) {
    case "working":
      accept(draft, attempt, job);
      if (isStuck(draft, attempt, job, news)) {
        restart(draft, attempt, job);
        return;
      }
      noteJob(draft, job.id, {
        phase: "rendering",
        progress: news.progress,
        doing: news.doing,
      });
      return;
    case "done":
      accept(draft, attempt, job);
      draft.put("attempts", { ...attempt, parts: news.parts });
      endAttempt(draft, { ...attempt, parts: news.parts }, "succeeded", "no");
      if (moveJob(draft, job.id, "output", { phase: "saving" }) === null) return;
      noteJob(draft, job.id, { warnings: [...job.warnings, ...news.warnings] });
      setDeadline(draft, job.id, draft.now + draft.context.times.ingestDeadline);
      draft.effect({ kind: "ingest", attemptId });
      return;
    case "failed":
      if (news.error.code === "stitch_unavailable") {
        restart(draft, attempt, job);
        return;
      }
      endAttempt(draft, attempt, "failed", "no");
      draft.effect({ kind: "cancel", attemptId });
      failJob(draft, job.id, news.error);
      return;
    case "canceled":
      endAttempt(draft, attempt, "canceled", "no");
      draft.effect({ kind: "cancel", attemptId });
      failJob(draft, job.id, {
        code: "stitch_unavailable",
        message: "The cutting machine stopped the film. Cut it again.",
      });
      return;
    case "lost":
      restart(draft, attempt, job);
      return;
    case "unavailable":
      // A submitted manifest stays valid; an unsubmitted one is handed over again.
      if (attempt.status === "submitting") wait(draft, attempt, job);
      else if (isOverdue(draft, attempt)) restart(draft, attempt, job);
      else draft.wake({ kind: "poll", attemptId }, draft.now + draft.context.times.filmPoll);
      return;
    default:
      news satisfies never;
  }
}

/** A file of a film as it lies in R2; the container has decoded it. */
export type FilmFile = StoredOutput & {
  media: Asset["media"];
  facts: Pick<Asset, "width" | "height" | "durationMs" | "hasAudio">;
};

/** The film and its renditions are whole, so its job has succeeded. */
export type FilmSaved = {
  type: "film_saved";
  attemptId: string;
  file: FilmFile;
  renditions: (FilmFile & { kind: RenditionKind })[];
  /** Renditions that were made and could not be kept. */
  lost: RenditionKind[];
};

export function filmSaved(draft: Draft, { attemptId, file, renditions, lost }: FilmSaved): void {
  const attempt = draft.get("attempts", attemptId);
  const job = draft.get("jobs", attempt?.jobId ?? "");
  const film = draft.get("films", job?.targetId ?? "");
  if (attempt === undefined || job === undefined || film === undefined) return;
  const warnings = [...job.warnings, ...lost.map(lostWarning)];
  if (moveJob(draft, job.id, "finish", { warnings }) === null) return;
  const { isSimulated } = attempt;
  const posterAssetId = renditions.find(({ kind }) => kind === "poster")?.assetId ?? null;
  for (const each of renditions) draft.put("assets", assetOf(draft, each, isSimulated));
  draft.put("assets", { ...assetOf(draft, file, isSimulated), posterAssetId });
  draft.put("films", {
    ...film,
    assetId: file.assetId,
    renditions: renditions.map(({ kind, assetId }) => ({ kind, assetId })),
  });
}

function lostWarning(kind: RenditionKind): string {
  return `The film's ${kind} file could not be saved. Cut the film again to have it.`;
}

function assetOf(
  draft: Draft,
  { assetId, media, contentType, bytes, facts }: FilmFile,
  isSimulated: boolean,
): Asset {
  return {
    id: assetId,
    media,
    contentType,
    bytes,
    ...facts,
    ...NOTHING_DERIVED,
    isChecked: true,
    isSimulated,
    createdAt: draft.now,
  };
}

/** After each look at the container: when to look again. */
export function filmPolled(draft: Draft, attemptId: string): void {
  const attempt = draft.get("attempts", attemptId);
  if (attempt?.status === "running")
    draft.wake({ kind: "poll", attemptId }, draft.now + draft.context.times.filmPoll);
}

/** It answers, and its work does not go on. Notes when it last did. */
function isStuck(
  draft: Draft,
  { id }: Attempt,
  job: JobRecord,
  news: FilmNews & { kind: "working" },
): boolean {
  const attempt = draft.get("attempts", id);
  if (attempt === undefined) return false;
  const isNew = news.progress !== job.progress || news.doing !== job.doing;
  if (!isNew && news.isQueued !== true && attempt.movedAt !== null) {
    return isOverdue(draft, attempt);
  }
  draft.put("attempts", { ...attempt, movedAt: draft.now });
  return false;
}

function isOverdue(draft: Draft, { movedAt, startedAt }: Attempt): boolean {
  return draft.now - (movedAt ?? startedAt) >= draft.context.times.filmStall;
}

function accept(draft: Draft, attempt: Attempt, job: JobRecord): void {
  if (attempt.status !== "submitting") return;
  draft.put("attempts", { ...attempt, status: "running" });
  moveJob(draft, job.id, "accept", { phase: "rendering", serviceWaits: 0 });
  draft.wake({ kind: "poll", attemptId: attempt.id }, draft.now + draft.context.times.filmPoll);
}

function restart(draft: Draft, attempt: Attempt, job: JobRecord): void {
  endAttempt(draft, attempt, "lost", "no");
  draft.effect({ kind: "cancel", attemptId: attempt.id });
  if (job.restarts >= MOST_RESTARTS) {
    failJob(draft, job.id, {
      code: "stitch_unavailable",
      message: "The cutting machine stopped again and again. Cut the film again later.",
    });
    return;
  }
  const { times, random } = draft.context;
  putBack(draft, job.id, fullJitter(times.serviceBase, job.restarts, times.filmPoll, random()), {
    restarts: job.restarts + 1,
    attemptCount: Math.max(0, job.attemptCount - 1),
  });
}

function wait(draft: Draft, attempt: Attempt, job: JobRecord): void {
  const { times, random } = draft.context;
  noteJob(draft, job.id, {
    phase: "waiting_for_machine",
    serviceWaits: job.serviceWaits + 1,
  });
  const delay = fullJitter(
    times.serviceBase,
    Math.min(job.serviceWaits, 4),
    times.filmPoll,
    random(),
  );
  draft.effect(
    { kind: "start_film", attemptId: attempt.id },
    draft.now + times.serviceBase + delay,
  );
}
