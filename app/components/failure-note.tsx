/** A failed job: what happened, what it cost, what usually helps, and what can be done about it. */
import type { ReactNode } from "react";
import type { Job } from "../../workers/contracts/job.ts";
import type { ModelInfo } from "../../workers/contracts/models.ts";
import { type Remedy, adviceWords, remediesOf, triesWords } from "../words/failure-words.ts";
import { billedWords, reasonWords } from "../words/job-words.ts";
import type { Desk } from "./desk.ts";
import { JobButton } from "./job-button.tsx";

export type FailureNoteProps = {
  job: Job;
  desk: Desk;
  /** Before the reason, like `Scene 2: `. */
  subject?: string;
  /** The verb of doing the same again, like `Shoot again`, and what that costs in US dollars. */
  verb: string;
  usd: number;
  /** Where the words are changed: the id of their field on the page. */
  wordsId: string | null;
  /** Models that could do it instead. */
  others: readonly { model: ModelInfo; usd: number }[];
  buttonClass?: string;
};

export function FailureNote(props: FailureNoteProps) {
  const { job, desk, subject = "" } = props;
  const advice = adviceWords(job);
  const costs = [triesWords(job), billedWords(job)].filter((words) => words !== null).join(" ");
  return (
    <>
      <p className="fault">
        <span>
          {subject}
          {reasonWords(job)}
        </span>
      </p>
      {job.error?.detail === undefined ? null : <p className="quiet fine">{job.error.detail}</p>}
      {costs === "" ? null : <p className="fine">{costs}</p>}
      {advice === null ? null : <p className="fine">{advice}</p>}
      <div className="remedies">
        {remediesOf(job, desk.snapshot.project.mode).map((remedy) => (
          <Offer key={remedy} remedy={remedy} {...props} />
        ))}
      </div>
    </>
  );
}

function Offer({ remedy, ...props }: FailureNoteProps & { remedy: Remedy }): ReactNode {
  const { job, desk, verb, usd, wordsId, others, buttonClass = "button plain" } = props;
  switch (remedy) {
    case "again":
      return (
        <JobButton intent="retry" job={job} desk={desk} usd={usd} className={buttonClass}>
          {verb}
        </JobButton>
      );
    case "words":
      return wordsId === null ? null : (
        <a
          className={buttonClass}
          href={`#${wordsId}`}
          onClick={(event) => {
            if (selectField(wordsId)) event.preventDefault();
          }}
        >
          Change the words
        </a>
      );
    case "portrait":
      return (
        <a className={buttonClass} href="#character">
          Choose another portrait
        </a>
      );
    case "silent":
      return (
        <JobButton
          intent="retry"
          job={job}
          desk={desk}
          usd={usd}
          change={{ generateAudio: "no" }}
          className={buttonClass}
        >
          {`${verb} without sound`}
        </JobButton>
      );
    case "model":
      return others.length === 0 ? null : (
        <details className="other-models fine">
          <summary className="quiet">Another model</summary>
          {others.map(({ model, usd: otherUsd }) => (
            <JobButton
              key={model.slug}
              intent="retry"
              job={job}
              desk={desk}
              usd={otherUsd}
              change={{ model: model.slug }}
            >
              {model.label}
            </JobButton>
          ))}
        </details>
      );
    default:
      return remedy satisfies never;
  }
}

/** Opens the form around a field and selects its text. Without scripts the browser goes to the field. */
function selectField(id: string): boolean {
  const field = document.getElementById(id);
  if (!(field instanceof HTMLTextAreaElement)) return false;
  field.closest("details")?.setAttribute("open", "");
  field.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
  field.select();
  return true;
}
