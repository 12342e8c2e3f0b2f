/** The screen: the film once there is one, before that what is happening. It never changes its size. */
import { Play } from "lucide-react";
import { lazy, Suspense } from "react";
import { assetPath } from "../../workers/contracts/paths.ts";
import { filmReel, posterOfFilm } from "../project/film-reel.ts";
import type { PreviewSwitch } from "../live/use-preview.ts";
import { chosenPortrait } from "../project/portraits.ts";
import { hasPlayable, previewOf } from "../project/preview.ts";
import { nowOf } from "../project/status.ts";
import { timecode } from "../words/timecode.ts";
import type { Desk } from "./desk.ts";
import { EditIdea } from "./edit-words.tsx";
import { FoldedText } from "./folded-text.tsx";
import { NextStep } from "./next-step.tsx";
import { ProjectTitle } from "./project-title.tsx";

/** Loaded with the first press. */
const PreviewPlayer = lazy(() => import("./preview-player.tsx"));

export type ScreenProps = { desk: Desk; preview: PreviewSwitch };

export function Screen({ desk, preview }: ScreenProps) {
  const { snapshot } = desk;
  const { project } = snapshot;
  const status = nowOf(snapshot);
  const film = filmReel(snapshot).current;
  const portrait = chosenPortrait(snapshot);
  const poster = film === null ? null : posterOfFilm(snapshot, film.film);
  return (
    <section className="screen" aria-labelledby="title" id="idea">
      <div className={`picture ratio-${project.settings.aspectRatio.replace(":", "-")}`}>
        {preview.isOpen ? (
          <Suspense fallback={<p className="leader-wait">Threading the clips…</p>}>
            <PreviewPlayer snapshot={snapshot} onClose={preview.close} />
          </Suspense>
        ) : film?.asset == null ? (
          <div className="leader">
            {portrait?.asset == null ? null : (
              <img src={assetPath(project.id, portrait.asset.id)} alt="" />
            )}
            <p className="sentence">{status.sentence}</p>
          </div>
        ) : (
          <video
            key={film.asset.id}
            controls
            preload={poster === null ? "metadata" : "none"}
            poster={poster === null ? undefined : assetPath(project.id, poster)}
            playsInline
            src={assetPath(project.id, film.asset.id)}
            aria-label={`The film “${project.title}”`}
          />
        )}
      </div>
      <div className="notes">
        <ProjectTitle desk={desk} />
        {project.idea === project.title ? null : <FoldedText text={project.idea} />}
        <EditIdea desk={desk} />
        <NextStep desk={desk} />
        {preview.isOpen || !hasPlayable(previewOf(snapshot)) ? null : (
          <p className="actions">
            <button type="button" className="button plain" onClick={preview.open}>
              <Play size={14} aria-hidden="true" />
              {film === null ? "Play the film so far" : "Play the clips as they stand"}
            </button>
          </p>
        )}
        {film?.asset == null ? null : <p className="status">{status.sentence}</p>}
        {film?.asset == null ? null : (
          <p className="actions">
            <a className="button" href={assetPath(project.id, film.asset.id, { download: true })}>
              Download the film
            </a>
            <span className="mono quiet">
              {film.asset.durationMs === null ? "" : timecode(film.asset.durationMs / 1000)}
            </span>
          </p>
        )}
      </div>
    </section>
  );
}
