/** Scenes that are out of the film, each with the way back. */
import { countWords, shorten } from "../words/lists.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";

export function RemovedScenes({ desk }: { desk: Desk }) {
  const removed = [...desk.snapshot.removedScenes].sort((a, b) => b.removedAt - a.removedAt);
  if (removed.length === 0) return null;
  return (
    <details className="edit removed-scenes fine">
      <summary className="quiet">{countWords(removed.length, "scene")} taken out</summary>
      <ul>
        {removed.map(({ id, scene }) => (
          <li key={id}>
            <p className="quiet">{shorten(scene.description, 120)}</p>
            <IntentForm
              name={`restore-${id}`}
              intent="restore-scene"
              formKey={desk.formKey}
              fields={{ sceneId: scene.id }}
              fault={desk.fault}
            >
              {({ isSending }) => (
                <button
                  className="button plain"
                  disabled={isSending}
                  aria-label={`Bring back: ${shorten(scene.description, 60)}`}
                >
                  Bring back
                </button>
              )}
            </IntentForm>
          </li>
        ))}
      </ul>
    </details>
  );
}
