/** Scenes and their clips, side by side. */
import { lazy, Suspense, useState } from "react";
import { useHydrated } from "../live/use-hydrated.ts";
import { useRemoval } from "../live/use-removal.ts";
import { otherModels } from "../project/other-models.ts";
import { findModel, runUsd, takeUsd } from "../project/prices.ts";
import { isRefusedAsItReads, sceneRows } from "../project/scene-rows.ts";
import { filmLengthS } from "../project/takes.ts";
import { newestJob } from "../project/stations.ts";
import { writing } from "../project/status.ts";
import { type Job, isTerminal } from "../../workers/contracts/job.ts";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { aboutUsd } from "../words/money.ts";
import { reasonWords } from "../words/job-words.ts";
import { countWords } from "../words/lists.ts";
import { timecode } from "../words/timecode.ts";
import { AddScene } from "./add-scene.tsx";
import type { Desk } from "./desk.ts";
import { EditWords, WORDS_ID } from "./edit-words.tsx";
import { FailureNote } from "./failure-note.tsx";
import { IntentForm } from "./intent-form.tsx";
import { JobNotes } from "./job-notes.tsx";
import { RemovedScenes } from "./removed-scenes.tsx";
import { SceneCard } from "./scene-card.tsx";
import { Waiting } from "./waiting.tsx";

const ReorderScenes = lazy(() => import("./reorder-scenes.tsx"));

export function ScenesSection({ desk }: { desk: Desk }) {
  const { snapshot } = desk;
  const rows = sceneRows(snapshot);
  const onRemove = useRemoval(snapshot);
  const isHydrated = useHydrated();
  const [wantsOrder, setWantsOrder] = useState(false);
  const isReordering = wantsOrder && rows.length > 1;
  const totalS = rows.reduce((sum, row) => sum + filmLengthS(row), 0);
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
          {isHydrated && rows.length > 1 ? (
            <button
              type="button"
              className="button plain"
              aria-pressed={isReordering}
              onClick={() => setWantsOrder(!wantsOrder)}
            >
              {isReordering ? "Done" : "Reorder"}
            </button>
          ) : null}
          <Shoot desk={desk} />
        </div>
      </header>
      <Script desk={desk} />
      {isReordering ? (
        <Suspense fallback={<p className="quiet">One moment…</p>}>
          <ReorderScenes desk={desk} />
        </Suspense>
      ) : (
        <ol className="scene-rows">
          {rows.map((row) => (
            <SceneCard
              key={row.scene.id}
              row={row}
              desk={desk}
              count={rows.length}
              onRemove={onRemove}
            />
          ))}
        </ol>
      )}
      {isReordering ? null : <AddScene desk={desk} />}
      <RemovedScenes desk={desk} />
    </section>
  );
}

/** One button for all scenes that have no clip and can be shot as they read, with its price. */
function Shoot({ desk }: { desk: Desk }) {
  const { project } = desk.snapshot;
  const open = sceneRows(desk.snapshot).filter(
    (row) => (row.state === "empty" || row.state === "failed") && !isRefusedAsItReads(row),
  );
  if (open.length === 0 || project.characterReferenceId === null) return null;
  const price = open.reduce(
    (sum, row) => sum + takeUsd(desk.models, project.settings, row.scene),
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
        <>
          {/* Exactly what the price is for; a request names no more scenes than this. */}
          {open.length > LIMITS.filmScenes
            ? null
            : open.map(({ scene }) => (
                <input key={scene.id} type="hidden" name="sceneId" value={scene.id} />
              ))}
          <button className={isNeeded ? "button yours" : "button"} disabled={isSending}>
            Shoot {countWords(open.length, "clip")} · {aboutUsd(price)}
          </button>
        </>
      )}
    </IntentForm>
  );
}

/** What the newest script is doing or why it failed, and what to do where there are no scenes. */
function Script({ desk }: { desk: Desk }) {
  const job = newestJob(desk.snapshot, "script");
  const hasScenes = desk.snapshot.scenes.length > 0;
  if (job !== null && !isTerminal(job.status)) return <Writing job={job} desk={desk} />;
  if (job?.status === "failed" || (job?.status === "canceled" && !hasScenes)) {
    return <Unwritten job={job} desk={desk} />;
  }
  return hasScenes ? null : <NoScenes desk={desk} />;
}

function Writing({ job, desk }: { job: Job; desk: Desk }) {
  const { short, about } = writing(desk.snapshot, 120);
  return (
    <div className="unwritten">
      <p>{`${short}${about}`}</p>
      <Waiting job={job} />
      <div className="lines" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

function Unwritten({ job, desk }: { job: Job; desk: Desk }) {
  const { scenes, clips, project } = desk.snapshot;
  // Scenes that have clips are not written anew.
  if (clips.length > 0) {
    return (
      <div className="unwritten">
        <p className="fault">{reasonWords(job)}</p>
      </div>
    );
  }
  const isRefused = job.failure?.kind === "moderation" && project.mode !== "manual";
  return (
    <div className="unwritten">
      <FailureNote
        job={job}
        desk={desk}
        verb="Write the scenes again"
        usd={job.estimateUsd}
        wordsId={WORDS_ID.idea}
        others={otherModels(desk.models, job, { lengthS: 0, aspectRatio: "" })}
        buttonClass={scenes.length === 0 ? "button yours" : "button"}
      />
      <JobNotes job={job} />
      {isRefused ? (
        <EditWords
          field="idea"
          label="The idea"
          refused={[job]}
          verb="Save and write again"
          desk={desk}
        />
      ) : null}
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
