/** Every file of a project that can be taken home, in groups, with what it is. */
import type { RenditionKind } from "../../workers/contracts/film-options.ts";
import type { Snapshot } from "../../workers/contracts/live.ts";
import type { Asset } from "../../workers/contracts/project.ts";
import { filmReel } from "./film-reel.ts";
import { isReady, sceneRows } from "./scene-rows.ts";
import { takesOf } from "./takes.ts";

export type FileRow = { label: string; asset: Asset };
export type FileGroup = { title: string; files: FileRow[] };

export const RENDITION_WORDS: Record<RenditionKind, string> = {
  "16:9": "16:9",
  "9:16": "9:16",
  "1:1": "1:1",
  draft: "draft",
  audio: "sound only",
  gif: "GIF",
  webp: "moving WebP",
  poster: "poster",
};

/** Groups without a file are left out. */
export function downloadGroups(snapshot: Snapshot): FileGroup[] {
  const assets = new Map(snapshot.assets.map((asset) => [asset.id, asset]));
  const row = (label: string, assetId: string | null): FileRow[] => {
    const asset = assets.get(assetId ?? "");
    return asset === undefined ? [] : [{ label, asset }];
  };
  const { current, earlier } = filmReel(snapshot);
  const films = [...(current === null ? [] : [current]), ...earlier].flatMap(({ film }) => [
    ...row(`Film ${film.number}`, film.assetId),
    ...film.renditions.flatMap(({ kind, assetId }) =>
      row(`Film ${film.number}, ${RENDITION_WORDS[kind]}`, assetId),
    ),
  ]);
  const clips = sceneRows(snapshot).flatMap((scene) =>
    takesOf(scene)
      .filter(isReady)
      .flatMap(({ clip }) => row(`Scene ${scene.scene.number}, take ${clip.take}`, clip.assetId)),
  );
  const portraits = [...snapshot.characterReferences]
    .sort((a, b) => a.createdAt - b.createdAt || a.option - b.option)
    .flatMap((one) =>
      row(
        `Portrait, option ${one.option}${one.id === snapshot.project.characterReferenceId ? ", chosen" : ""}`,
        one.assetId,
      ),
    );
  const songs = [...snapshot.songs]
    .sort((a, b) => a.createdAt - b.createdAt)
    .flatMap(({ title, assetId }) => row(title, assetId));
  return [
    { title: "Films", files: films },
    { title: "Clips", files: clips },
    { title: "Portraits", files: portraits },
    { title: "Songs", files: songs },
  ].filter(({ files }) => files.length > 0);
}
