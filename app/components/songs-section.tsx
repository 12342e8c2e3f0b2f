/** Music that was uploaded for the project's films. Nothing while there is none. */
import { assetPath } from "../../workers/contracts/paths.ts";
import type { Asset, Song } from "../../workers/contracts/project.ts";
import { countWords } from "../words/lists.ts";
import { isoDuration, timecode } from "../words/timecode.ts";
import type { Desk } from "./desk.ts";

export function SongsSection({ desk }: { desk: Desk }) {
  const { project, songs, assets } = desk.snapshot;
  if (songs.length === 0) return null;
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const ordered = [...songs].sort((a, b) => a.createdAt - b.createdAt);
  return (
    <section className="station wide" aria-labelledby="songs-heading" id="songs">
      <header>
        <h2 id="songs-heading">Songs</h2>
        <span className="mono quiet">{countWords(songs.length, "song")}</span>
      </header>
      <ul className="songs">
        {ordered.map((song) => (
          <SongRow
            key={song.id}
            song={song}
            asset={byId.get(song.assetId) ?? null}
            projectId={project.id}
          />
        ))}
      </ul>
    </section>
  );
}

function SongRow(props: { song: Song; asset: Asset | null; projectId: string }) {
  const { song, asset, projectId } = props;
  const seconds = asset?.durationMs == null ? null : asset.durationMs / 1000;
  return (
    <li className="song">
      <span className="title">{song.title}</span>
      {seconds === null ? null : (
        <time className="mono quiet" dateTime={isoDuration(seconds)}>
          {timecode(seconds)}
        </time>
      )}
      <audio
        controls
        preload="none"
        src={assetPath(projectId, song.assetId)}
        aria-label={`The song “${song.title}”`}
      />
    </li>
  );
}
