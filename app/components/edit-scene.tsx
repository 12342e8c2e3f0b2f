/**
 * Editing a scene where it stands. What is typed is kept by the browser until it is saved, with the
 * version that the typing began on: where another tab has saved since, both texts are shown, and the
 * person says which of them stays.
 */
import { type FormEvent, useRef, useState } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { useDraft } from "../live/draft.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { takeUsd } from "../project/prices.ts";
import {
  isOvertaken,
  type SceneWords,
  wordsFromDraft,
  wordsFromForm,
  wordsOf,
} from "../project/scene-words.ts";
import { type SceneRow, refusedTake } from "../project/scene-rows.ts";
import { adviceWords } from "../words/failure-words.ts";
import { wordsIdOf } from "./clip-card.tsx";
import type { Desk } from "./desk.ts";
import { SaveButtons } from "./edit-words.tsx";
import { FieldFault } from "./field-fault.tsx";
import { IntentForm } from "./intent-form.tsx";
import { Overtaken } from "./overtaken.tsx";

export function EditScene({ row, desk }: { row: SceneRow; desk: Desk }) {
  const { scene } = row;
  const { project } = desk.snapshot;
  const name = `edit-${scene.id}`;
  const details = useRef<HTMLDetailsElement>(null);
  const isHydrated = useHydrated();
  const draft = useDraft(`${project.id}/scene/${scene.id}`, "");
  const typed = wordsFromDraft(draft.value);
  // Fields follow the scene while the form is closed, and where one of two texts is chosen; never the typing.
  const [isOpen, setOpen] = useState(false);
  const [base, setBase] = useState<SceneWords>(() => wordsOf(scene));
  const [filled, setFilled] = useState(0);
  const fill = (words: SceneWords) => {
    setBase(words);
    setFilled(filled + 1);
  };
  const close = () => {
    draft.clear();
    details.current?.removeAttribute("open");
  };
  const keep = (event: FormEvent<HTMLElement>) => {
    const form = (event.target as HTMLInputElement).form;
    if (form !== null) draft.set(JSON.stringify(wordsFromForm(new FormData(form), base.version)));
  };
  // A program's take is shot as the program worded it, whatever the scene says.
  const refused = project.mode === "manual" ? null : (refusedTake(row)?.job ?? null);
  const advice = refused === null ? null : adviceWords(refused);
  const posted = desk.fault?.form === name ? desk.fault.values : null;
  const wanted = typed ?? wordsOf(scene);
  if (!isOpen && JSON.stringify(wanted) !== JSON.stringify(base)) fill(wanted);
  return (
    <details
      className="edit edit-scene fine"
      ref={details}
      open={posted !== null}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="quiet">Edit{typed === null ? "" : " · not saved yet"}</summary>
      <IntentForm
        key={filled}
        name={name}
        intent="edit-scene"
        formKey={desk.formKey}
        fields={{
          sceneId: scene.id,
          version: String(isHydrated ? base.version : scene.version),
        }}
        fault={desk.fault}
        className="edit-form"
        onDone={close}
      >
        {({ isSending, fault }) => (
          <>
            {advice === null ? null : <p>{advice}</p>}
            {!isSending && isOvertaken(scene, posted ?? base) ? (
              <Overtaken
                what={`Scene ${scene.number}`}
                now={`${scene.description} · ${scene.lengthS} s`}
                onKeep={() => fill({ ...(typed ?? base), version: scene.version })}
                onTake={() => {
                  draft.clear();
                  fill(wordsOf(scene));
                }}
              />
            ) : null}
            <div className="edit-fields" onInput={keep}>
              <label className="field">
                <span>What happens</span>
                <textarea
                  id={wordsIdOf(scene)}
                  name="description"
                  rows={6}
                  required
                  maxLength={LIMITS.sceneChars}
                  defaultValue={posted?.["description"] ?? base.description}
                />
                <FieldFault said={fault?.fields["description"]} />
              </label>
              <label className="field">
                <span>Not in the picture</span>
                <input
                  name="negativeDescription"
                  maxLength={LIMITS.sceneChars}
                  defaultValue={posted?.["negativeDescription"] ?? base.negativeDescription}
                />
              </label>
              <label className="field short">
                <span>Seconds</span>
                <input
                  type="number"
                  name="lengthS"
                  step="0.5"
                  min={LIMITS.clipMinSeconds}
                  max={LIMITS.clipMaxSeconds}
                  defaultValue={posted?.["lengthS"] ?? base.lengthS}
                />
                <FieldFault said={fault?.fields["lengthS"]} />
              </label>
            </div>
            <SaveButtons
              isSending={isSending}
              save="Save scene"
              refused={refused === null ? [] : [refused]}
              again="Save and shoot again"
              usd={takeUsd(desk.models, project.settings, scene)}
              onCancel={close}
            />
          </>
        )}
      </IntentForm>
    </details>
  );
}
