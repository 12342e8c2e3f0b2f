/** How the next film is cut: one line that says what is set, and unfolded the form that sets it. */
import { useFetcher } from "@remix-run/react";
import { type FormEvent, useRef, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Scene } from "../../workers/contracts/project.ts";
import { type PlanFields, planFields } from "../forms/film-plan-fields.ts";
import { SONG_FORM } from "../forms/outcome.ts";
import { type Autosave, useAutosave } from "../live/use-autosave.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { filmReel } from "../project/film-reel.ts";
import { plannedLengthS } from "../project/planned-length.ts";
import { planWords } from "../words/film-plan-words.ts";
import { runtime } from "../words/runtime.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";
import { Overtaken } from "./overtaken.tsx";
import { PlanJoins } from "./plan-joins.tsx";
import { PlanPicture } from "./plan-picture.tsx";
import { PlanSong } from "./plan-song.tsx";
import { UploadSong } from "./upload-song.tsx";

const NAME = "plan-film";

/** The plan as it stands on this page: what is typed here, and saved by itself, or else the server's. */
export function useFilmPlan({ project, scenes }: Snapshot): Autosave<PlanFields> {
  const { state } = useFetcher({ key: NAME });
  const served = planFields(
    project.filmPlan,
    inOrder(scenes).map(({ id }) => id),
  );
  return useAutosave(served, project.filmPlan.version, state !== "idle");
}

export function FilmPlan({ desk, save }: { desk: Desk; save: Autosave<PlanFields> }) {
  const { snapshot } = desk;
  const { filmPlan } = snapshot.project;
  const scenes = inOrder(snapshot.scenes);
  const isHydrated = useHydrated();
  const parts = useRef<HTMLDivElement>(null);
  const posted = desk.fault?.form === NAME ? desk.fault : null;
  const [isOpen, setOpen] = useState(posted !== null || desk.fault?.form === SONG_FORM);
  const lengthS = plannedLengthS(snapshot);
  if (scenes.length === 0) return null;
  const values: PlanFields = { ...save.values, ...posted?.values };
  const hear = ({ target }: FormEvent<HTMLElement>) => {
    const changed = changedField(target);
    if (changed === null) return;
    save.change({ ...save.values, ...changed.fields }, changed.form);
  };
  return (
    <details
      className="film-plan"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <span className="what">How it is cut</span>
        <span className="quiet set">{planWords(filmPlan, snapshot.songs)}</span>
        {lengthS === 0 ? null : <span className="mono quiet">about {runtime(lengthS)}</span>}
      </summary>
      <IntentForm
        name={NAME}
        intent="plan-film"
        formKey={desk.formKey}
        fields={{ version: String(save.base) }}
        fault={desk.fault}
        className="plan-form"
        onDone={save.saved}
      >
        {({ isSending, fault }) => (
          <>
            {save.isOvertaken ? (
              <Overtaken
                what="How the film is cut"
                now={planWords(filmPlan, snapshot.songs)}
                onKeep={() => save.insist(parts.current?.closest("form") ?? null)}
                onTake={save.forget}
              />
            ) : null}
            <div className="plan-parts" ref={parts} onChange={hear} onBlur={save.flush}>
              <PlanJoins values={values} scenes={scenes} fault={fault} />
              <PlanSong values={values} snapshot={snapshot} fault={fault} />
              <PlanPicture values={values} gaps={filmReel(snapshot).gaps} />
            </div>
            {isHydrated ? (
              <p className="fine quiet plan-state" role="status">
                {isSending ? "Saving…" : save.isUnsaved ? "Not saved yet" : "Saved"}
              </p>
            ) : (
              <button className="button">Save how it is cut</button>
            )}
          </>
        )}
      </IntentForm>
      <UploadSong desk={desk} />
    </details>
  );
}

function inOrder(scenes: readonly Scene[]): Scene[] {
  return [...scenes].sort((a, b) => a.number - b.number);
}

/** What a control of the form says now. */
function changedField(
  target: EventTarget,
): { fields: PlanFields; form: HTMLFormElement | null } | null {
  if (target instanceof HTMLSelectElement) {
    return { fields: { [target.name]: target.value }, form: target.form };
  }
  if (!(target instanceof HTMLInputElement)) return null;
  const { name, form, type, checked, value } = target;
  if (type !== "checkbox") return { fields: { [name]: value }, form };
  if (name !== "renditions") return { fields: { [name]: checked ? "yes" : "" }, form };
  const ticked = form === null ? [] : new FormData(form).getAll(name);
  return { fields: { [name]: ticked.map(String) }, form };
}
