/** What the container is asked for when a film's attempt is handed over to it. */
import type { RenditionKind, Transition } from "../../contracts/film-options.ts";
import { LIMITS } from "../../contracts/limits.ts";
import { cuttable } from "../../domain/cuttable.ts";
import type { FilmInput, FilmOrder, Reference } from "../../domain/orders.ts";
import type { Attempt, JobRecord } from "../../domain/state.ts";
import { extensionFor } from "../../media/keys.ts";
import {
  signAssetUrl,
  signFilmPartsUrl,
  signPartUrl,
  signReportUrl,
} from "../../media/signed-urls.ts";
import { type FilmRequest, PROTOCOL } from "../../stitch/protocol.ts";
import type { Ports } from "../ports.ts";
import { renditionName } from "./film-files.ts";

/** Throws for a job that is no film: only films have such attempts. */
export async function filmManifest(
  ports: Ports,
  attempt: Attempt,
  job: JobRecord,
): Promise<FilmRequest> {
  const { project } = ports.state();
  const { order } = job;
  if (order?.kind !== "film" || project === null) throw new Error("A film job without its order.");
  const { internalOrigin: origin, mediaSigningKey: secret } = ports.config;
  const expiresAt = ports.now() + ports.times.signedUrl;
  const { id: projectId, workspaceId } = project;
  const urlOf = ({ assetId, contentType }: Reference) => {
    const address = { workspaceId, assetId, extension: extensionFor(contentType) };
    return signAssetUrl(secret, origin, address, expiresAt);
  };
  const uploadTo = async (assetId: string, uploadId: string) => ({
    part_url: await signPartUrl(secret, origin, { workspaceId, assetId, uploadId }, expiresAt),
    part_bytes: LIMITS.uploadPartBytes,
  });
  const clipOf = async (input: FilmInput): Promise<FilmRequest["clips"][number]> => ({
    id: input.id,
    length_s: input.lengthS,
    in_s: input.inS,
    ...(input.still === null
      ? { url: await urlOf(cuttable(ports.state(), input.assetId) ?? input) }
      : { url: null, still: await stillOf(input.still) }),
  });
  const stillOf = async ({ picture, text, lengthS }: NonNullable<FilmInput["still"]>) => ({
    picture_url: picture === null ? null : await urlOf(picture),
    text,
    length_s: lengthS,
  });
  return {
    protocol: PROTOCOL,
    job_id: attempt.id,
    kind: "film",
    clips: await Promise.all(order.inputs.map(clipOf)),
    joins: joinsOf(order),
    keep: order.keep,
    output: order.output,
    fit: order.fit,
    missing: order.inputs.some(({ still }) => still !== null) ? "still" : order.unreadable,
    sound: {
      // The container's own targets are the product's.
      normalize: order.normalizeAudio ? {} : null,
      level_clips: order.normalizeAudio,
      suppress_clips: order.suppressClipAudio,
      music: order.music === null ? null : musicOf(order.music, await urlOf(order.music)),
    },
    renditions: await Promise.all(
      attempt.renditions.map(async ({ kind, assetId, uploadId }) => ({
        name: renditionName(kind),
        upload: await uploadTo(assetId, uploadId),
        ...shapeOf(kind),
      })),
    ),
    parts_url: await signFilmPartsUrl(secret, origin, { workspaceId, projectId }, expiresAt),
    upload: await uploadTo(attempt.assetId, attempt.uploadId ?? ""),
    progress_url: await signReportUrl(secret, origin, { projectId, jobId: attempt.id }, expiresAt),
  };
}

const CUT: Transition = { kind: "cut", lengthS: 0.5 };

/** One fewer than inputs, or none where every join is a cut. */
function joinsOf({ inputs, joins }: FilmOrder): NonNullable<FilmRequest["joins"]> {
  if (joins.every(({ kind }) => kind === "cut")) return [];
  return inputs.slice(1).map((_input, index) => {
    const { kind, lengthS } = joins[index] ?? CUT;
    return { kind, length_s: lengthS };
  });
}

function musicOf(music: NonNullable<FilmOrder["music"]>, url: string) {
  const { startS, play, fadeInS, fadeOutS, gainDb, duck } = music;
  return {
    url,
    start_s: startS,
    play,
    fade_in_s: fadeInS,
    fade_out_s: fadeOutS,
    gain_db: gainDb,
    duck,
  };
}

function shapeOf(kind: RenditionKind) {
  switch (kind) {
    case "16:9":
    case "9:16":
    case "1:1":
      return { kind: "ratio", ratio: kind } as const;
    case "gif":
    case "webp":
      return { kind: "preview", format: kind } as const;
    default:
      return { kind } as const;
  }
}
