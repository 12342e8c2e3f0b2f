/**
 * The player of a clip. Before scripts it is the browser's own; with them a poster, and pressing it
 * brings the player with its controls. Nothing is loaded before that, and nothing plays by itself.
 */
import { Play } from "lucide-react";
import { type Ref, createElement, useEffect, useRef, useState } from "react";
import { useHydrated } from "../live/use-hydrated.ts";
import { timecode } from "../words/timecode.ts";

export type ClipPlayerProps = {
  src: string;
  /** Null where none was made: then the browser shows the first frame. */
  poster: string | null;
  /** What it is, like `Scene 2, take 1`. */
  label: string;
  lengthS: number | null;
};

export function ClipPlayer({ src, poster, label, lengthS }: ClipPlayerProps) {
  const isHydrated = useHydrated();
  const [isPressed, setIsPressed] = useState(false);
  if (!isHydrated || poster === null) {
    return (
      <video
        controls
        playsInline
        preload={poster === null ? "metadata" : "none"}
        poster={poster ?? undefined}
        src={src}
        aria-label={label}
      />
    );
  }
  if (isPressed) return <Playing src={src} poster={poster} label={label} />;
  return (
    <button type="button" className="poster" onClick={() => setIsPressed(true)}>
      <img src={poster} alt="" />
      <span className="press">
        <Play aria-hidden="true" size={22} fill="currentColor" strokeWidth={0} />
      </span>
      {lengthS === null ? null : <span className="length mono">{timecode(lengthS)}</span>}
      <span className="unseen">Play {label}</span>
    </button>
  );
}

/**
 * The controls are elements of their own kind, which the browser learns after the press. Until then,
 * and where they can't be had, it shows its own; the video is the same element throughout.
 */
function Playing({ src, poster, label }: { src: string; poster: string; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const [hasControls, setHasControls] = useState(false);
  useEffect(() => {
    const media = video.current;
    // A browser that wants another press shows the controls for it.
    media?.play().catch(() => undefined);
    media?.focus();
    let isGone = false;
    import("media-chrome")
      .then(() => {
        if (!isGone) setHasControls(true);
      })
      .catch(() => undefined);
    return () => {
      isGone = true;
    };
  }, []);
  const bar = ["media-play-button", "media-time-range", "media-time-display"];
  const end = ["media-mute-button", "media-volume-range", "media-fullscreen-button"];
  return createElement(
    "media-controller",
    { class: "player" },
    <video
      ref={video as Ref<HTMLVideoElement>}
      slot="media"
      controls={!hasControls}
      playsInline
      preload="auto"
      poster={poster}
      src={src}
      aria-label={label}
    />,
    hasControls
      ? createElement(
          "media-control-bar",
          {},
          ...[...bar, ...end].map((name) =>
            createElement(
              name,
              name === "media-time-display"
                ? { key: name, showduration: "", notoggle: "" }
                : { key: name },
            ),
          ),
        )
      : null,
  );
}
