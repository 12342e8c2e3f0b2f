import { Link } from "@remix-run/react";
import { assetPath } from "../../workers/contracts/paths.ts";
import type { ProjectSummary } from "../../workers/contracts/project.ts";
import { summaryState } from "../project/summary-words.ts";
import { dayWords } from "../words/dates.ts";
import { StateMark } from "./state-mark.tsx";

export function FilmList({ projects }: { projects: readonly ProjectSummary[] }) {
  if (projects.length === 0) {
    return <p className="blank">No film yet. Write an idea above, or start from a poster.</p>;
  }
  return (
    <ul className="films">
      {projects.map((project) => (
        <FilmCard key={project.id} project={project} />
      ))}
    </ul>
  );
}

function FilmCard({ project }: { project: ProjectSummary }) {
  const { tone, words } = summaryState(project);
  return (
    <li className="film-card">
      <div className="frame">
        <Poster project={project} />
      </div>
      <Link className="title" to={`/projects/${project.id}`}>
        {project.title}
      </Link>
      <p className="line">
        <StateMark tone={tone}>{words}</StateMark>
        <time className="mono" dateTime={new Date(project.createdAt).toISOString()}>
          {dayWords(project.createdAt)}
        </time>
        <Link to={`/projects/${project.id}/delete`} aria-label={`Delete ${project.title}`}>
          Delete
        </Link>
      </p>
    </li>
  );
}

/** The character, else a frame of the film, else an empty frame: not every project has a picture. */
function Poster({ project }: { project: ProjectSummary }) {
  if (project.posterAssetId !== null) {
    return <img src={assetPath(project.id, project.posterAssetId)} alt="" loading="lazy" />;
  }
  if (project.filmAssetId !== null) {
    return (
      <video
        src={`${assetPath(project.id, project.filmAssetId)}#t=1`}
        preload="metadata"
        muted
        playsInline
        tabIndex={-1}
        aria-hidden="true"
      />
    );
  }
  return (
    <svg className="unexposed" viewBox="0 0 64 36" aria-hidden="true">
      <rect x="0.5" y="0.5" width="63" height="35" rx="2" />
      <path d="M12 0.5v35M52 0.5v35" />
      <path d="M6 5v4M6 13v4M6 21v4M6 29v3M58 5v4M58 13v4M58 21v4M58 29v3" />
    </svg>
  );
}
