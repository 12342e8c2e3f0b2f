/**
 * The film strip: one frame for each scene, as wide as the film uses of it. Progress, navigator and film
 * in one. Each frame is a list item of its own (strip-frame.tsx), so that dragging can take hold of it.
 */
import { Play } from "lucide-react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { useCurrentScene } from "../live/use-current-scene.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { hasPlayable, previewOf } from "../project/preview.ts";
import { sceneRows } from "../project/scene-rows.ts";
import type { Usual } from "../project/usual.ts";
import { StripFrame, frameWidth } from "./strip-frame.tsx";

export type FilmStripProps = {
  snapshot: Snapshot;
  now: number;
  usual: Usual;
  onPlay?: () => void;
};

export function FilmStrip({ snapshot, now, usual, onPlay }: FilmStripProps) {
  const rows = sceneRows(snapshot);
  const { mode, settings } = snapshot.project;
  const current = useCurrentScene(rows.map(({ scene }) => scene.id));
  // Only where scenes are sure to come does the strip stand before them.
  if (rows.length === 0 && mode === "manual") return null;
  return (
    <nav className="strip" aria-label="Film strip">
      {onPlay === undefined ? null : <PlayAll snapshot={snapshot} onPlay={onPlay} />}
      <ol>
        {rows.length === 0
          ? Array.from({ length: settings.sceneCount }, (_, index) => (
              <li key={index} style={frameWidth(settings.clipLengthS)} data-state="empty">
                <span className="frame">
                  <span className="number">{index + 1}</span>
                </span>
              </li>
            ))
          : rows.map((row) => (
              <StripFrame
                key={row.scene.id}
                row={row}
                snapshot={snapshot}
                now={now}
                usual={usual}
                isCurrent={row.scene.id === current}
              />
            ))}
      </ol>
    </nav>
  );
}

/** Its place is kept while there is nothing to play, so that the frames stand still. */
function PlayAll({ snapshot, onPlay }: { snapshot: Snapshot; onPlay: () => void }) {
  const isHydrated = useHydrated();
  const canPlay = isHydrated && hasPlayable(previewOf(snapshot));
  return (
    <button
      type="button"
      className="play-all"
      disabled={!canPlay}
      onClick={onPlay}
      aria-label="Play the clips in order"
      title={canPlay ? "Play the clips in order" : "Nothing to play yet"}
    >
      <Play size={18} fill="currentColor" strokeWidth={0} aria-hidden="true" />
    </button>
  );
}
