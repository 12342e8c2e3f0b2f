/** The still pictures that stand for videos until somebody plays them. */
import type { Asset, Clip, Film } from "./project.ts";

type Rows = {
  clip(id: string): Pick<Clip, "assetId"> | undefined;
  asset(id: string): Pick<Asset, "posterAssetId"> | undefined;
};

/** The film's own poster, else that of its first clip that has one. */
export function filmPoster(film: Pick<Film, "renditions" | "clipIds">, rows: Rows): string | null {
  const own = film.renditions.find(({ kind }) => kind === "poster");
  if (own !== undefined) return own.assetId;
  for (const id of film.clipIds) {
    const poster = rows.asset(rows.clip(id)?.assetId ?? "")?.posterAssetId ?? null;
    if (poster !== null) return poster;
  }
  return null;
}
