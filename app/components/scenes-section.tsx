/** Scenes and their clips, side by side. */
import { findModel, clipUsd } from "../project/prices.ts";
import { clipCounts, sceneRows } from "../project/scene-rows.ts";
import { newestJob } from "../project/stations.ts";
import { isTerminal } from "../../workers/contracts/job.ts";
import { aboutUsd } from "../words/money.ts";
import { countWords, shorten } from "../words/lists.ts";
import { reasonWords } from "../words/job-words.ts";
import { timecode } from "../words/timecode.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";
import { JobButton } from "./job-button.tsx";
import { SceneCard } from "./scene-card.tsx";

export function ScenesSection({ desk }: { desk: Desk }) {
  const { snapshot } = desk;
  const rows = sceneRows(snapshot);
  const totalS = rows.reduce((sum, row) => sum + row.scene.lengthS, 0);
  return (
    <section className="station wide" aria-labelledby="scenes-heading" id="scenes">
      <header>
        <h2 id="scenes-heading">Scenes and clips</h2>
        {rows.length === 0 ? null : (
          <span className="mono quiet">
            {countWords(rows.length, "scene")} · {timecode(totalS)}
          </span>
        )}
        <div className="end" id="clips">
          <Counts desk={desk} />
          <Shoot desk={desk} />
        </div>
      </header>
      {rows.length === 0 ? <Unwritten desk={desk} /> : null}
      <ol className="scene-rows">
        {rows.map((row) => (
          <SceneCard key={row.scene.id} row={row} desk={desk} />
        ))}
      </ol>
    </section>
  );
}

function Counts({ desk }: { desk: Desk }) {
  const counts = clipCounts(sceneRows(desk.snapshot));
  if (counts.loading + counts.succeeded + counts.failed === 0) return null;
  return (
    <p className="counts mono">
      <span className="loading">{counts.loading} loading</span> /{" "}
      <span className="succeeded">{counts.succeeded} succeeded</span> /{" "}
      <span className="failed">{counts.failed} failed</span>
    </p>
  );
}

/** One button for all scenes that have no clip, with its price. */
function Shoot({ desk }: { desk: Desk }) {
  const { project } = desk.snapshot;
  const open = sceneRows(desk.snapshot).filter(
    (row) => row.state === "empty" || row.state === "failed",
  );
  if (open.length === 0 || project.characterReferenceId === null) return null;
  const model = findModel(desk.models, project.settings.videoModel);
  const price = open.reduce(
    (sum, row) => sum + clipUsd(model, row.scene.lengthS, project.settings.aspectRatio),
    0,
  );
  const isNeeded = project.need === "shoot_clips" || project.need === "retry_clips";
  return (
    <IntentForm
      name="shoot"
      intent="start"
      formKey={desk.formKey}
      fields={{ kind: "clip" }}
      fault={desk.fault}
    >
      {({ isSending }) => (
        <button className={isNeeded ? "button yours" : "button"} disabled={isSending}>
          Shoot {countWords(open.length, "clip")} · {aboutUsd(price)}
        </button>
      )}
    </IntentForm>
  );
}

function Unwritten({ desk }: { desk: Desk }) {
  const { project } = desk.snapshot;
  const job = newestJob(desk.snapshot, "script");
  const isOver = job !== null && isTerminal(job.status);
  if (isOver && job.status !== "succeeded") {
    return (
      <div className="unwritten">
        <p className="fault">{reasonWords(job)}</p>
        <JobButton
          intent="retry"
          job={job}
          desk={desk}
          usd={job.estimateUsd}
          className="button yours"
        >
          Write the scenes again
        </JobButton>
      </div>
    );
  }
  return (
    <div className="unwritten">
      <p>
        Writing {countWords(project.settings.sceneCount, "scene")} about “
        {shorten(project.idea, 120)}”
      </p>
      <div className="lines" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}
