/** The whole film as one line: a part for each scene, as wide as it is long, and the place in it. */
import type { Preview } from "../project/preview.ts";
import { runtime } from "../words/runtime.ts";

export type PreviewTimelineProps = {
  preview: Preview;
  atS: number;
  onSeek: (toS: number) => void;
};

export function PreviewTimeline({ preview, atS, onSeek }: PreviewTimelineProps) {
  const { shots, lengthS } = preview;
  const shot = [...shots].reverse().find(({ startS }) => startS <= atS);
  return (
    <div className="timeline">
      <div className="parts" aria-hidden="true">
        {shots.map((each) => (
          <span
            key={each.sceneId}
            style={{ flexGrow: each.lengthS }}
            data-missing={each.take === null}
          >
            <i style={{ width: `${shareOf(atS - each.startS, each.lengthS) * 100}%` }} />
          </span>
        ))}
      </div>
      <i className="head" style={{ left: `${shareOf(atS, lengthS) * 100}%` }} aria-hidden="true" />
      <input
        type="range"
        min={0}
        max={lengthS}
        step={0.01}
        value={atS}
        onChange={(event) => onSeek(Number(event.currentTarget.value))}
        aria-label="Place in the film"
        aria-valuetext={`${runtime(Math.floor(atS))} of ${runtime(lengthS)}${
          shot === undefined ? "" : `, scene ${shot.number}`
        }`}
      />
    </div>
  );
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.max(0, Math.min(1, part / whole));
}
