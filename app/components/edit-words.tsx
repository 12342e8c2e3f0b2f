/** Changing the project's own words: whom to draw, or what the film is about. */
import { useRef, useState } from "react";
import { FORM_FIELDS } from "../forms/outcome.ts";
import type { Job } from "../../workers/contracts/job.ts";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { adviceWords } from "../words/failure-words.ts";
import { aboutUsd } from "../words/money.ts";
import type { Desk } from "./desk.ts";
import { FieldFault } from "./field-fault.tsx";
import { IntentForm } from "./intent-form.tsx";

/** Ids of the fields on the page, to go to them. */
export const WORDS_ID = { idea: "words-idea", characterDescription: "words-character" } as const;

export type EditWordsProps = {
  field: keyof typeof WORDS_ID;
  label: string;
  /** Jobs that were refused for these words: they can be tried again with the new ones. */
  refused: readonly Job[];
  /** What that does, like `Save and draw again`. */
  verb: string;
  desk: Desk;
};

export function EditWords({ field, label, refused, verb, desk }: EditWordsProps) {
  const name = `edit-${field}`;
  const details = useRef<HTMLDetailsElement>(null);
  const text = desk.snapshot.project[field];
  // As it was when the form was opened: a save in another tab does not touch what was typed.
  const [base, setBase] = useState(text);
  const [first] = refused;
  const advice = first === undefined ? null : adviceWords(first);
  const usd = refused.reduce((sum, job) => sum + job.estimateUsd, 0);
  return (
    <details
      className="edit fine"
      ref={details}
      open={desk.fault?.form === name}
      onToggle={(event) => {
        if (event.currentTarget.open) setBase(text);
      }}
    >
      <summary className="quiet">Edit</summary>
      <IntentForm
        key={base}
        name={name}
        intent="edit-project"
        formKey={desk.formKey}
        fault={desk.fault}
        className="edit-form"
        onDone={() => details.current?.removeAttribute("open")}
      >
        {({ isSending, fault }) => (
          <>
            {advice === null ? null : <p>{advice}</p>}
            <label className="field">
              <span>{label}</span>
              <textarea
                id={WORDS_ID[field]}
                name={field}
                rows={4}
                required
                maxLength={field === "idea" ? LIMITS.ideaChars : LIMITS.characterChars}
                defaultValue={fault?.values[field] ?? base}
              />
              <FieldFault said={fault?.fields[field]} />
            </label>
            <SaveButtons
              isSending={isSending}
              save="Save"
              refused={refused}
              again={verb}
              usd={usd}
            />
          </>
        )}
      </IntentForm>
    </details>
  );
}

export type SaveButtonsProps = {
  isSending: boolean;
  save: string;
  refused: readonly Job[];
  again: string;
  usd: number;
  /** Leaves everything as it was. Only with scripts: without them there is nothing to leave. */
  onCancel?: () => void;
};

/** Saving, and where something was refused for these words, saving and trying it again. */
export function SaveButtons({ isSending, save, refused, again, usd, onCancel }: SaveButtonsProps) {
  const isHydrated = useHydrated();
  return (
    <div className="remedies">
      {refused.map((job) => (
        <input key={job.id} type="hidden" name={FORM_FIELDS.retryJobId} value={job.id} />
      ))}
      <button className="button" disabled={isSending}>
        {isSending ? "Saving…" : save}
      </button>
      {refused.length === 0 ? null : (
        <button className="button" name={FORM_FIELDS.again} value="yes" disabled={isSending}>
          {again} · {aboutUsd(usd)}
        </button>
      )}
      {isHydrated && onCancel !== undefined ? (
        <button type="button" className="button plain" onClick={onCancel}>
          Cancel
        </button>
      ) : null}
    </div>
  );
}
