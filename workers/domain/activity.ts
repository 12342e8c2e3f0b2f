/** What was tried in a project and what it cost, told from its jobs and attempts. */
import type { Activity, ActivityEntry, ActivityTotal } from "../contracts/activity.ts";
import { JobKind } from "../contracts/job.ts";
import { attemptsOfState, publicJob, spentOn } from "./jobs.ts";
import type { Attempt, JobRecord, ProjectState } from "./state.ts";

/** Oldest first. `kind` leaves out the entries of other kinds; the totals are of all. */
export function activityOf(
  state: ProjectState & { project: NonNullable<ProjectState["project"]> },
  kind: JobKind | null,
): Activity {
  const jobs = [...state.jobs.values()].sort((a, b) => a.createdAt - b.createdAt);
  const entries = jobs.map((job) => entryOf(state, job));
  return {
    projectId: state.project.id,
    entries: kind === null ? entries : entries.filter(({ job }) => job.kind === kind),
    totals: JobKind.options.map((each) => totalOf(each, entries)),
    spentUsd: spentOn([...state.attempts.values()]),
  };
}

function entryOf(state: ProjectState, record: JobRecord): ActivityEntry {
  const attempts = attemptsOfState(state, record.id);
  const target = record.targetId ?? "";
  const clip = state.clips.get(target);
  return {
    job: publicJob(record),
    option: state.characterReferences.get(target)?.option ?? null,
    sceneNumber: state.scenes.get(clip?.sceneId ?? "")?.number ?? null,
    take: clip?.take ?? null,
    filmNumber: state.films.get(target)?.number ?? null,
    spentUsd: spentOn(attempts),
    attempts: attempts.map(attemptOf),
  };
}

/** The exact input, the nonce and the addresses stay inside. */
function attemptOf(attempt: Attempt): ActivityEntry["attempts"][number] {
  const { number, model, status, predictionId, isSimulated } = attempt;
  const { estimateUsd, billed, startedAt, endedAt } = attempt;
  return {
    ...{ number, model, status, predictionId, isSimulated },
    ...{ estimateUsd, billed, startedAt, endedAt },
  };
}

function totalOf(kind: JobKind, all: readonly ActivityEntry[]): ActivityTotal {
  const entries = all.filter(({ job }) => job.kind === kind);
  const attempts = entries.flatMap((entry) => entry.attempts);
  const ended = (status: "succeeded" | "failed" | "canceled") =>
    entries.filter(({ job }) => job.status === status).length;
  return {
    kind,
    jobs: entries.length,
    succeeded: ended("succeeded"),
    failed: ended("failed"),
    canceled: ended("canceled"),
    attempts: attempts.length,
    spentUsd: spentOn(attempts),
    perhapsUsd: spentOn(attempts.filter(({ billed }) => billed === "perhaps")),
  };
}
