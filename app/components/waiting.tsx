import type { Job } from "../../workers/contracts/job.ts";
import { waitingWords } from "../words/job-words.ts";

/** What a job waits for a person to do elsewhere; nothing where it goes on alone. */
export function Waiting({ job }: { job: Job }) {
  const words = waitingWords(job);
  return words === null ? null : <p className="waiting-for fine">{words}</p>;
}
