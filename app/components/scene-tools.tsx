/** What else can be done with a scene, folded: new words, another place, a scene beside it, out of the film. */
import { LIMITS } from "../../workers/contracts/limits.ts";
import type { Scene } from "../../workers/contracts/project.ts";
import { findModel, runUsd } from "../project/prices.ts";
import { isRewriting } from "../project/rewrites.ts";
import { aboutUsd } from "../words/money.ts";
import { AddSceneForm } from "./add-scene.tsx";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

export type SceneToolsProps = {
  scene: Scene;
  desk: Desk;
  count: number;
  onRemove: (sceneId: string) => void;
};

export function SceneTools(props: SceneToolsProps) {
  const { scene, desk, count, onRemove } = props;
  const { number } = scene;
  return (
    <details className="edit more-tools fine">
      <summary className="quiet">More</summary>
      <div className="tools">
        {isRewriting(desk.snapshot, scene.id) ? null : <Rewrite scene={scene} desk={desk} />}
        <div className="remedies">
          {number === 1 ? null : (
            <Move scene={scene} desk={desk} to={number - 1}>
              Move earlier
            </Move>
          )}
          {number === count ? null : (
            <Move scene={scene} desk={desk} to={number + 1}>
              Move later
            </Move>
          )}
          <IntentForm
            name={`remove-${scene.id}`}
            intent="remove-scene"
            formKey={desk.formKey}
            fields={{ sceneId: scene.id }}
            fault={desk.fault}
          >
            {({ isSending }) => (
              <button
                className="button plain"
                disabled={isSending}
                onClick={() => onRemove(scene.id)}
              >
                Take out of the film
              </button>
            )}
          </IntentForm>
        </div>
        {count >= LIMITS.filmScenes ? null : (
          <details className="beside">
            <summary className="quiet">Add a scene before or after this one</summary>
            <AddSceneForm
              name={`beside-${scene.id}`}
              desk={desk}
              places={[
                { number: number + 1, label: `After scene ${number}` },
                { number, label: `Before scene ${number}` },
              ]}
            />
          </details>
        )}
      </div>
    </details>
  );
}

type MoveProps = { scene: Scene; desk: Desk; to: number; children: string };

function Move({ scene, desk, to, children }: MoveProps) {
  return (
    <IntentForm
      name={`move-${scene.id}-${to < scene.number ? "earlier" : "later"}`}
      intent="move-scene"
      formKey={`${desk.formKey}-${scene.number}`}
      fields={{ sceneId: scene.id, number: String(to) }}
      fault={desk.fault}
    >
      {({ isSending }) => (
        <button className="button plain" disabled={isSending}>
          {children}
        </button>
      )}
    </IntentForm>
  );
}

function Rewrite({ scene, desk }: { scene: Scene; desk: Desk }) {
  const name = `rewrite-${scene.id}`;
  const usd = runUsd(findModel(desk.models, desk.snapshot.project.settings.textModel));
  return (
    <IntentForm
      name={name}
      intent="rewrite-scene"
      // New words are another scene to write anew: the key of the last time is used up.
      formKey={`${desk.formKey}-${scene.version}`}
      fields={{ sceneId: scene.id }}
      fault={desk.fault}
      className="scene-form"
    >
      {({ isSending, fault }) => (
        <>
          <label className="field">
            <span>What is to be different (optional)</span>
            <input
              name="wish"
              maxLength={LIMITS.wishChars}
              defaultValue={fault?.values["wish"] ?? ""}
            />
          </label>
          <button className="button plain" disabled={isSending}>
            Write it anew · {aboutUsd(usd)}
          </button>
        </>
      )}
    </IntentForm>
  );
}
