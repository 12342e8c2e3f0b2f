/** What a job is doing, has cost and why it failed, in the words of film making. */
import type { Job, JobPhase } from "../../workers/contracts/job.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import { timecode } from "./timecode.ts";

const PHASE_WORDS: Record<JobPhase, string> = {
  waiting_for_pace: "Waiting for its turn",
  waiting_for_credit: "Waiting for credit on the Replicate account",
  waiting_for_token: "Waiting for the Replicate token",
  waiting_for_settings: "Waiting for Edgereel's settings to be corrected",
  waiting_to_retry: "Waiting to try again",
  checking_with_provider: "Checking with Replicate",
  waiting_for_machine: "Waiting for a machine",
  rendering: "Rendering",
  saving: "Saving",
  waiting_for_checker: "Waiting to be checked",
};

const RUNNING_WORDS: Record<Job["kind"], string> = {
  character: "Drawing",
  script: "Writing",
  clip: "Rendering",
  film: "Cutting the film",
};

/** One short phrase for what the job does now, without a full stop. */
export function doingWords(job: Job): string {
  if (job.status === "succeeded") return "Ready";
  if (job.status === "failed") return "Failed";
  if (job.status === "canceled") return "Canceled";
  if (job.phase === "rendering") return RUNNING_WORDS[job.kind];
  if (job.phase !== null) return PHASE_WORDS[job.phase];
  if (job.status === "queued") return "Waiting for its turn";
  if (job.status === "submitting") return "Sending it off";
  return job.status === "ingesting" ? "Saving" : RUNNING_WORDS[job.kind];
}

/** What the job waits for a person to do elsewhere, and what follows; null where it goes on alone. */
export function waitingWords(job: Job): string | null {
  if (isTerminal(job.status)) return null;
  if (job.phase === "waiting_for_credit") {
    return "The account for the models is out of credit. Add credit on Replicate: everything that waits then goes on by itself within a few minutes, and nothing is lost.";
  }
  if (job.phase === "waiting_for_token") {
    return "The token of the account for the models is missing. Set REPLICATE_API_TOKEN: everything that waits then goes on by itself.";
  }
  return null;
}

/** The badge of a clip, portrait or film. */
export function badgeWords(job: Job): "Generating" | "Ready" | "Failed" | "Canceled" {
  if (!isTerminal(job.status)) return "Generating";
  if (job.status === "succeeded") return "Ready";
  return job.status === "failed" ? "Failed" : "Canceled";
}

/** Whether a failed or canceled attempt cost money. A job that is not over has no sentence yet. */
export function billedWords(job: Job): string | null {
  if (job.status !== "failed" && job.status !== "canceled") return null;
  if (job.isSimulated || job.estimateUsd <= 0) return "Nothing was billed.";
  if (job.billed === "no") return "Nothing was billed.";
  return job.billed === "yes"
    ? "This attempt was billed."
    : "This attempt may have been billed. Your Replicate account says whether it was.";
}

/** Why the job ended without a result. Every failed job has words, even one without an error. */
export function reasonWords(job: Job): string {
  if (job.error !== null) return job.error.message;
  return job.status === "canceled"
    ? "It was canceled."
    : "It ended without a reason. Try it again.";
}

export type Clockwork = {
  /** 0 to 1: the provider's own progress. Null when nobody knows. */
  progress: number | null;
  /** 0 to 1: elapsed against usual time. Not progress, and drawn differently. */
  elapsedShare: number;
  words: string;
};

/**
 * How far a job is. `progress` is passed on only where the provider told it; otherwise the time since
 * it started stands against the usual time.
 * @param now epoch milliseconds
 * @param expectedSeconds usual length of this kind of job
 */
export function clockwork(job: Job, now: number, expectedSeconds: number): Clockwork {
  const elapsed = Math.max(0, (now - (job.startedAt ?? job.createdAt)) / 1000);
  const share = expectedSeconds > 0 ? Math.min(1, elapsed / expectedSeconds) : 0;
  if (job.progress !== null) {
    const percent = Math.round(Math.min(1, Math.max(0, job.progress)) * 100);
    return { progress: job.progress, elapsedShare: share, words: `${percent} % done` };
  }
  const usual = `usually ${timecode(expectedSeconds)}`;
  const words =
    elapsed > expectedSeconds
      ? `${timecode(elapsed)}, longer than usual (${timecode(expectedSeconds)})`
      : `${timecode(elapsed)}, ${usual}`;
  return { progress: null, elapsedShare: share, words };
}

/** A substitution as a sentence: what was asked, what is used, why. */
export function substitutionWords(change: Job["substitutions"][number]): string {
  const field = change.field.replaceAll("_", " ");
  const reason = change.reason.replace(/[.\s]+$/, "");
  if (change.used === null) return `${field}: left out. ${reason}.`;
  if (change.asked === null) return `${field}: ${change.used}. ${reason}.`;
  return `${field}: ${change.used} instead of ${change.asked}. ${reason}.`;
}
