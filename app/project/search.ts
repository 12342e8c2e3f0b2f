/** Finding a project in the list by what one remembers of it. */
import type { ProjectSummary } from "../../workers/contracts/project.ts";
import { summaryState } from "./summary-words.ts";

/** A search is never longer than this; the rest is not looked at. */
export const SEARCH_CHARS = 200;

/** The projects that have every word of the search in title, idea or state. Accents and case are one. */
export function findProjects(
  projects: readonly ProjectSummary[],
  search: string,
): readonly ProjectSummary[] {
  const wanted = plain(search.slice(0, SEARCH_CHARS))
    .split(/\s+/)
    .filter((word) => word !== "");
  if (wanted.length === 0) return projects;
  return projects.filter((project) => {
    const text = plain(`${project.title} ${project.idea} ${summaryState(project).words}`);
    return wanted.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
