/** One scene: what happens on the left, its clip on the right. */
import { useRef, useState } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { takeUsd } from "../project/prices.ts";
import { type SceneRow, refusedTake } from "../project/scene-rows.ts";
import { adviceWords } from "../words/failure-words.ts";
import { timecode } from "../words/timecode.ts";
import { ClipCard, wordsIdOf } from "./clip-card.tsx";
import type { Desk } from "./desk.ts";
import { SaveButtons } from "./edit-words.tsx";
import { FieldFault } from "./field-fault.tsx";
import { IntentForm } from "./intent-form.tsx";

export function SceneCard({ row, desk }: { row: SceneRow; desk: Desk }) {
  const { scene } = row;
  return (
    <li className="scene-row" id={`scene-${scene.id}`}>
      <article className="scene">
        <header>
          <h3>Scene {scene.number}</h3>
          <span className="mono quiet">{timecode(scene.lengthS)}</span>
        </header>
        <p className="description">{scene.description}</p>
        {scene.negativeDescription === "" ? null : (
          <details className="fine">
            <summary className="quiet">Not in the picture</summary>
            <p className="quiet">{scene.negativeDescription}</p>
          </details>
        )}
        <EditScene row={row} desk={desk} />
      </article>
      <ClipCard row={row} desk={desk} />
    </li>
  );
}

/**
 * What is edited is the scene as it was when the form was opened: a save in another tab neither
 * closes the form nor touches what was typed. Sending then says that the scene has changed.
 */
function EditScene({ row, desk }: { row: SceneRow; desk: Desk }) {
  const { scene } = row;
  const name = `edit-${scene.id}`;
  const details = useRef<HTMLDetailsElement>(null);
  const [base, setBase] = useState(scene);
  const { project } = desk.snapshot;
  // A program's take is shot as the program worded it, whatever the scene says.
  const refused = project.mode === "manual" ? null : (refusedTake(row)?.job ?? null);
  const advice = refused === null ? null : adviceWords(refused);
  return (
    <details
      className="edit fine"
      ref={details}
      open={desk.fault?.form === name}
      onToggle={(event) => {
        if (event.currentTarget.open) setBase(scene);
      }}
    >
      <summary className="quiet">Edit</summary>
      <IntentForm
        key={base.version}
        name={name}
        intent="edit-scene"
        formKey={desk.formKey}
        fields={{ sceneId: base.id, version: String(base.version) }}
        fault={desk.fault}
        className="edit-form"
        onDone={() => details.current?.removeAttribute("open")}
      >
        {({ isSending, fault }) => (
          <>
            {advice === null ? null : <p>{advice}</p>}
            <label className="field">
              <span>What happens</span>
              <textarea
                id={wordsIdOf(scene)}
                name="description"
                rows={5}
                required
                maxLength={LIMITS.sceneChars}
                defaultValue={fault?.values["description"] ?? base.description}
              />
              <FieldFault said={fault?.fields["description"]} />
            </label>
            <label className="field">
              <span>Not in the picture</span>
              <input
                name="negativeDescription"
                maxLength={LIMITS.sceneChars}
                defaultValue={fault?.values["negativeDescription"] ?? base.negativeDescription}
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
                defaultValue={fault?.values["lengthS"] ?? base.lengthS}
              />
              <FieldFault said={fault?.fields["lengthS"]} />
            </label>
            <SaveButtons
              isSending={isSending}
              save="Save scene"
              refused={refused === null ? [] : [refused]}
              again="Save and shoot again"
              usd={takeUsd(desk.models, project.settings, scene)}
            />
          </>
        )}
      </IntentForm>
    </details>
  );
}
