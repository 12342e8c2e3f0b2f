/** The name under which an asset is downloaded: what it is, for a person. */
import type { Asset } from "../contracts/project.ts";
import type { ProjectState } from "../domain/state.ts";
import { extensionFor } from "../media/keys.ts";

/** Like `the-lighthouse-scene-2-take-1.mp4`. Null for an asset that the project does not have. */
export function fileName(state: ProjectState, assetId: string): string | null {
  const asset = state.assets.get(assetId);
  if (asset === undefined || state.project === null) return null;
  const title = slug(state.project.title);
  return `${title}-${what(state, assetId)}.${extensionFor(asset.contentType)}`;
}

/** What it is, without the title; what was derived from a clip is named after the clip. */
function what(state: ProjectState, assetId: string): string {
  const clip = [...state.assets.values()].find((asset) => derivedName(asset, assetId) !== null);
  return clip === undefined
    ? own(state, assetId)
    : `${own(state, clip.id)}-${derivedName(clip, assetId)}`;
}

function derivedName(of: Asset, assetId: string): string | null {
  if (of.posterAssetId === assetId) return "poster";
  if (of.strip?.assetId === assetId) return "frames";
  return of.mezzanineAssetId === assetId ? "for-cutting" : null;
}

function own(state: ProjectState, assetId: string): string {
  for (const film of state.films.values()) {
    const name = film.number === 1 ? "film" : `film-${film.number}`;
    if (film.assetId === assetId) return name;
    const rendition = film.renditions.find((each) => each.assetId === assetId);
    if (rendition !== undefined) return `${name}-${rendition.kind.replace(":", "x")}`;
  }
  const clip = [...state.clips.values()].find((each) => each.assetId === assetId);
  const scene = state.scenes.get(clip?.sceneId ?? "");
  if (clip !== undefined && scene !== undefined) return `scene-${scene.number}-take-${clip.take}`;
  const portrait = [...state.characterReferences.values()].find((each) => each.assetId === assetId);
  return portrait === undefined ? "file" : `portrait-${portrait.option}`;
}

/** A title as part of a file's name, in any script: `the-lighthouse`. */
export function slug(title: string): string {
  const words = title
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  return [...words].slice(0, 60).join("") || "edgereel";
}
