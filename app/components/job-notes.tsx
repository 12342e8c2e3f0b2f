import type { Job } from "../../workers/contracts/job.ts";
import { substitutionWords } from "../words/job-words.ts";

/** What was done otherwise than asked, and what is worth knowing; folded, never hidden. */
export function JobNotes({ job }: { job: Job }) {
  const notes = [...job.substitutions.map(substitutionWords), ...job.warnings];
  if (notes.length === 0) return null;
  return (
    <details className="job-notes fine">
      <summary className="quiet">
        {notes.length === 1
          ? "1 change to what was asked"
          : `${notes.length} changes to what was asked`}
      </summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
