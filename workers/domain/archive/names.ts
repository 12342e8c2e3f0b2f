/** Where each file of a project lies in its archive: what it is, in words that a person reads. */
import type { ProjectState } from "../state.ts";

/** Characters of a scene or a title that go into a name. */
const MOST_WORDS = 40;

type Place = { assetId: string; folder: string; name: string };

/**
 * Paths like `clips/03 - The lighthouse - take 2.mp4` by asset id, no two alike on any system.
 * `extensionOf` gives the ending for a content type. What films are cut from faster (mezzanines) has no
 * path: it is made again from its clip.
 */
export function archivePaths(
  state: ProjectState,
  extensionOf: (contentType: string) => string,
): Map<string, string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  for (const { assetId, folder, name } of placesOf(state)) {
    const asset = state.assets.get(assetId);
    if (asset === undefined || paths.has(assetId)) continue;
    const extension = extensionOf(asset.contentType);
    const path = free(taken, (again) => `${folder}/${name}${again}.${extension}`);
    taken.add(path.toLowerCase());
    paths.set(assetId, path);
  }
  return paths;
}

/** Systems that know no difference between a and A must not lose a file. */
function free(taken: ReadonlySet<string>, pathOf: (again: string) => string): string {
  let path = pathOf("");
  for (let count = 2; taken.has(path.toLowerCase()); count++) path = pathOf(` (${count})`);
  return path;
}

/** In the order in which names are given out. */
function placesOf(state: ProjectState): Place[] {
  const mezzanines = new Set([...state.assets.values()].map((asset) => asset.mezzanineAssetId));
  return [
    ...portraits(state),
    ...clips(state),
    ...films(state),
    ...songs(state),
    ...[...state.assets.keys()]
      .filter((assetId) => !mezzanines.has(assetId))
      .map((assetId) => ({ assetId, folder: "files", name: "file" })),
  ];
}

function portraits(state: ProjectState): Place[] {
  return [...state.characterReferences.values()]
    .sort((a, b) => a.option - b.option)
    .flatMap(({ assetId, option }) => place("portraits", assetId, `portrait ${option}`));
}

function clips(state: ProjectState): Place[] {
  const digits = Math.max(2, String(highest(state)).length);
  const rows = [...state.clips.values()].map((clip) => ({
    clip,
    number: state.scenes.get(clip.sceneId)?.number ?? 0,
    words: shortWords(state.scenes.get(clip.sceneId)?.description ?? ""),
  }));
  rows.sort((a, b) => a.number - b.number || a.clip.take - b.clip.take);
  return rows.flatMap(({ clip, number, words }) => {
    const scene = String(number).padStart(digits, "0");
    const name = [scene, words, `take ${clip.take}`].filter((part) => part !== "").join(" - ");
    const asset = state.assets.get(clip.assetId ?? "");
    return [
      ...place("clips", clip.assetId, name),
      ...place("posters", asset?.posterAssetId ?? null, name),
      ...place("posters", asset?.strip?.assetId ?? null, `${name} - frames`),
    ];
  });
}

function highest(state: ProjectState): number {
  return Math.max(0, ...[...state.scenes.values()].map(({ number }) => number));
}

function films(state: ProjectState): Place[] {
  return [...state.films.values()]
    .sort((a, b) => a.number - b.number)
    .flatMap(({ assetId, number, renditions }) => [
      ...place("films", assetId, `film ${number}`),
      ...renditions.flatMap(({ kind, assetId: rendition }) =>
        place("films", rendition, `film ${number} - ${kind.replace(":", "x")}`),
      ),
    ]);
}

function songs(state: ProjectState): Place[] {
  return [...state.songs.values()].flatMap(({ assetId, title }) =>
    place("songs", assetId, shortWords(title) || "song"),
  );
}

function place(folder: string, assetId: string | null, name: string): Place[] {
  return assetId === null ? [] : [{ assetId, folder, name }];
}

/** The first words of a text, in letters and digits alone: "The keepers lamp". */
function shortWords(text: string): string {
  const plain = text
    .normalize("NFC")
    .replaceAll(/['\u2019]/g, "")
    .replaceAll(/[^\p{L}\p{N}\p{M}]+/gu, " ")
    .trim()
    .replace(/^\p{M}+/u, "");
  const letters = [...plain];
  if (letters.length <= MOST_WORDS) return plain;
  const cut = letters.slice(0, MOST_WORDS + 1).join("");
  const end = cut.lastIndexOf(" ");
  return end > 0 ? cut.slice(0, end) : letters.slice(0, MOST_WORDS).join("");
}
