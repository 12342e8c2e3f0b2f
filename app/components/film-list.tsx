/** The films so far, as posters. */
import { Link } from "@remix-run/react";
import { Copy, Trash2 } from "lucide-react";
import { assetPath } from "../../workers/contracts/paths.ts";
import type { ProjectSummary } from "../../workers/contracts/project.ts";
import type { FormFault } from "../forms/outcome.ts";
import { summaryState } from "../project/summary-words.ts";
import { dayWords } from "../words/dates.ts";
import { shorten } from "../words/lists.ts";
import { IntentForm } from "./intent-form.tsx";
import { Menu } from "./menu.tsx";
import { StateMark } from "./state-mark.tsx";

export type FilmListProps = {
  projects: readonly ProjectSummary[];
  formKey: string;
  /** The answer to a card's form that was posted without scripts. */
  fault: FormFault | null;
  onDeleted: (project: ProjectSummary) => void;
};

export function FilmList({ projects, ...rest }: FilmListProps) {
  return (
    <ul className="films">
      {projects.map((project) => (
        <FilmCard key={project.id} project={project} {...rest} />
      ))}
    </ul>
  );
}

type FilmCardProps = Omit<FilmListProps, "projects"> & { project: ProjectSummary };

function FilmCard({ project, formKey, fault, onDeleted }: FilmCardProps) {
  const { tone, words } = summaryState(project);
  const form = { formKey, fault, fields: { projectId: project.id } };
  return (
    <li className="film-card">
      <div className="frame">
        <Poster project={project} />
      </div>
      <div className="name">
        <Link className="title" to={`/projects/${project.id}`}>
          {project.title}
        </Link>
        <Menu label={`More for ${project.title}`}>
          <IntentForm name={`film-copy-${project.id}`} intent="duplicate" {...form}>
            {({ isSending }) => (
              <button disabled={isSending}>
                <Copy size={16} aria-hidden="true" />
                {isSending ? "Duplicating…" : "Duplicate · free"}
              </button>
            )}
          </IntentForm>
          <IntentForm
            name={`film-delete-${project.id}`}
            intent="delete"
            onDone={() => onDeleted(project)}
            {...form}
          >
            {({ isSending }) => (
              <button disabled={isSending}>
                <Trash2 size={16} aria-hidden="true" />
                {isSending ? "Deleting…" : "Delete"}
              </button>
            )}
          </IntentForm>
        </Menu>
      </div>
      <p className="line">
        <StateMark tone={tone}>{words}</StateMark>
        <time className="mono" dateTime={new Date(project.updatedAt).toISOString()}>
          {dayWords(project.updatedAt)}
        </time>
      </p>
    </li>
  );
}

/** A picture of it, else its words: not every project has a picture. */
function Poster({ project }: { project: ProjectSummary }) {
  if (project.posterAssetId !== null) {
    return <img src={assetPath(project.id, project.posterAssetId)} alt="" loading="lazy" />;
  }
  // The title stands under it already.
  const words = project.idea === "" ? project.title : project.idea;
  return (
    <p className="unexposed" aria-hidden="true">
      {shorten(words, 110)}
    </p>
  );
}
