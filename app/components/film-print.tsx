/** One finished film: what it is, its other forms, and whether it is published. */
import { assetPath } from "../../workers/contracts/paths.ts";
import { RENDITION_WORDS } from "../project/downloads.ts";
import type { FilmPrint as Print } from "../project/film-reel.ts";
import { bytesWords } from "../words/bytes.ts";
import { dayWords } from "../words/dates.ts";
import { sceneWords } from "../words/lists.ts";
import { timecode } from "../words/timecode.ts";
import type { Desk } from "./desk.ts";
import { JobNotes } from "./job-notes.tsx";
import { PublishFilm } from "./publish-film.tsx";

export function FilmPrint({ print, desk }: { print: Print; desk: Desk }) {
  const { film, asset, job } = print;
  if (asset === null) return null;
  const projectId = desk.snapshot.project.id;
  const sizes = new Map(desk.snapshot.assets.map(({ id, bytes }) => [id, bytes]));
  return (
    <li className="print">
      <span>
        Film {film.number}
        {film.missingScenes.length === 0 ? null : (
          <span className="quiet"> without {sceneWords(film.missingScenes)}</span>
        )}
      </span>
      <span className="mono quiet">
        {asset.durationMs === null ? "" : `${timecode(asset.durationMs / 1000)} · `}
        {asset.width === null ? "" : `${asset.width}×${asset.height} · `}
        {dayWords(film.createdAt)}
      </span>
      <span className="end">
        <PublishFilm film={film} desk={desk} />
        <a className="button plain" href={assetPath(projectId, asset.id)}>
          Watch
        </a>
        <a
          className="button plain"
          href={assetPath(projectId, asset.id, { download: true })}
          aria-label={`Download film ${film.number}`}
        >
          Download
        </a>
      </span>
      {film.renditions.length === 0 ? null : (
        <ul className="renditions fine" aria-label={`Film ${film.number} in other forms`}>
          {film.renditions.map(({ kind, assetId }) => {
            const bytes = sizes.get(assetId);
            return (
              <li key={assetId}>
                <a href={assetPath(projectId, assetId, { download: true })} download>
                  {RENDITION_WORDS[kind]}
                </a>
                {bytes === undefined ? null : (
                  <span className="mono quiet"> {bytesWords(bytes)}</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {job === null ? null : <JobNotes job={job} />}
    </li>
  );
}
