/** Scenes and their clips, side by side. */
import { findModel, clipUsd, runUsd } from "../project/prices.ts";
import { clipCounts, sceneRows } from "../project/scene-rows.ts";
import { newestJob } from "../project/stations.ts";
import { writing } from "../project/status.ts";
import { type Job, isTerminal } from "../../workers/contracts/job.ts";
import { aboutUsd } from "../words/money.ts";
import { countWords } from "../words/lists.ts";
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
      <Script desk={desk} />
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

/** What the newest script is doing or why it failed, and what to do where there are no scenes. */
function Script({ desk }: { desk: Desk }) {
  const job = newestJob(desk.snapshot, "script");
  const hasScenes = desk.snapshot.scenes.length > 0;
  if (job !== null && !isTerminal(job.status)) return <Writing desk={desk} />;
  if (job?.status === "failed" || (job?.status === "canceled" && !hasScenes)) {
    return <Unwritten job={job} desk={desk} />;
  }
  return hasScenes ? null : <NoScenes desk={desk} />;
}

function Writing({ desk }: { desk: Desk }) {
  const { short, about } = writing(desk.snapshot, 120);
  return (
    <div className="unwritten">
      <p>{`${short}${about}`}</p>
      <div className="lines" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function Unwritten({ job, desk }: { job: Job; desk: Desk }) {
  const { scenes, clips } = desk.snapshot;
  return (
    <div className="unwritten">
      <p className="fault">{reasonWords(job)}</p>
      {/* Scenes that have clips are not written anew. */}
      {clips.length > 0 ? null : (
        <JobButton
          intent="retry"
          job={job}
          desk={desk}
          usd={job.estimateUsd}
          className={scenes.length === 0 ? "button yours" : "button"}
        >
          Write the scenes again
        </JobButton>
      )}
    </div>
  );
}

function NoScenes({ desk }: { desk: Desk }) {
  const { settings, idea, characterDescription } = desk.snapshot.project;
  return (
    <div className="none-yet">
      <p className="quiet">No scenes yet.</p>
      {idea === "" || characterDescription === "" ? null : (
        <IntentForm
          name="write"
          intent="start"
          formKey={desk.formKey}
          fields={{ kind: "script" }}
          fault={desk.fault}
        >
          {({ isSending }) => (
            <button className="button" disabled={isSending}>
              Write {countWords(settings.sceneCount, "scene")} ·{" "}
              {aboutUsd(runUsd(findModel(desk.models, settings.textModel)))}
            </button>
          )}
        </IntentForm>
      )}
    </div>
  );
}
