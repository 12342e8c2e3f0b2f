/** One more take, folded: with the scene's words or others, another model, the same seed or a new one. */
import { useRef, useState } from "react";
import { LIMITS } from "../../workers/contracts/limits.ts";
import { clipUsd, findModel } from "../project/prices.ts";
import type { SceneRow, Take } from "../project/scene-rows.ts";
import { takesOf } from "../project/takes.ts";
import { aboutUsd } from "../words/money.ts";
import type { Desk } from "./desk.ts";
import { FieldFault } from "./field-fault.tsx";
import { IntentForm } from "./intent-form.tsx";

export type ShootTakeProps = {
  row: SceneRow;
  shown: Take;
  desk: Desk;
  /** The new take is on its way. */
  onShot: () => void;
};

export function ShootTake({ row, shown, desk, onShot }: ShootTakeProps) {
  const { scene } = row;
  const { settings, characterReferenceId } = desk.snapshot.project;
  const details = useRef<HTMLDetailsElement>(null);
  const [model, setModel] = useState(settings.videoModel);
  const [base, setBase] = useState(scene);
  // Without a chosen portrait only a program can shoot: it says itself who is in the picture.
  if (characterReferenceId === null) return null;
  const name = `take-${scene.id}`;
  const usdOf = (slug: string) =>
    clipUsd(findModel(desk.models, slug), scene.lengthS, settings.aspectRatio);
  const models = desk.models.filter(
    (each) => each.kind === "video" && (each.takesReference || each.slug === settings.videoModel),
  );
  const next = Math.max(...takesOf(row).map(({ clip }) => clip.take)) + 1;
  const seed = shown.clip.seed ?? null;
  return (
    <details
      className="edit fine another"
      ref={details}
      open={desk.fault?.form === name}
      onToggle={(event) => {
        if (event.currentTarget.open) setBase(scene);
      }}
    >
      <summary className="quiet">
        Shoot another take · {aboutUsd(usdOf(settings.videoModel))}
      </summary>
      <IntentForm
        key={base.version}
        name={name}
        intent="shoot-take"
        formKey={desk.formKey}
        fields={{
          sceneId: scene.id,
          sceneDescription: base.description,
          sceneNegative: base.negativeDescription,
        }}
        fault={desk.fault}
        className="edit-form"
        onDone={() => {
          details.current?.removeAttribute("open");
          onShot();
        }}
      >
        {({ isSending, fault }) => (
          <>
            <label className="field">
              <span>What happens in this take</span>
              <textarea
                name="description"
                rows={4}
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
              <FieldFault said={fault?.fields["negativeDescription"]} />
            </label>
            <div className="field-row">
              <label className="field">
                <span>Model</span>
                <select
                  name="model"
                  defaultValue={fault?.values["model"] ?? settings.videoModel}
                  onChange={(event) => setModel(event.currentTarget.value)}
                >
                  {models.map(({ slug, label }) => (
                    <option key={slug} value={slug}>
                      {label} · {aboutUsd(usdOf(slug))}
                    </option>
                  ))}
                </select>
                <FieldFault said={fault?.fields["model"]} />
              </label>
              <label className="field seed">
                <span>Seed, empty for a new one</span>
                <input
                  className="mono"
                  name="seed"
                  inputMode="numeric"
                  list={seed === null ? undefined : `seed-${scene.id}`}
                  defaultValue={fault?.values["seed"] ?? ""}
                  placeholder={seed === null ? undefined : String(seed)}
                />
                {seed === null ? null : (
                  <datalist id={`seed-${scene.id}`}>
                    <option value={seed}>Seed of take {shown.clip.take}</option>
                  </datalist>
                )}
                <FieldFault said={fault?.fields["seed"]} />
              </label>
              {seed === null ? null : (
                <button
                  type="button"
                  className="button plain keep-seed"
                  onClick={(event) => {
                    const field = event.currentTarget.form?.elements.namedItem("seed");
                    if (field instanceof HTMLInputElement) field.value = String(seed);
                  }}
                >
                  Keep {seed}
                </button>
              )}
            </div>
            <button className="button" disabled={isSending}>
              {isSending ? "Sending…" : `Shoot take ${next} · ${aboutUsd(usdOf(model))}`}
            </button>
          </>
        )}
      </IntentForm>
    </details>
  );
}
