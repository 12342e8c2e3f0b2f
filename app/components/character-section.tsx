/** The character: candidate portraits in a grid, one of them chosen. */
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { type PortraitSlot, isDrawing, isUploaded, portraitSets } from "../project/portraits.ts";
import { missingWords } from "../project/portraits-words.ts";
import { otherModels } from "../project/other-models.ts";
import { findModel, runUsd } from "../project/prices.ts";
import { usualSeconds } from "../project/usual.ts";
import { countWords } from "../words/lists.ts";
import { aboutUsd } from "../words/money.ts";
import { badgeWords, clockwork, doingWords } from "../words/job-words.ts";
import type { Desk } from "./desk.ts";
import { DrawMore } from "./draw-more.tsx";
import { EditWords, WORDS_ID } from "./edit-words.tsx";
import { FailureNote } from "./failure-note.tsx";
import { FoldedText } from "./folded-text.tsx";
import { IntentForm } from "./intent-form.tsx";
import { JobNotes } from "./job-notes.tsx";
import { PortraitTools } from "./portrait-tools.tsx";
import { StateMark } from "./state-mark.tsx";
import { UploadPortrait } from "./upload-portrait.tsx";
import { Waiting } from "./waiting.tsx";

export function CharacterSection({ desk }: { desk: Desk }) {
  const { snapshot } = desk;
  const slots = portraitSets(snapshot).flatMap((set) => set.slots);
  const isBusy = slots.some(isDrawing);
  const missing = missingWords(slots);
  const waiting = slots.find((slot) => slot.job?.phase === "waiting_for_credit")?.job ?? null;
  const refused = slots.flatMap(({ job }) => (job?.failure?.kind === "moderation" ? [job] : []));
  const { mode, characterDescription } = snapshot.project;
  return (
    <section className="station" aria-labelledby="character-heading" id="character">
      <div className="aside">
        <h2 id="character-heading">Character</h2>
        <FoldedText text={characterDescription} />
        {mode === "manual" ? null : (
          <EditWords
            field="characterDescription"
            label="The character"
            refused={refused}
            verb="Save and draw again"
            desk={desk}
          />
        )}
        <p className="confirm" aria-live="polite">
          {sentenceAbout(slots, snapshot)}
        </p>
        {waiting === null ? null : <Waiting job={waiting} />}
        {missing === null ? null : <p className="quiet fine">{missing}</p>}
        {slots.length === 0 ? null : <DrawMore desk={desk} isBusy={isBusy} />}
        <UploadPortrait desk={desk} />
      </div>
      {slots.length === 0 ? (
        <NoPortrait desk={desk} />
      ) : (
        <div className="portraits" role="list">
          {slots.map((slot) => (
            <Portrait key={slot.reference.id} slot={slot} desk={desk} />
          ))}
        </div>
      )}
    </section>
  );
}

function sentenceAbout(slots: PortraitSlot[], { project }: Snapshot): string {
  const drawing = slots.filter(isDrawing).length;
  if (drawing > 0) return `Generating ${countWords(drawing, "character image")}…`;
  const chosen = slots.find((slot) => slot.isChosen);
  if (chosen !== undefined) {
    // A program says for each clip who is in it.
    return project.mode === "manual"
      ? `Option ${chosen.option} is chosen.`
      : `Option ${chosen.option} plays the part in every clip.`;
  }
  return project.need === "choose_character" ? "Choose the one that plays the part." : "";
}

function NoPortrait({ desk }: { desk: Desk }) {
  const { imageCount } = desk.snapshot.project.settings;
  return (
    <div className="none-yet">
      <p className="quiet">No portrait yet.</p>
      <Draw desk={desk} count={imageCount} isBusy={false} className="button">
        {`Draw ${countWords(imageCount, "portrait")}`}
      </Draw>
    </div>
  );
}

type DrawProps = {
  desk: Desk;
  count: number;
  isBusy: boolean;
  className: string;
  children: string;
};

/** Only where it is said whom to draw. */
function Draw({ desk, count, isBusy, className, children }: DrawProps) {
  const { settings, characterDescription } = desk.snapshot.project;
  if (characterDescription === "") return null;
  const pictureUsd = runUsd(findModel(desk.models, settings.imageModel));
  return (
    <IntentForm
      name="draw-portraits"
      intent="start"
      formKey={desk.formKey}
      fields={{ kind: "character", count: String(count) }}
      fault={desk.fault}
    >
      {({ isSending }) => (
        <button className={className} disabled={isSending || isBusy}>
          {children} · {aboutUsd(pictureUsd * count)}
        </button>
      )}
    </IntentForm>
  );
}

function Portrait({ slot, desk }: { slot: PortraitSlot; desk: Desk }) {
  const { reference, asset, job } = slot;
  const projectId = desk.snapshot.project.id;
  const label = `Option ${slot.option}${isUploaded(slot) ? " · Uploaded" : ""}`;
  if (asset !== null) {
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
        <PortraitTools slot={slot} desk={desk} />
        {job === null ? null : <JobNotes job={job} />}
      </div>
    );
  }
  const isBusy = isDrawing(slot);
  return (
    <div className="portrait" role="listitem" data-state={isBusy ? "drawing" : "failed"}>
      <div className="skeleton">
        <span className="option">{label}</span>
        {job === null ? (
          <p className="quiet fine">Its picture is missing.</p>
        ) : isBusy ? (
          <p className="quiet fine">
            {doingWords(job)}
            <span className="mono"> {clockwork(job, desk.now, usualSeconds(job, desk)).words}</span>
          </p>
        ) : (
          <StateMark tone="failed">{badgeWords(job)}</StateMark>
        )}
      </div>
      {job === null || isBusy ? null : (
        <div className="failed-portrait fine">
          <FailureNote
            job={job}
            desk={desk}
            verb="Draw again"
            usd={job.estimateUsd}
            wordsId={WORDS_ID.characterDescription}
            others={otherModels(desk.models, job, { lengthS: 0, aspectRatio: "1:1" })}
          />
          <JobNotes job={job} />
        </div>
      )}
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
