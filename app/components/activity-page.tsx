/** Every job of a project with its attempts, costs, reasons and times, and what it all comes to. */
import { Link, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { Activity, ActivityEntry, ActivityTotal } from "../../workers/contracts/activity.ts";
import type { JobKind } from "../../workers/contracts/job.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { useOnline } from "../live/use-online.ts";
import { useProjectChannel } from "../live/use-project-channel.ts";
import { KIND_WORDS, shownEntries, subjectWords, tookWords } from "../project/activity-view.ts";
import { clockWords, dayWords } from "../words/dates.ts";
import { billedWords, doingWords, reasonWords, waitingWords } from "../words/job-words.ts";
import { countWords } from "../words/lists.ts";
import { lineWords } from "../words/line-words.ts";
import { usd } from "../words/money.ts";
import { timecode } from "../words/timecode.ts";
import { JobNotes } from "./job-notes.tsx";
import { Masthead, SimulatedTag } from "./masthead.tsx";
import { ShellBar } from "./shell-bar.tsx";
import { StateMark, type Tone } from "./state-mark.tsx";

export type ActivityPageProps = { snapshot: Snapshot; activity: Activity; kind: JobKind | null };

export function ActivityPage({ snapshot: served, activity, kind }: ActivityPageProps) {
  const { snapshot, link } = useProjectChannel(served);
  const isOnline = useOnline();
  useFreshActivity(snapshot.seq, served.seq);
  const entries = shownEntries(activity, kind);
  const { project } = snapshot;
  return (
    <div className="page project activity-page">
      <Masthead>
        {project.isSimulated ? <SimulatedTag /> : null}
        <Link to={`/projects/${project.id}`}>Back to the film</Link>
      </Masthead>
      <ShellBar
        snapshot={snapshot}
        base={`/projects/${project.id}`}
        notice={lineWords(isOnline, link)}
      />
      <main>
        <header className="activity-heading">
          <p className="quiet">{project.title}</p>
          <h1>Activity</h1>
        </header>
        <Totals activity={activity} kind={kind} />
        {entries.length === 0 ? (
          <p className="blank quiet">
            {kind === null
              ? "Nothing was tried yet. What is drawn, written, shot or cut is told here, with its cost."
              : `No ${KIND_WORDS[kind].toLowerCase()} were tried yet.`}
          </p>
        ) : (
          <ol className="log">
            {entries.map((entry) => (
              <Entry key={entry.job.id} entry={entry} />
            ))}
          </ol>
        )}
        <p className="quiet fine">Times are UTC. Costs are estimates from public prices.</p>
      </main>
    </div>
  );
}

/** Attempts are not on the channel: what changed there says when to ask for them again. */
function useFreshActivity(seq: number, servedSeq: number): void {
  const { revalidate, state } = useRevalidator();
  const asked = useRef(servedSeq);
  useEffect(() => {
    if (state !== "idle" || seq <= Math.max(asked.current, servedSeq)) return;
    asked.current = seq;
    revalidate();
  }, [seq, servedSeq, state, revalidate]);
}

/** One row for each kind, which is also the way to see only that kind. */
function Totals({ activity, kind }: { activity: Activity; kind: JobKind | null }) {
  const all = activity.totals.reduce(
    (sum, total) => ({
      jobs: sum.jobs + total.jobs,
      attempts: sum.attempts + total.attempts,
      perhapsUsd: sum.perhapsUsd + total.perhapsUsd,
    }),
    { jobs: 0, attempts: 0, perhapsUsd: 0 },
  );
  return (
    <ul className="totals" aria-label="Totals, and what is shown">
      <li>
        <Link to="?" aria-current={kind === null ? "true" : undefined} preventScrollReset>
          <span>Everything</span>
          <TotalFigures {...all} spentUsd={activity.spentUsd} />
        </Link>
      </li>
      {activity.totals.map((total) => (
        <li key={total.kind}>
          <Link
            to={`?kind=${total.kind}`}
            aria-current={kind === total.kind ? "true" : undefined}
            preventScrollReset
          >
            <span>{KIND_WORDS[total.kind]}</span>
            <TotalFigures {...total} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

type Figures = Pick<ActivityTotal, "jobs" | "attempts" | "spentUsd" | "perhapsUsd">;

function TotalFigures({ jobs, attempts, spentUsd, perhapsUsd }: Figures) {
  return (
    <>
      <strong className="mono">{usd(spentUsd)}</strong>
      <span className="mono quiet">
        {countWords(jobs, "job")} · {countWords(attempts, "attempt")}
      </span>
      {perhapsUsd > 0 ? (
        <span className="quiet fine">{usd(perhapsUsd)} of it may have been billed</span>
      ) : null}
    </>
  );
}

function Entry({ entry }: { entry: ActivityEntry }) {
  const { job, attempts, spentUsd } = entry;
  const took = tookWords(entry);
  const isUnwanted = job.status === "failed" || job.status === "canceled";
  return (
    <li className="log-entry">
      <time className="mono" dateTime={new Date(job.createdAt).toISOString()}>
        {clockWords(job.createdAt)}
        <span className="quiet"> {dayWords(job.createdAt)}</span>
      </time>
      <div className="what">
        <p>
          <strong>{subjectWords(entry)}</strong>{" "}
          <StateMark tone={TONES[job.status]}>{doingWords(job)}</StateMark>
        </p>
        {job.model === null ? null : <p className="mono quiet">{job.model}</p>}
        {isUnwanted ? (
          <p className="reason">
            {reasonWords(job)} <span className="quiet">{billedWords(job)}</span>
          </p>
        ) : null}
        {waitingWords(job) === null ? null : <p className="reason">{waitingWords(job)}</p>}
        <Attempts entry={entry} />
        <JobNotes job={job} />
      </div>
      <span className="mono quiet took">{took === null ? "" : `in ${took}`}</span>
      <span className="mono cost">
        {usd(spentUsd)}
        {attempts.some(({ billed }) => billed === "perhaps") ? (
          <span className="quiet"> perhaps</span>
        ) : null}
      </span>
    </li>
  );
}

const TONES: Record<ActivityEntry["job"]["status"], Tone> = {
  queued: "waiting",
  submitting: "working",
  running: "working",
  ingesting: "working",
  succeeded: "done",
  failed: "failed",
  canceled: "waiting",
};

const ATTEMPT_WORDS: Record<ActivityEntry["attempts"][number]["status"], string> = {
  submitting: "being sent",
  running: "running",
  canceling: "told to stop",
  succeeded: "succeeded",
  failed: "failed",
  canceled: "canceled",
  lost: "never found again",
};

function Attempts({ entry: { attempts } }: { entry: ActivityEntry }) {
  if (attempts.length === 0) return null;
  return (
    <details className="attempts fine">
      <summary className="quiet">{countWords(attempts.length, "attempt")}</summary>
      <ol>
        {attempts.map((attempt) => (
          <li key={attempt.number} className="mono">
            <span>
              {attempt.number}. {clockWords(attempt.startedAt)}
            </span>{" "}
            <span>{ATTEMPT_WORDS[attempt.status]}</span>{" "}
            <span className="quiet">
              {attempt.endedAt === null
                ? ""
                : `after ${timecode((attempt.endedAt - attempt.startedAt) / 1000)}, `}
              {attempt.billed === "no"
                ? "not billed"
                : `${usd(attempt.estimateUsd)}${attempt.billed === "perhaps" ? ", perhaps" : ""}`}
              {attempt.predictionId === null ? "" : ` · ${attempt.predictionId}`}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
