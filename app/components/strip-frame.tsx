/** One frame of the film strip: an outline, a developing tone, then the clip's own picture. */
import { type CSSProperties, type PointerEvent, useEffect, useRef, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import type { Press } from "../live/use-press.ts";
import { chosenPortrait } from "../project/portraits.ts";
import type { SceneRow } from "../project/scene-rows.ts";
import { filmLengthS, filmTake, trimOf } from "../project/takes.ts";
import { type Usual, usualSeconds } from "../project/usual.ts";
import { clockwork } from "../words/job-words.ts";
import { timecode } from "../words/timecode.ts";
import { frameStyle } from "./frame-cells.tsx";

export type StripFrameProps = {
  row: SceneRow;
  snapshot: Snapshot;
  now: number;
  usual: Usual;
  isCurrent: boolean;
  /** By the main button of a mouse, or by touch. */
  onPress: (press: Press) => void;
};

const WORDS: Record<Exclude<SceneRow["state"], "failed">, string> = {
  empty: "not shot",
  working: "generating",
  ready: "ready",
};

/** `--length` is the seconds: the phone's strip is as wide as these ask, the desk's shares its width. */
export function frameWidth(lengthS: number): CSSProperties {
  return { flexGrow: lengthS, "--length": lengthS } as CSSProperties;
}

export function StripFrame(props: StripFrameProps) {
  const { row, snapshot, now, usual, isCurrent, onPress } = props;
  const { scene, main, state } = row;
  const projectId = snapshot.project.id;
  const portrait = chosenPortrait(snapshot);
  const lengthS = filmLengthS(row);
  const asset = (filmTake(row) ?? main)?.asset ?? null;
  // A clip from before posters shows who is in it.
  const picture = asset?.posterAssetId ?? portrait?.asset?.id ?? null;
  const item = useRef<HTMLLIElement>(null);
  const [scrubbed, setScrubbed] = useState<number | null>(null);
  useEffect(() => {
    // Only the strip moves along; the page stays where the person has it.
    const list = item.current?.parentElement;
    if (!isCurrent || item.current === null || list == null) return;
    const { offsetLeft, offsetWidth } = item.current;
    const left = offsetLeft - list.offsetLeft;
    const isSeen =
      left >= list.scrollLeft && left + offsetWidth <= list.scrollLeft + list.clientWidth;
    if (!isSeen) list.scrollTo({ left: left - (list.clientWidth - offsetWidth) / 2 });
  }, [isCurrent]);
  const strip = state === "ready" ? (asset?.strip ?? null) : null;
  const scrub = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType !== "mouse" || strip === null) return;
    // It is being dragged.
    if (event.buttons !== 0) {
      setScrubbed(null);
      return;
    }
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.max(0, Math.min(0.999, (event.clientX - box.left) / box.width));
    setScrubbed(frameAt(row, share, strip.frames));
  };
  return (
    <li
      ref={item}
      style={frameWidth(lengthS)}
      data-state={state}
      data-scene={scene.id}
      onMouseDown={(event) => {
        if (event.button === 0) onPress({ sceneId: scene.id, event });
      }}
      onTouchStart={(event) => onPress({ sceneId: scene.id, event })}
    >
      <a
        className="frame"
        href={`#scene-${scene.id}`}
        draggable={false}
        aria-current={isCurrent ? "true" : undefined}
        onPointerMove={scrub}
        onPointerLeave={() => setScrubbed(null)}
      >
        {state === "ready" && picture !== null ? (
          <img src={assetPath(projectId, picture)} alt="" />
        ) : state === "working" ? (
          <Tone
            share={developedShare(row, now, usual)}
            src={portrait?.asset == null ? null : assetPath(projectId, portrait.asset.id)}
          />
        ) : null}
        {scrubbed === null || strip === null ? null : (
          <i
            className="scrub"
            style={{
              ...frameStyle(strip, assetPath(projectId, strip.assetId), scrubbed),
              ...({
                "--ratio": (strip.tileWidth ?? 16) / (strip.tileHeight ?? 9),
              } as CSSProperties),
            }}
          />
        )}
        <span className="number">
          <span className="unseen">Scene </span>
          {scene.number}
        </span>
        {state === "failed" ? (
          <span className="word">Failed</span>
        ) : (
          <span className="unseen">{WORDS[state]}</span>
        )}
        <span className="length mono">{timecode(lengthS)}</span>
      </a>
    </li>
  );
}

/** What is developed of a clip in the making, as a tone that fills the frame. */
function Tone({ share, src }: { share: number; src: string | null }) {
  return (
    <span className="tone" style={{ width: `${Math.round(share * 100)}%` }}>
      {src === null ? null : <img src={src} alt="" />}
    </span>
  );
}

/** Which frame of its take's strip stands at a share of the scene as trimmed. */
function frameAt(row: SceneRow, share: number, frames: number): number {
  const take = filmTake(row) ?? row.main;
  if (take === null) return 0;
  const { inS, outS, takeS } = trimOf(take.clip, take.asset);
  return Math.min(frames - 1, Math.floor(((inS + share * (outS - inS)) / takeS) * frames));
}

/** 0 to 1: the provider's own progress where it tells, else the share of the usual time. */
function developedShare({ main }: SceneRow, now: number, usual: Usual): number {
  if (main?.job == null) return 0;
  const clock = clockwork(main.job, now, usualSeconds(main.job, usual));
  return clock.progress ?? clock.elapsedShare;
}
