/**
 * Plays the clips as the film would have them, without cutting it. Loaded on the press that opens it,
 * which is why it begins by itself.
 */
import { Maximize, Pause, Play, Volume2, VolumeX, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { AT_REST, PreviewReel } from "../live/preview-reel.ts";
import { type Preview, type Shot, previewOf } from "../project/preview.ts";
import { runtime } from "../words/runtime.ts";
import { PreviewTimeline } from "./preview-timeline.tsx";

export type PreviewPlayerProps = { snapshot: Snapshot; onClose: () => void };

/** Seconds of one press of an arrow key. */
const STEP_S = 1;

export default function PreviewPlayer({ snapshot, onClose }: PreviewPlayerProps) {
  const projectId = snapshot.project.id;
  const preview = useSame(previewOf(snapshot));
  const root = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLVideoElement>(null);
  const second = useRef<HTMLVideoElement>(null);
  const reel = useRef<PreviewReel | null>(null);
  const [state, setState] = useState(AT_REST);
  const [isMuted, setMuted] = useState(false);
  useEffect(() => {
    if (first.current === null || second.current === null) return;
    const videos = [first.current, second.current] as const;
    const made = new PreviewReel(videos, (assetId) => assetPath(projectId, assetId), setState);
    reel.current = made;
    root.current?.focus({ preventScroll: true });
    return () => made.close();
  }, [projectId]);
  useEffect(() => reel.current?.show(preview), [preview, projectId]);
  // It was opened by a press on play.
  useEffect(() => reel.current?.play(), [projectId]);

  const shot = state.shot === null ? null : (preview.shots[state.shot] ?? null);
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isOnButton = event.target instanceof HTMLButtonElement;
    if (event.key === " " && !isOnButton) reel.current?.toggle();
    else if (event.key === "ArrowLeft") reel.current?.seek(state.atS - STEP_S);
    else if (event.key === "ArrowRight") reel.current?.seek(state.atS + STEP_S);
    else if (event.key === "Home") reel.current?.seek(0);
    else if (event.key === "End") reel.current?.seek(preview.lengthS);
    else if (event.key === "Escape" && document.fullscreenElement === null) onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={root}
      className="preview"
      role="group"
      aria-label="Preview of the film"
      tabIndex={-1}
      data-playing={state.isPlaying}
      onKeyDown={onKey}
    >
      <div className="stage" onClick={() => reel.current?.toggle()}>
        <Still shot={shot} isShown={state.deck === null} projectId={projectId} />
        <video ref={first} {...videoOf(0, state.deck)} muted={isMuted} />
        <video ref={second} {...videoOf(1, state.deck)} muted={isMuted} />
        {sentenceOf(shot, state) === null ? null : (
          <p className="missing">{sentenceOf(shot, state)}</p>
        )}
      </div>
      <div className="controls">
        <PreviewTimeline
          preview={preview}
          atS={state.atS}
          onSeek={(toS) => reel.current?.seek(toS)}
        />
        <div className="row">
          <button
            type="button"
            onClick={() => reel.current?.toggle()}
            aria-label={state.isPlaying ? "Pause" : "Play"}
          >
            {state.isPlaying ? <Pause {...ICON} /> : <Play {...ICON} />}
          </button>
          <span className="mono time">
            {runtime(Math.floor(state.atS))} / {runtime(preview.lengthS)}
          </span>
          <span className="where">
            {shot === null ? "" : `Scene ${shot.number} of ${preview.shots.length}`}
            {state.isWaiting ? <span className="loading"> · loading</span> : null}
          </span>
          <button
            type="button"
            aria-pressed={isMuted}
            onClick={() => setMuted(!isMuted)}
            aria-label="Mute"
          >
            {isMuted ? <VolumeX {...ICON} /> : <Volume2 {...ICON} />}
          </button>
          <button
            type="button"
            onClick={() => void toggleFullscreen(root.current)}
            aria-label="Full screen"
          >
            <Maximize {...ICON} />
          </button>
          <button type="button" onClick={onClose} aria-label="Close the preview">
            <X {...ICON} />
          </button>
        </div>
      </div>
    </div>
  );
}

const ICON = { size: 18, "aria-hidden": true } as const;

const videoOf = (deck: 0 | 1, shown: 0 | 1 | null) => ({
  playsInline: true,
  preload: "none",
  tabIndex: -1,
  "aria-label": "The clip",
  "aria-hidden": shown !== deck,
});

function sentenceOf(shot: Shot | null, state: typeof AT_REST): string | null {
  if (shot === null) return "There is no scene to play.";
  if (state.isBroken) {
    return `The clip of scene ${shot.number} can't be played here. Check your connection, then seek back to it.`;
  }
  return shot.missing === null ? null : `${shot.missing} · ${runtime(shot.lengthS)}`;
}

function Still(props: { shot: Shot | null; isShown: boolean; projectId: string }) {
  const { shot, isShown, projectId } = props;
  if (!isShown || shot?.stillAssetId == null) return null;
  return <img src={assetPath(projectId, shot.stillAssetId)} alt="" />;
}

/** A browser that has no full screen for elements leaves it as it is. */
async function toggleFullscreen(element: HTMLElement | null): Promise<void> {
  const change =
    document.fullscreenElement === null
      ? element?.requestFullscreen?.()
      : document.exitFullscreen();
  await change?.catch(() => undefined);
}

/** The same object while it says the same: snapshots come with every step of every job. */
function useSame(preview: Preview): Preview {
  const words = JSON.stringify(preview);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => preview, [words]);
}
