/** Where the film takes a clip in and leaves it: two handles over its frames, and their times as fields. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { assetPath } from "../../workers/contracts/paths.ts";
import type { SceneRow, Take } from "../project/scene-rows.ts";
import { LEAST_TRIM_S, type Edge, moved } from "../project/trimming.ts";
import { trimOf } from "../project/takes.ts";
import { parseTrimTime, trimTime } from "../words/trim-time.ts";
import type { Desk } from "./desk.ts";
import { FieldFault } from "./field-fault.tsx";
import { FrameCells } from "./frame-cells.tsx";
import { IntentForm } from "./intent-form.tsx";

export type TrimClipProps = { row: SceneRow; take: Take; desk: Desk };

export function TrimClip({ row, take, desk }: TrimClipProps) {
  const { clip, asset } = take;
  const [base, setBase] = useState(clip);
  if (asset === null) return null;
  const name = `trim-${clip.id}`;
  const { inS, outS } = trimOf(clip, asset);
  return (
    <details
      className="edit fine trim"
      open={desk.fault?.form === name}
      onToggle={(event) => {
        if (event.currentTarget.open) setBase(clip);
      }}
    >
      <summary className="quiet">
        Trim · <span className="mono">{trimTime(inS)}</span> to{" "}
        <span className="mono">{trimTime(outS)}</span>
      </summary>
      <IntentForm
        name={name}
        intent="trim-clip"
        formKey={desk.formKey}
        fields={{
          clipId: clip.id,
          sceneId: row.scene.id,
          wasInS: String(base.inS),
          ...(base.outS === null ? {} : { wasOutS: String(base.outS) }),
        }}
        fault={desk.fault}
        className="edit-form"
        onDone={() => setBase(clip)}
      >
        {({ isSending, fault }) => (
          <Handles
            // What is saved here or in another tab is what the handles stand at.
            key={`${clip.inS} ${clip.outS}`}
            take={take}
            projectId={desk.snapshot.project.id}
            isSending={isSending}
            said={[fault?.fields["inS"], fault?.fields["outS"]]}
            typed={[fault?.values["inS"], fault?.values["outS"]]}
          />
        )}
      </IntentForm>
    </details>
  );
}

type HandlesProps = {
  take: Take;
  projectId: string;
  isSending: boolean;
  /** Faults of the two fields, and what stood in them. */
  said: [string | undefined, string | undefined];
  typed: [string | undefined, string | undefined];
};

function Handles({ take, projectId, isSending, said, typed }: HandlesProps) {
  const { clip, asset } = take;
  const saved = trimOf(clip, asset);
  const { takeS } = saved;
  const [trim, setTrim] = useState({ inS: saved.inS, outS: saved.outS });
  const [text, setText] = useState({
    inS: typed[0] ?? trimTime(saved.inS),
    outS: typed[1] ?? trimTime(saved.outS),
  });
  const rail = useRef<HTMLDivElement>(null);
  const frameS = 1 / (asset?.fps != null && asset.fps > 0 ? asset.fps : 24);
  const strip = asset?.strip ?? null;

  function go(edge: Edge, toS: number): void {
    const next = moved(trim, edge, toS, takeS);
    setTrim(next);
    setText({ inS: trimTime(next.inS), outS: trimTime(next.outS) });
  }
  function drag(edge: Edge, event: PointerEvent<HTMLElement>): void {
    const box = rail.current?.getBoundingClientRect();
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    go(edge, ((event.clientX - box.left) / box.width) * takeS);
  }
  function press(edge: Edge, event: KeyboardEvent): void {
    const step = event.shiftKey ? 10 * frameS : frameS;
    const to = {
      ArrowLeft: trim[edge] - step,
      ArrowDown: trim[edge] - step,
      ArrowRight: trim[edge] + step,
      ArrowUp: trim[edge] + step,
      Home: 0,
      End: takeS,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(edge, to);
  }
  const percent = (seconds: number) => `${(seconds / takeS) * 100}%`;
  const handle = (edge: Edge, label: string) => (
    <span
      className="handle"
      role="slider"
      tabIndex={0}
      data-edge={edge}
      style={{ left: percent(trim[edge]) }}
      aria-label={label}
      aria-valuemin={edge === "inS" ? 0 : Math.min(takeS, trim.inS + LEAST_TRIM_S)}
      aria-valuemax={edge === "outS" ? takeS : Math.max(0, trim.outS - LEAST_TRIM_S)}
      aria-valuenow={trim[edge]}
      aria-valuetext={trimTime(trim[edge])}
      onKeyDown={(event) => press(edge, event)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        event.currentTarget.focus();
      }}
      onPointerMove={(event) => drag(edge, event)}
    />
  );
  const field = (edge: Edge, label: string, fault: string | undefined) => (
    <label className="field short">
      <span>{label}</span>
      <input
        className="mono"
        name={edge}
        value={text[edge]}
        onChange={(event) => setText({ ...text, [edge]: event.currentTarget.value })}
        onBlur={(event) => {
          const seconds = parseTrimTime(event.currentTarget.value);
          if (!Number.isNaN(seconds)) go(edge, seconds);
        }}
      />
      <FieldFault said={fault} />
    </label>
  );
  return (
    <>
      <div className="trim-rail" ref={rail}>
        {strip === null ? null : (
          <FrameCells strip={strip} src={assetPath(projectId, strip.assetId)} />
        )}
        <i className="off" style={{ left: 0, width: percent(trim.inS) }} />
        <i className="off" style={{ right: 0, width: percent(takeS - trim.outS) }} />
        <i
          className="kept"
          style={{ left: percent(trim.inS), right: percent(takeS - trim.outS) }}
        />
        {handle("inS", "In")}
        {handle("outS", "Out")}
      </div>
      <div className="field-row">
        {field("inS", "In", said[0])}
        {field("outS", "Out", said[1])}
        <p className="quiet">
          <span className="mono">{trimTime(trim.outS - trim.inS)}</span> of{" "}
          <span className="mono">{trimTime(takeS)}</span>
        </p>
      </div>
      <div className="remedies">
        <button className="button plain" disabled={isSending}>
          {isSending ? "Saving…" : "Save the trim"}
        </button>
        {clip.inS === 0 && clip.outS === null ? null : (
          <button className="button plain" name="reset" value="yes" disabled={isSending}>
            Take the trim back
          </button>
        )}
      </div>
    </>
  );
}
