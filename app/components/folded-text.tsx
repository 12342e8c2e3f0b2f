import { shorten } from "../words/lists.ts";

/** Characters that stand without a fold: about five lines beside the screen. */
const OPEN_CHARS = 280;

/** A text of any length in little room: a long one begins, and unfolds. Nothing for an empty one. */
export function FoldedText({ text }: { text: string }) {
  if (text === "") return null;
  if (text.length <= OPEN_CHARS) return <p className="quiet words">{text}</p>;
  return (
    <details className="folded quiet words">
      <summary>
        <span className="start">{shorten(text, OPEN_CHARS)} </span>
        <span className="unfold">Read all of it</span>
        <span className="fold">Show less</span>
      </summary>
      <p>{text}</p>
    </details>
  );
}
