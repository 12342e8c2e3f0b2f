/** One scene: what happens on the left, its clip on the right. */
import { LIMITS } from "../../workers/contracts/limits.ts";
import type { SceneRow } from "../project/scene-rows.ts";
import { timecode } from "../words/timecode.ts";
import { ClipCard } from "./clip-card.tsx";
import type { Desk } from "./desk.ts";
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

/** Keyed by version, so that a saved edit closes and shows what was saved. */
function EditScene({ row, desk }: { row: SceneRow; desk: Desk }) {
  const { scene } = row;
  const name = `edit-${scene.id}`;
  return (
    <details className="edit fine" key={scene.version} open={desk.fault?.form === name}>
      <summary className="quiet">Edit</summary>
      <IntentForm
        name={name}
        intent="edit-scene"
        formKey={desk.formKey}
        fields={{ sceneId: scene.id, version: String(scene.version) }}
        fault={desk.fault}
        className="edit-form"
      >
        {({ isSending, fault }) => (
          <>
            <label className="field">
              <span>What happens</span>
              <textarea
                name="description"
                rows={5}
                required
                maxLength={LIMITS.sceneChars}
                defaultValue={fault?.values["description"] ?? scene.description}
              />
              <FieldFault said={fault?.fields["description"]} />
            </label>
            <label className="field">
              <span>Not in the picture</span>
              <input
                name="negativeDescription"
                maxLength={LIMITS.sceneChars}
                defaultValue={fault?.values["negativeDescription"] ?? scene.negativeDescription}
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
                defaultValue={fault?.values["lengthS"] ?? scene.lengthS}
              />
              <FieldFault said={fault?.fields["lengthS"]} />
            </label>
            <button className="button" disabled={isSending}>
              {isSending ? "Saving…" : "Save scene"}
            </button>
          </>
        )}
      </IntentForm>
    </details>
  );
}

function FieldFault({ said }: { said: string | undefined }) {
  return said === undefined ? null : (
    <strong className="fault" role="alert">
      {said}
    </strong>
  );
}
