/**
 * The film strip: one frame for each scene, as wide as the film uses of it. Progress, navigator and film
 * in one, and the place where scenes are put in order by hand: see drag-scenes.tsx.
 */
import { Play } from "lucide-react";
import { useRef, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { useCurrentScene } from "../live/use-current-scene.ts";
import { toast } from "../live/toast.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { usePress } from "../live/use-press.ts";
import { useSceneOrder } from "../live/use-scene-order.ts";
import { hasPlayable, previewOf } from "../project/preview.ts";
import type { Usual } from "../project/usual.ts";
import type * as Dragging from "./drag-scenes.tsx";
import { StripFrame, frameWidth } from "./strip-frame.tsx";

export type FilmStripProps = {
  snapshot: Snapshot;
  now: number;
  usual: Usual;
  onPlay?: () => void;
};

export function FilmStrip({ snapshot, now, usual, onPlay }: FilmStripProps) {
  const { rows, place } = useSceneOrder(snapshot, "strip", tellRefusal);
  const { mode, settings } = snapshot.project;
  const current = useCurrentScene(rows.map(({ scene }) => scene.id));
  const list = useRef<HTMLOListElement>(null);
  const { press, begin } = usePress();
  const { DragScenes, load } = useDragging();
  const canMove = rows.length > 1;
  // Only where scenes are sure to come does the strip stand before them.
  if (rows.length === 0 && mode === "manual") return null;
  return (
    <nav className="strip" aria-label="Film strip" onPointerEnter={canMove ? load : undefined}>
      {onPlay === undefined ? null : <PlayAll snapshot={snapshot} onPlay={onPlay} />}
      <ol ref={list}>
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
                onPress={begin}
              />
            ))}
      </ol>
      {DragScenes === null ? null : (
        <DragScenes list={list} rows={rows} press={canMove ? press : null} onPlace={place} />
      )}
    </nav>
  );
}

function tellRefusal(why: string): void {
  toast(`The scene stays where it was. ${why}`);
}

/** What moves frames, once it is asked for. Where it can't be loaded, the next coming near tries again. */
function useDragging() {
  const [dragging, setDragging] = useState<typeof Dragging | null>(null);
  const load = () => {
    if (dragging !== null) return;
    void import("./drag-scenes.tsx").then(setDragging, () => undefined);
  };
  return { DragScenes: dragging?.DragScenes ?? null, load };
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
