/** The files of a film in R2: its own and its renditions', from the opened uploads to whole objects. */
import * as z from "zod/mini";
import { ok, type Result } from "../../contracts/errors.ts";
import type { RenditionKind } from "../../contracts/film-options.ts";
import type { Asset } from "../../contracts/project.ts";
import type { FilmFile } from "../../domain/films.ts";
import type { Attempt } from "../../domain/state.ts";
import { assetKey } from "../../media/keys.ts";
import { abortUpload, beginUpload, completeUpload } from "../../media/uploads.ts";
import type { JobReport, Media } from "../../stitch/protocol.ts";
import { tellCleanedUp } from "../film-debug.ts";
import type { Ports, Task } from "../ports.ts";
import { factsOf } from "./facts.ts";

const CutFile = z.object({
  parts: z.array(z.object({ part: z.int(), etag: z.string() })),
  media: z.object({
    width: z.nullable(z.int()),
    height: z.nullable(z.int()),
    durationMs: z.nullable(z.int()),
    hasAudio: z.nullable(z.boolean()),
  }),
});
type CutFile = z.infer<typeof CutFile>;

/** What an attempt keeps of a finished film until it is put together in R2; renditions by their names. */
const CutFilm = z.extend(CutFile, { files: z._default(z.record(z.string(), CutFile), {}) });
type CutFilm = z.infer<typeof CutFilm>;

const VIDEO = { media: "video", contentType: "video/mp4" } as const;
const TYPES: Record<RenditionKind, { media: Asset["media"]; contentType: string }> = {
  "16:9": VIDEO,
  "9:16": VIDEO,
  "1:1": VIDEO,
  draft: VIDEO,
  audio: { media: "audio", contentType: "audio/mp4" },
  gif: { media: "image", contentType: "image/gif" },
  webp: { media: "image", contentType: "image/webp" },
  poster: { media: "image", contentType: "image/jpeg" },
};

/** As the container's protocol allows names: `9x16`. */
export function renditionName(kind: RenditionKind): string {
  return kind.replace(":", "x");
}

export type FilmUploads = Pick<Attempt, "assetId" | "renditions"> & { uploadId: string };

/** Opens an upload for each file. Throws when R2 does not take one; it gives opened ones up by itself. */
export async function beginFilmUploads(
  ports: Ports,
  project: { id: string; workspaceId: string },
  kinds: readonly RenditionKind[],
): Promise<FilmUploads> {
  const open = async (contentType: string) => {
    const assetId = ports.newId();
    const key = assetKey(project.workspaceId, assetId);
    const metadata = { project: project.id };
    return { assetId, uploadId: await beginUpload(ports.bucket, key, contentType, metadata) };
  };
  const film = await open(VIDEO.contentType);
  const renditions: Attempt["renditions"] = [];
  for (const kind of kinds) renditions.push({ kind, ...(await open(TYPES[kind].contentType)) });
  return { ...film, renditions };
}

/** Gives up every upload that is still open. */
export async function abortFilmUploads(
  ports: Ports,
  workspaceId: string,
  uploads: FilmUploads,
): Promise<void> {
  for (const { assetId, uploadId } of [uploads, ...uploads.renditions]) {
    await abortUpload(ports.bucket, assetKey(workspaceId, assetId), uploadId);
  }
}

/** The container's result as an attempt keeps it. */
export function cutFilm(result: NonNullable<JobReport["result"]>): string {
  const files: CutFilm["files"] = {};
  for (const file of result.files ?? []) files[file.name] = cutFile(file);
  const cut: CutFilm = { ...cutFile(result), files };
  return JSON.stringify(cut);
}

function cutFile({ parts, media }: { parts: CutFile["parts"]; media: Media }): CutFile {
  return { parts: parts.map(({ part, etag }) => ({ part, etag })), media: factsOf(media) };
}

/** Puts the film together, then its renditions. One that can't be had costs the film nothing else. */
export async function saveFilm(ports: Ports, task: Task, attempt: Attempt): Promise<void> {
  const cut = z.parse(CutFilm, JSON.parse(attempt.parts ?? "null"));
  const attemptId = attempt.id;
  const { assetId, uploadId } = attempt;
  const film = await putTogether(ports, { assetId, uploadId: uploadId ?? "" }, cut, VIDEO);
  if (!film.ok) {
    task.settle({ type: "save_failed", attemptId, error: film.error });
    return;
  }
  const renditions: (FilmFile & { kind: RenditionKind })[] = [];
  const lost: RenditionKind[] = [];
  for (const { kind, ...upload } of attempt.renditions) {
    const file = cut.files[renditionName(kind)];
    if (file === undefined) {
      // The container said why in a warning.
      const key = assetKey(ports.config.workspaceId, upload.assetId);
      await abortUpload(ports.bucket, key, upload.uploadId);
      continue;
    }
    const saved = await putTogether(ports, upload, file, TYPES[kind]);
    if (saved.ok) renditions.push({ kind, ...saved.value });
    else if (saved.error.code !== "internal") lost.push(kind);
    else {
      task.settle({ type: "save_failed", attemptId, error: saved.error });
      return;
    }
  }
  tellCleanedUp(ports, attempt, cut.parts.length);
  task.settle({ type: "film_saved", attemptId, file: film.value, renditions, lost });
}

async function putTogether(
  ports: Ports,
  { assetId, uploadId }: { assetId: string; uploadId: string },
  cut: CutFile,
  type: { media: Asset["media"]; contentType: string },
): Promise<Result<FilmFile>> {
  const key = assetKey(ports.config.workspaceId, assetId);
  const done = await completeUpload(ports.bucket, key, uploadId, cut.parts);
  if (!done.ok) return done;
  return ok({ assetId, bytes: done.value.bytes, facts: cut.media, ...type });
}
