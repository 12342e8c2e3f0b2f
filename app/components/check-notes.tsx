import type { Asset } from "../../workers/contracts/project.ts";
import { findingsWords } from "../words/findings-words.ts";

/** What the check of a clip found that is worth knowing; folded, never hidden. */
export function CheckNotes({ asset }: { asset: Asset }) {
  const notes = findingsWords(asset);
  if (notes.length === 0) return null;
  return (
    <details className="job-notes fine">
      <summary className="quiet">
        {notes.length === 1
          ? "1 thing to know about it"
          : `${notes.length} things to know about it`}
      </summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
