/** How many portraits arrived and why the others did not, as one line. */
import { reasonWords } from "../words/job-words.ts";
import { listWords } from "../words/lists.ts";
import { drawnCounts, isDrawing, type PortraitSlot } from "./portraits.ts";

/** Null while all goes well. */
export function missingWords(slots: readonly PortraitSlot[]): string | null {
  const lost = slots.filter((slot) => slot.asset === null && !isDrawing(slot));
  const [first] = lost;
  if (first?.job == null) return null;
  const { arrived, total } = drawnCounts(slots);
  const verb =
    first.job.status === "canceled"
      ? "canceled"
      : lost.every((slot) => slot.job?.failure?.kind === "moderation")
        ? "refused"
        : "lost";
  const options = `option${lost.length === 1 ? "" : "s"} ${listWords(lost.map((slot) => slot.option))}`;
  const were = lost.length === 1 ? "was" : "were";
  const why = verb === "canceled" ? "" : ` ${firstSentence(reasonWords(first.job))}`;
  return `${arrived} of ${total} arrived; ${options} ${were} ${verb}.${why}`;
}

function firstSentence(text: string): string {
  return text.split(/(?<=[.!?]) /)[0] ?? text;
}
