/** A scene of one's own. It costs nothing until it is shot. */
import { useRef } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import type { Desk } from "./desk.ts";
import { FieldFault } from "./field-fault.tsx";
import { IntentForm } from "./intent-form.tsx";

type Place = { number: number; label: string };

export type AddSceneFormProps = { name: string; desk: Desk; places: readonly Place[] };

/** At the end of the film, or anywhere in it. */
export function AddScene({ desk }: { desk: Desk }) {
  const { scenes } = desk.snapshot;
  const name = "add-scene";
  if (scenes.length >= LIMITS.filmScenes) {
    return (
      <p className="quiet fine">
        The film has {scenes.length} scenes, which is all that one film takes.
      </p>
    );
  }
  const places = [
    { number: scenes.length + 1, label: scenes.length === 0 ? "First" : "At the end" },
    ...scenes.map((_, index) => ({ number: index + 1, label: `Before scene ${index + 1}` })),
  ];
  return (
    <details className="edit add-scene" open={desk.fault?.form === name}>
      <summary className="button">Add a scene</summary>
      <AddSceneForm name={name} desk={desk} places={places} />
    </details>
  );
}

export function AddSceneForm({ name, desk, places }: AddSceneFormProps) {
  const form = useRef<HTMLDivElement>(null);
  return (
    <IntentForm
      name={name}
      intent="add-scene"
      // Each added scene makes the next one another intent, also where the words are the same.
      formKey={`${desk.formKey}-${desk.snapshot.scenes.length}`}
      fault={desk.fault}
      className="scene-form"
      onDone={() => {
        form.current?.closest("form")?.reset();
        form.current?.closest("details")?.removeAttribute("open");
      }}
    >
      {({ isSending, fault }) => (
        <div className="edit-fields" ref={form}>
          <label className="field">
            <span>What happens</span>
            <textarea
              name="description"
              rows={4}
              required
              maxLength={LIMITS.sceneChars}
              defaultValue={fault?.values["description"] ?? ""}
            />
            <FieldFault said={fault?.fields["description"]} />
          </label>
          <div className="in-row">
            <label className="field">
              <span>Where</span>
              <select name="number" defaultValue={fault?.values["number"] ?? places[0]?.number}>
                {places.map(({ number, label }) => (
                  <option key={label} value={number}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <label className="field short">
              <span>Seconds</span>
              <input
                type="number"
                name="lengthS"
                step="0.5"
                min={LIMITS.clipMinSeconds}
                max={LIMITS.clipMaxSeconds}
                defaultValue={
                  fault?.values["lengthS"] ?? desk.snapshot.project.settings.clipLengthS
                }
              />
              <FieldFault said={fault?.fields["lengthS"]} />
            </label>
          </div>
          <button className="button" disabled={isSending}>
            {isSending ? "Adding…" : "Add this scene"}
          </button>
        </div>
      )}
    </IntentForm>
  );
}
