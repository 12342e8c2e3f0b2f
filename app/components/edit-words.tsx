/** Changing the project's own words: whom to draw, or what the film is about. */
import { useRef, useState } from "react";
import { FORM_FIELDS } from "../forms/outcome.ts";
import type { Job } from "../../workers/contracts/job.ts";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { useDraft } from "../live/draft.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { adviceWords } from "../words/failure-words.ts";
import { newestJob } from "../project/stations.ts";
import { aboutUsd } from "../words/money.ts";
import type { Desk } from "./desk.ts";
import { FieldFault } from "./field-fault.tsx";
import { IntentForm } from "./intent-form.tsx";
import { Overtaken } from "./overtaken.tsx";

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

/** What the film is about. Where its script was refused, the scenes' section asks for other words. */
export function EditIdea({ desk }: { desk: Desk }) {
  const { project } = desk.snapshot;
  const script = newestJob(desk.snapshot, "script");
  const isAsked = script?.status === "failed" && script.failure?.kind === "moderation";
  if (project.mode === "manual" || isAsked) return null;
  return <EditWords field="idea" label="The idea" refused={[]} verb="Save" desk={desk} />;
}

export function EditWords({ field, label, refused, verb, desk }: EditWordsProps) {
  const name = `edit-${field}`;
  const details = useRef<HTMLDetailsElement>(null);
  const isHydrated = useHydrated();
  const { project } = desk.snapshot;
  const text = project[field];
  const draft = useDraft(`${project.id}/${field}`, "");
  const typed = wordsFromDraft(draft.value);
  // The field follows the text while the form is closed, and where one of two is chosen; never the typing.
  const [isOpen, setOpen] = useState(false);
  const [base, setBase] = useState({ was: text, text });
  const [filled, setFilled] = useState(0);
  const fill = (words: typeof base) => {
    setBase(words);
    setFilled(filled + 1);
  };
  const close = () => {
    draft.clear();
    details.current?.removeAttribute("open");
  };
  const posted = desk.fault?.form === name ? desk.fault.values : null;
  const wanted = typed ?? { was: text, text };
  if (!isOpen && (wanted.was !== base.was || wanted.text !== base.text)) fill(wanted);
  const isOvertaken = isHydrated ? base.was !== text : posted !== null && posted["was"] !== text;
  const [first] = refused;
  const advice = first === undefined ? null : adviceWords(first);
  const usd = refused.reduce((sum, job) => sum + job.estimateUsd, 0);
  return (
    <details
      className="edit fine"
      ref={details}
      open={posted !== null}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="quiet">
        {field === "idea" ? "Edit the idea" : "Edit"}
        {typed === null ? "" : " · not saved yet"}
      </summary>
      <IntentForm
        key={filled}
        name={name}
        intent="edit-project"
        formKey={desk.formKey}
        fields={{ was: isHydrated ? base.was : text }}
        fault={desk.fault}
        className="edit-form"
        onDone={close}
      >
        {({ isSending, fault }) => (
          <>
            {advice === null ? null : <p>{advice}</p>}
            {isOvertaken && !isSending ? (
              <Overtaken
                what={label}
                now={text}
                onKeep={() => fill({ was: text, text: typed?.text ?? base.text })}
                onTake={() => {
                  draft.clear();
                  fill({ was: text, text });
                }}
              />
            ) : null}
            <label className="field">
              <span>{label}</span>
              <textarea
                id={WORDS_ID[field]}
                name={field}
                rows={4}
                required
                maxLength={field === "idea" ? LIMITS.ideaChars : LIMITS.characterChars}
                defaultValue={posted?.[field] ?? base.text}
                onInput={({ currentTarget }) =>
                  draft.set(JSON.stringify({ was: base.was, text: currentTarget.value }))
                }
              />
              <FieldFault said={fault?.fields[field]} />
            </label>
            <SaveButtons
              isSending={isSending}
              save="Save"
              refused={refused}
              again={verb}
              usd={usd}
              onCancel={close}
            />
          </>
        )}
      </IntentForm>
    </details>
  );
}

/** Null for a draft that is none, or was kept by another version of the page. */
function wordsFromDraft(draft: string): { was: string; text: string } | null {
  try {
    const { was, text } = JSON.parse(draft) as Record<string, unknown>;
    return typeof was === "string" && typeof text === "string" ? { was, text } : null;
  } catch {
    return null;
  }
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
