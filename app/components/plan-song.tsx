/** The film's sound: a song under it, the clips' own, and how loud it is. */
import { assetPath } from "../../workers/contracts/paths.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Song } from "../../workers/contracts/project.ts";
import { isoDuration, timecode } from "../words/timecode.ts";
import { Choice, Measure, type PlanPart, Tick, textValue } from "./plan-controls.tsx";

export function PlanSong({ values, snapshot, fault }: PlanPart & { snapshot: Snapshot }) {
  const songs = [...snapshot.songs].sort((a, b) => a.createdAt - b.createdAt);
  const chosen = textValue(values, "songId");
  return (
    <fieldset>
      <legend>Sound</legend>
      {songs.length === 0 ? (
        <input type="hidden" name="songId" value="" />
      ) : (
        <ul className="song-choice">
          <li>
            <Pick id="" chosen={chosen} title="No song" />
          </li>
          {songs.map((song) => (
            <SongRow key={song.id} song={song} chosen={chosen} snapshot={snapshot} />
          ))}
        </ul>
      )}
      <div hidden={chosen === ""} className="song-wishes">
        <div className="field-row">
          <Measure
            {...{ values, fault, name: "songStartS" }}
            label="Begins at, s"
            min={0}
            max={36_000}
            step={0.1}
          />
          <Measure
            {...{ values, fault, name: "songGainDb" }}
            label="Level, dB"
            min={-60}
            max={24}
            step={0.5}
          />
          <Measure
            {...{ values, fault, name: "songFadeInS" }}
            label="Fade in, s"
            min={0}
            max={30}
            step={0.1}
          />
          <Measure
            {...{ values, fault, name: "songFadeOutS" }}
            label="Fade out, s"
            min={0}
            max={30}
            step={0.1}
          />
        </div>
        <Choice
          values={values}
          name="songPlay"
          label="If the song is shorter than the film"
          options={[
            ["cut", "It ends there"],
            ["loop", "It starts over"],
          ]}
        />
        <Tick values={values} name="songDuck" label="Quieter while the clips are heard" />
      </div>
      <Tick values={values} name="clipSound" label="The clips' own sound" />
      <Tick
        values={values}
        name="normalizeAudio"
        label="Even loudness, as streaming services have it"
      />
    </fieldset>
  );
}

function SongRow(props: { song: Song; chosen: string; snapshot: Snapshot }) {
  const { song, chosen, snapshot } = props;
  const asset = snapshot.assets.find(({ id }) => id === song.assetId);
  const seconds = asset?.durationMs == null ? null : asset.durationMs / 1000;
  return (
    <li className="song">
      <Pick id={song.id} chosen={chosen} title={song.title} />
      {seconds === null ? null : (
        <time className="mono quiet" dateTime={isoDuration(seconds)}>
          {timecode(seconds)}
        </time>
      )}
      <audio
        controls
        preload="none"
        src={assetPath(snapshot.project.id, song.assetId)}
        aria-label={`The song “${song.title}”`}
      />
    </li>
  );
}

function Pick({ id, chosen, title }: { id: string; chosen: string; title: string }) {
  return (
    <label className="tick title">
      <input
        type="radio"
        name="songId"
        value={id}
        checked={chosen === id}
        onChange={() => undefined}
      />
      <span>{title}</span>
    </label>
  );
}
