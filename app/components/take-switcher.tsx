/** Flips through the takes of a scene, and says which one the film uses. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { KeyboardEvent, MouseEvent } from "react";
import type { SceneRow, Take } from "../project/scene-rows.ts";
import { type TakeState, takeState, takesOf } from "../project/takes.ts";
import type { Desk } from "./desk.ts";
import { IntentForm } from "./intent-form.tsx";
import { StateMark, type Tone } from "./state-mark.tsx";

const STATES: Record<TakeState, { words: string; tone: Tone }> = {
  working: { words: "being shot", tone: "working" },
  ready: { words: "ready", tone: "done" },
  failed: { words: "failed", tone: "failed" },
  canceled: { words: "canceled", tone: "waiting" },
};

export type TakeSwitcherProps = {
  row: SceneRow;
  /** The take on the card. */
  shown: Take;
  desk: Desk;
  onShow: (clipId: string) => void;
};

export function TakeSwitcher({ row, shown, desk, onShow }: TakeSwitcherProps) {
  const takes = takesOf(row);
  const at = takes.indexOf(shown);
  if (takes.length < 2) return null;
  const { scene } = row;
  // Without scripts the server shows the take that the address names.
  const goTo = (take: Take) => ({
    href: `?take=${take.clip.id}#scene-${scene.id}`,
    onClick: (event: MouseEvent) => {
      event.preventDefault();
      onShow(take.clip.id);
    },
  });
  const flip = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step === undefined ? undefined : takes[at + step];
    if (next === undefined) return;
    event.preventDefault();
    onShow(next.clip.id);
    focusOn(event.currentTarget, next.clip.id);
  };
  const before = takes[at - 1];
  const after = takes[at + 1];
  return (
    <div
      className="takes"
      role="group"
      aria-label={`Takes of scene ${scene.number}`}
      onKeyDown={flip}
    >
      <Step label="The take before" take={before} goTo={goTo}>
        <ChevronLeft aria-hidden="true" size={16} />
      </Step>
      <span className="mono count">
        take {at + 1} of {takes.length}
      </span>
      <Step label="The next take" take={after} goTo={goTo}>
        <ChevronRight aria-hidden="true" size={16} />
      </Step>
      <ol>
        {takes.map((take) => {
          const { words, tone } = STATES[takeState(take)];
          const isUsed = take.clip.id === scene.selectedClipId;
          return (
            <li key={take.clip.id}>
              <a
                {...goTo(take)}
                data-take={take.clip.id}
                data-used={isUsed}
                aria-current={take === shown ? "true" : undefined}
                aria-label={`Take ${take.clip.take}, ${words}${isUsed ? ", in the film" : ""}`}
              >
                <StateMark tone={tone}>{take.clip.take}</StateMark>
              </a>
            </li>
          );
        })}
      </ol>
      <Use row={row} shown={shown} desk={desk} />
    </div>
  );
}

type StepProps = {
  label: string;
  take: Take | undefined;
  goTo: (take: Take) => { href: string; onClick: (event: MouseEvent) => void };
  children: React.ReactNode;
};

function Step({ label, take, goTo, children }: StepProps) {
  if (take === undefined) {
    return (
      <span className="step" aria-hidden="true" data-end="true">
        {children}
      </span>
    );
  }
  return (
    <a className="step" aria-label={label} {...goTo(take)}>
      {children}
    </a>
  );
}

function Use({ row, shown, desk }: { row: SceneRow; shown: Take; desk: Desk }) {
  const { id: sceneId, selectedClipId } = row.scene;
  const { clip } = shown;
  if (clip.id === selectedClipId) {
    return (
      <span className="end in-film">
        <StateMark tone="done">In the film</StateMark>
      </span>
    );
  }
  if (clip.assetId === null) return null;
  return (
    <span className="end">
      <IntentForm
        name={`use-${clip.id}`}
        intent="select-take"
        formKey={desk.formKey}
        fields={{ clipId: clip.id, sceneId }}
        fault={desk.fault}
      >
        {({ isSending }) => (
          <button className="button plain" disabled={isSending}>
            Use take {clip.take}
          </button>
        )}
      </IntentForm>
    </span>
  );
}

/** The keys go on working from the take that they led to. */
function focusOn(group: Element, clipId: string): void {
  for (const link of group.querySelectorAll<HTMLElement>("[data-take]")) {
    if (link.dataset["take"] === clipId) link.focus();
  }
}
