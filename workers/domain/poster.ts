import { filmPoster } from "../contracts/posters.ts";
import type { Film } from "../contracts/project.ts";
import type { ProjectState } from "./state.ts";

export function newestFilm(state: ProjectState): Film | null {
  const films = [...state.films.values()].filter((film) => film.assetId !== null);
  return films.sort((a, b) => b.number - a.number)[0] ?? null;
}

/** The picture that stands for a project: of its film, else its newest clip, else its character. */
export function posterOf(state: ProjectState): string | null {
  const film = newestFilm(state);
  const ofFilm =
    film === null
      ? null
      : filmPoster(film, {
          clip: (id) => state.clips.get(id),
          asset: (id) => state.assets.get(id),
        });
  return ofFilm ?? clipPosterOf(state) ?? portraitOf(state);
}

/** The chosen portrait, else the first that there is. */
function portraitOf(state: ProjectState): string | null {
  const chosen = state.characterReferences.get(state.project?.characterReferenceId ?? "");
  const portrait =
    chosen ?? [...state.characterReferences.values()].find((each) => each.assetId !== null);
  return portrait?.assetId ?? null;
}

function clipPosterOf(state: ProjectState): string | null {
  const clips = [...state.clips.values()].sort((a, b) => b.createdAt - a.createdAt);
  for (const clip of clips) {
    const poster = state.assets.get(clip.assetId ?? "")?.posterAssetId ?? null;
    if (poster !== null) return poster;
  }
  return null;
}
