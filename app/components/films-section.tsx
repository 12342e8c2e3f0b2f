/** The films so far, with a search over them. */
import { Form, Link, useFetcher } from "@remix-run/react";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import type { Deletion } from "../../workers/contracts/deletion.ts";
import type { ProjectSummary } from "../../workers/contracts/project.ts";
import { FORM_FIELDS, type FormFault, type FormOutcome } from "../forms/outcome.ts";
import { toast } from "../live/toast.ts";
import { useHydrated } from "../live/use-hydrated.ts";
import { SEARCH_CHARS, findProjects } from "../project/search.ts";
import { countWords, shorten } from "../words/lists.ts";
import { FilmList } from "./film-list.tsx";
import { UndoDeletion } from "./undo-deletion.tsx";

export type FilmsSectionProps = {
  projects: readonly ProjectSummary[];
  /** Why the list could not be read. */
  refused: string | null;
  /** What the address asks for; from there on the field says. */
  search: string;
  /** The project that was deleted a moment ago without scripts. */
  deleted: Deletion | null;
  formKey: string;
  fault: FormFault | null;
};

export function FilmsSection(props: FilmsSectionProps) {
  const { projects, refused, deleted, formKey, fault } = props;
  const [search, setSearch] = useState(props.search);
  const found = findProjects(projects, search);
  const takeBack = useTakeBack();
  return (
    <section className="films-section" aria-labelledby="films">
      <div className="films-heading">
        <h2 id="films">Films</h2>
        {projects.length === 0 ? null : (
          <>
            <span className="mono quiet" role="status">
              {found.length === projects.length
                ? projects.length
                : `${found.length} of ${projects.length}`}
            </span>
            <SearchField search={search} onSearch={setSearch} />
          </>
        )}
      </div>
      {deleted === null ? null : (
        <UndoDeletion deletion={deleted} formKey={formKey} fault={fault} />
      )}
      {refused !== null ? (
        <p className="fault">{refused} Reload the page.</p>
      ) : projects.length === 0 ? (
        <p className="blank">No film yet. Write an idea above, or start from a poster.</p>
      ) : found.length === 0 ? (
        <p className="blank">
          Nothing among {countWords(projects.length, "film")} matches “{shorten(search, 60)}”.{" "}
          <Link to="/?#films" reloadDocument>
            Show all
          </Link>
        </p>
      ) : (
        <FilmList
          projects={found}
          formKey={formKey}
          fault={fault}
          onDeleted={({ id, title }) =>
            toast(`“${shorten(title, 60)}” was deleted.`, { undo: () => takeBack(id) })
          }
        />
      )}
    </section>
  );
}

function SearchField({ search, onSearch }: { search: string; onSearch: (to: string) => void }) {
  const isHydrated = useHydrated();
  return (
    <Form
      method="get"
      action="/#films"
      role="search"
      className="search"
      onSubmit={(event) => {
        // The list below has followed already.
        event.preventDefault();
      }}
    >
      <Search size={16} aria-hidden="true" />
      <input
        type="search"
        name="q"
        defaultValue={search}
        maxLength={SEARCH_CHARS}
        placeholder="Search"
        aria-label="Search the films"
        onInput={(event) => {
          const to = event.currentTarget.value;
          onSearch(to);
          const address = to === "" ? "/" : `/?q=${encodeURIComponent(to)}`;
          window.history.replaceState(window.history.state, "", address);
        }}
      />
      {isHydrated ? null : <button className="button plain">Search</button>}
    </Form>
  );
}

/** Outlives the card whose deletion is taken back. */
function useTakeBack(): (projectId: string) => void {
  const fetcher = useFetcher<FormOutcome>({ key: "take-back" });
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.ok === false) toast(answer.message);
  }, [answer]);
  return (projectId) =>
    fetcher.submit(
      {
        [FORM_FIELDS.form]: "take-back",
        [FORM_FIELDS.intent]: "restore",
        [FORM_FIELDS.enhanced]: "yes",
        projectId,
      },
      { method: "post", action: "/?index" },
    );
}
