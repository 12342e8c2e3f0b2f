import type { Job } from "../../workers/contracts/job.ts";
import { substitutionWords } from "../words/job-words.ts";
import { countWords } from "../words/lists.ts";

/** What was done otherwise than asked, which attempts failed, and what else is worth knowing; folded, never hidden. */
export function JobNotes({ job }: { job: Job }) {
  const notes = [...job.substitutions.map(substitutionWords), ...job.warnings];
  if (notes.length === 0) return null;
  return (
    <details className="job-notes fine">
      <summary className="quiet">{noteCounts(job)}</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}

function noteCounts({ substitutions, warnings }: Job): string {
  return [
    substitutions.length > 0
      ? `${countWords(substitutions.length, "change")} to what was asked`
      : "",
    warnings.length > 0 ? countWords(warnings.length, "note") : "",
  ]
    .filter((words) => words !== "")
    .join(", ");
}
