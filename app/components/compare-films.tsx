/** Two films at the same timecode: one over the other to flip between, or side by side on wide screens. */
import { Columns2, Pause, Play, Repeat2 } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { Snapshot } from "../../workers/contracts/live.ts";
import { assetPath } from "../../workers/contracts/paths.ts";
import { type FilmPrint, posterOfFilm } from "../project/film-reel.ts";
import { runtime } from "../words/runtime.ts";

export type CompareFilmsProps = { prints: readonly FilmPrint[]; snapshot: Snapshot };

/** Further apart than this is seen; setting the place of a video costs a moment of its picture. */
const APART_S = 0.15;

export default function CompareFilms({ prints, snapshot }: CompareFilmsProps) {
  const { id: projectId, settings } = snapshot.project;
  const [ids, setIds] = useState([prints[0]?.film.id ?? "", prints[1]?.film.id ?? ""]);
  const [shown, setShown] = useState<0 | 1>(0);
  const [isSideBySide, setSideBySide] = useState(false);
  const [isPlaying, setPlaying] = useState(false);
  const [atS, setAtS] = useState(0);
  const first = useRef<HTMLVideoElement>(null);
  const second = useRef<HTMLVideoElement>(null);
  const pair: [FilmPrint | null, FilmPrint | null] = [
    prints.find(({ film }) => film.id === ids[0]) ?? null,
    prints.find(({ film }) => film.id === ids[1]) ?? null,
  ];
  const lengthS = Math.max(...pair.map((print) => (print?.asset?.durationMs ?? 0) / 1000));

  const lead = () => (shown === 0 ? first : second).current;
  const other = () => (shown === 0 ? second : first).current;
  const seek = (toS: number) => {
    const place = Math.max(0, Math.min(lengthS, toS));
    setAtS(place);
    for (const video of [first.current, second.current]) {
      if (video !== null) video.currentTime = place;
    }
  };
  const pause = () => {
    setPlaying(false);
    first.current?.pause();
    second.current?.pause();
  };
  const toggle = () => {
    if (isPlaying) return pause();
    if (atS >= lengthS - 0.05) seek(0);
    setPlaying(true);
    for (const video of [lead(), other()]) video?.play().catch(() => undefined);
  };
  const flip = () => {
    const from = lead();
    const to = other();
    if (from !== null && to !== null && Math.abs(to.currentTime - from.currentTime) > 0.02) {
      to.currentTime = from.currentTime;
    }
    setShown(shown === 0 ? 1 : 0);
  };
  // Another film in the same place: both stand where the comparison is, at rest.
  const choose = (place: 0 | 1, filmId: string) => {
    pause();
    setIds(ids.map((id, index) => (index === place ? filmId : id)));
  };
  const follow = () => {
    const [from, to] = [lead(), other()];
    if (from === null) return;
    setAtS(from.currentTime);
    if (to !== null && !to.ended && !to.seeking && !from.seeking) {
      if (Math.abs(to.currentTime - from.currentTime) > APART_S) to.currentTime = from.currentTime;
    }
  };
  useOthersPause([first, second], pause);
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target instanceof HTMLSelectElement) return;
    if (event.key === " " && !(event.target instanceof HTMLButtonElement)) toggle();
    else if (event.key.toLowerCase() === "f") flip();
    else if (event.key === "ArrowLeft") seek(atS - 1);
    else if (event.key === "ArrowRight") seek(atS + 1);
    else if (event.key === "Home") seek(0);
    else if (event.key === "End") seek(lengthS);
    else return;
    event.preventDefault();
  };
  const nameOf = (place: 0 | 1) => `Film ${pair[place]?.film.number ?? ""}`;
  const filmOf = (place: 0 | 1) => {
    const print = pair[place];
    const poster = print === null ? null : posterOfFilm(snapshot, print.film);
    return {
      src: assetPath(projectId, print?.asset?.id ?? ""),
      poster: poster === null ? undefined : assetPath(projectId, poster),
      muted: shown !== place,
      playsInline: true,
      preload: "auto",
      tabIndex: -1,
      "data-shown": shown === place,
      "aria-label": nameOf(place),
    };
  };
  const ratio = `ratio-${settings.aspectRatio.replace(":", "-")}`;
  return (
    <div
      className="comparison"
      data-players
      data-side={isSideBySide}
      role="group"
      aria-label="Comparison of two films"
      onKeyDown={onKey}
    >
      <div className="films-shown">
        {([0, 1] as const).map((place) => (
          <label key={place} data-shown={shown === place}>
            <span className="unseen">{place === 0 ? "One film" : "The other film"}</span>
            <select
              value={ids[place]}
              onChange={(event) => choose(place, event.currentTarget.value)}
            >
              {prints.map(({ film }) => (
                <option key={film.id} value={film.id} disabled={film.id === ids[1 - place]}>
                  Film {film.number}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <div className="pair">
        <div className={`picture ${ratio}`}>
          <video
            ref={first}
            {...filmOf(0)}
            onLoadedMetadata={(event) => startAt(event.currentTarget, atS)}
            onTimeUpdate={() => (shown === 0 ? follow() : undefined)}
            onEnded={() => (shown === 0 ? pause() : undefined)}
          />
        </div>
        <div className={`picture ${ratio}`}>
          <video
            ref={second}
            {...filmOf(1)}
            onLoadedMetadata={(event) => startAt(event.currentTarget, atS)}
            onTimeUpdate={() => (shown === 1 ? follow() : undefined)}
            onEnded={() => (shown === 1 ? pause() : undefined)}
          />
        </div>
      </div>
      <div className="transport">
        <button type="button" className="button" onClick={toggle}>
          {isPlaying ? <Pause {...ICON} /> : <Play {...ICON} />}
          {isPlaying ? "Pause" : "Play both"}
        </button>
        <input
          type="range"
          min={0}
          max={lengthS}
          step={0.01}
          value={Math.min(atS, lengthS)}
          onChange={(event) => seek(Number(event.currentTarget.value))}
          aria-label="Place in both films"
          aria-valuetext={`${runtime(Math.floor(atS))} of ${runtime(lengthS)}`}
        />
        <span className="mono fine">
          {runtime(Math.floor(atS))} / {runtime(lengthS)}
        </span>
        <button type="button" className="button" onClick={flip} aria-keyshortcuts="f">
          <Repeat2 {...ICON} />
          {isSideBySide
            ? `Hear ${nameOf(shown === 0 ? 1 : 0)}`
            : `Flip to ${nameOf(shown === 0 ? 1 : 0)}`}
        </button>
        <button
          type="button"
          className="button side"
          aria-pressed={isSideBySide}
          onClick={() => setSideBySide(!isSideBySide)}
        >
          <Columns2 {...ICON} />
          Side by side
        </button>
      </div>
    </div>
  );
}

const ICON = { size: 16, "aria-hidden": true } as const;

/** A film that was chosen anew begins at the same timecode. */
function startAt(video: HTMLVideoElement, atS: number): void {
  video.currentTime = atS;
}

/** The comparison rests when something else on the page is started. */
function useOthersPause(videos: readonly RefObject<HTMLVideoElement>[], pause: () => void): void {
  useEffect(() => {
    const onPlay = ({ target }: Event) => {
      if (!videos.some(({ current }) => current === target)) pause();
    };
    document.addEventListener("play", onPlay, { capture: true });
    return () => document.removeEventListener("play", onPlay, { capture: true });
  });
}
