/** What became of writing a scene anew: at work, failed, or with words that found their scene changed. */
import { isTerminal } from "../../workers/contracts/job.ts";
import type { Scene } from "../../workers/contracts/project.ts";
import { otherModels } from "../project/other-models.ts";
import { rewriteOf } from "../project/rewrites.ts";
import { usualSeconds } from "../project/usual.ts";
import { clockwork, doingWords } from "../words/job-words.ts";
import { wordsIdOf } from "./clip-card.tsx";
import type { Desk } from "./desk.ts";
import { FailureNote } from "./failure-note.tsx";
import { JobButton } from "./job-button.tsx";
import { JobNotes } from "./job-notes.tsx";
import { StateMark } from "./state-mark.tsx";
import { Waiting } from "./waiting.tsx";

export function RewriteNote({ scene, desk }: { scene: Scene; desk: Desk }) {
  const job = rewriteOf(desk.snapshot, scene.id);
  if (job === null || job.status === "canceled") return null;
  if (job.status === "succeeded") return <JobNotes job={job} />;
  if (isTerminal(job.status)) {
    return (
      <div className="rewrite-note fine">
        <FailureNote
          job={job}
          desk={desk}
          subject="New words: "
          verb="Write it again"
          usd={job.estimateUsd}
          wordsId={wordsIdOf(scene)}
          others={otherModels(desk.models, job, { lengthS: 0, aspectRatio: "" })}
        />
      </div>
    );
  }
  return (
    <div className="rewrite-note fine">
      <StateMark tone="working">Writing this scene anew</StateMark>
      <span className="mono quiet">
        {doingWords(job)} · {clockwork(job, desk.now, usualSeconds(job, desk)).words}
      </span>
      <JobButton intent="cancel" job={job} desk={desk}>
        Cancel
      </JobButton>
      <Waiting job={job} />
    </div>
  );
}
