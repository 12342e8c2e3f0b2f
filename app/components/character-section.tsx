/** The character: candidate portraits in a grid, one of them chosen. */
import { LIMITS } from "../../workers/contracts/limits.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import {
  type PortraitSlot,
  chosenPortrait,
  isDrawing,
  portraitSets,
} from "../project/portraits.ts";
import { findModel, runUsd } from "../project/prices.ts";
import { aboutUsd } from "../words/money.ts";
import { clockwork, doingWords, reasonWords } from "../words/job-words.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";
import { JobButton } from "./job-button.tsx";
import { JobNotes } from "./job-notes.tsx";

export function CharacterSection({ desk }: { desk: Desk }) {
  const { snapshot, models } = desk;
  const { project } = snapshot;
  const sets = portraitSets(snapshot);
  const slots = sets.flatMap((set) => set.slots);
  const drawing = slots.filter(isDrawing).length;
  const chosen = chosenPortrait(snapshot);
  const pictureUsd = runUsd(findModel(models, project.settings.imageModel));
  const failed = slots.filter((slot) => slot.job?.status === "failed").length;
  return (
    <section className="station" aria-labelledby="character-heading" id="character">
      <div className="aside">
        <h2 id="character-heading">Character</h2>
        <p className="quiet">{project.characterDescription}</p>
        <p className="confirm" aria-live="polite">
          {drawing > 0
            ? `Generating ${drawing} character ${drawing === 1 ? "image" : "images"}…`
            : chosen === null
              ? project.need === "choose_character"
                ? "Choose the one that plays the part."
                : ""
              : `Option ${chosen.option} plays the part in every clip.`}
        </p>
        {failed > 0 && drawing === 0 ? (
          <p className="quiet fine">
            {slots.length - failed} of {slots.length} arrived.
          </p>
        ) : null}
        <IntentForm
          name="more-portraits"
          intent="start"
          formKey={desk.formKey}
          fields={{ kind: "character", count: String(LIMITS.portraits) }}
          fault={desk.fault}
        >
          {({ isSending }) => (
            <button className="button plain" disabled={isSending || drawing > 0}>
              Draw 4 more · {aboutUsd(pictureUsd * LIMITS.portraits)}
            </button>
          )}
        </IntentForm>
      </div>
      <div className="portraits" role="list">
        {slots.map((slot) => (
          <Portrait key={slot.reference?.id ?? `place-${slot.option}`} slot={slot} desk={desk} />
        ))}
      </div>
    </section>
  );
}

function Portrait({ slot, desk }: { slot: PortraitSlot; desk: Desk }) {
  const { reference, asset, job } = slot;
  const projectId = desk.snapshot.project.id;
  const label = `Option ${slot.option}`;
  if (reference !== null && asset !== null) {
    return (
      <div className="portrait" role="listitem" data-chosen={slot.isChosen}>
        <IntentForm
          name={`choose-${reference.id}`}
          intent="choose-character"
          formKey={desk.formKey}
          fields={{ characterReferenceId: reference.id }}
          fault={desk.fault}
        >
          {({ isSending }) => (
            <button
              className="pick"
              aria-pressed={slot.isChosen}
              disabled={isSending}
              aria-label={slot.isChosen ? `${label}, chosen` : `Choose ${label}`}
            >
              <img src={assetPath(projectId, asset.id)} alt="" width={512} height={512} />
              <span className="option">{label}</span>
              {slot.isChosen ? <Check /> : null}
            </button>
          )}
        </IntentForm>
        {job === null ? null : <JobNotes job={job} />}
      </div>
    );
  }
  const isOver = job !== null && !isDrawing(slot);
  return (
    <div className="portrait" role="listitem" data-state={isOver ? "failed" : "drawing"}>
      <div className="skeleton">
        <span className="option">{label}</span>
        {isOver ? (
          <>
            <p className="fault fine">{reasonWords(job)}</p>
            <JobButton intent="retry" job={job} desk={desk} usd={job.estimateUsd}>
              Draw again
            </JobButton>
          </>
        ) : job === null ? null : (
          <p className="quiet fine">
            {doingWords(job)}
            <span className="mono">
              {" "}
              {clockwork(job, desk.now, desk.expectedSeconds.character).words}
            </span>
          </p>
        )}
      </div>
    </div>
  );
}

function Check() {
  return (
    <svg className="check" viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="11" />
      <path d="M6.5 12.5l3.8 3.8 7.2-8" fill="none" strokeWidth="2.4" />
    </svg>
  );
}
