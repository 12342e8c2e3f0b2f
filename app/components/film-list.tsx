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
        {project.posterAssetId === null ? null : (
          <img src={assetPath(project.id, project.posterAssetId)} alt="" loading="lazy" />
        )}
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
