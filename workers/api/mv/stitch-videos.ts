/** POST stitch-videos: clips become one film, in the order of the list. */
import { ok } from "../../contracts/errors.ts";
import type { FilmOrder } from "../../domain/orders.ts";
import { answerCall } from "./answering.ts";
import { StitchAnswer } from "./answers.ts";
import { debug } from "./debug.ts";
import { acceptedAnswer, CALL_REFUSALS } from "./documented.ts";
import type { StitchEcho } from "./echo.ts";
import { invalid, type MvRefusal, notFound } from "./errors.ts";
import { stitchExample } from "./examples.ts";
import type { Found } from "./library.ts";
import { mvRoute } from "./mv-route.ts";
import { StitchVideos } from "./requests.ts";

export const stitchVideos = mvRoute({
  method: "POST",
  path: "/api/mv/stitch-videos",
  id: "mvStitchVideos",
  summary: "Cut videos into one film",
  description:
    "The order of the list is the order of the film. A missing video is a 404 and nothing is cut, " +
    "unless allow_missing is true: then it is left out and named in warnings. A song that can't be " +
    "played leaves the film without it, and audio_overlay_warning says why.",
  takesIdempotencyKey: true,
  body: {
    schema: StitchVideos,
    example: {
      video_ids: ["e72f9b03-5d8c-4167-9f3a-4b0c7e1a8d26", "3a8d5c17-f42b-4e96-8b70-6c9e1d2f5a48"],
    },
  },
  answer: { status: 200, description: "The film.", schema: StitchAnswer, example: stitchExample },
  otherAnswers: acceptedAnswer,
  refusals: CALL_REFUSALS,
  handle: async (call) => {
    const { body, requestId } = call;
    const { videoIds, audioOverlayId } = body;
    const unfit = formatFault(body);
    if (unfit !== null) return unfit;
    const looked = await Promise.all(
      [...new Set(videoIds)].map(async (id) => [id, await call.library.find(id)] as const),
    );
    const videos = new Map(
      looked.flatMap(([id, found]) => (found?.asset.media === "video" ? [[id, found]] : [])),
    );
    const missing = [...new Set(videoIds)].filter((id) => !videos.has(id));
    const [first] = videos.values();
    if (missing.length > 0 && (!body.allowMissing || first === undefined)) {
      const [one] = missing;
      const message =
        missing.length === 1
          ? `There is no video ${one}. Leave it out, or make it again.`
          : `${missing.length} of the videos are not here. Leave them out, or make them again.`;
      return notFound(message, { missing_video_ids: missing });
    }
    const song = audioOverlayId === null ? null : await call.library.find(audioOverlayId);
    if (audioOverlayId !== null && song?.asset.media !== "audio") {
      return notFound(`There is no song ${audioOverlayId}. Upload it, or leave it out.`);
    }
    const warnings = missing.map((id) => `Video ${id} is not here and was left out of the film.`);
    debug(call, {
      event: "mv_stitch_requested",
      requestId,
      videoIds,
      missing: missing.length,
      storage: call.config.storage.kind,
    });
    const used = videoIds.flatMap((id) => videos.get(id) ?? []);
    const order = orderOf(body, used, song);
    const echo: StitchEcho = {
      videoIds,
      missing,
      audioOverlayId,
      audioOverlaySeconds: song?.asset.durationMs == null ? null : song.asset.durationMs / 1_000,
      isVideoAudioSuppressed: body.suppressVideoAudio,
      warnings,
    };
    return answerCall(
      call,
      {
        route: "stitch-videos",
        body,
        echo,
        projectId: body.projectId ?? first?.projectId ?? null,
        newProject: { title: "Film", idea: "", characterDescription: "" },
        command: () => Promise.resolve(ok({ type: "stitch", order, warnings })),
      },
      { includeBase64: false },
    );
  },
});

/** What was not asked for stays as the predecessor left it: plain cuts, sound as it is. */
function orderOf(body: StitchVideos, videos: Found[], song: Found | null): FilmOrder {
  const { width, height, fps } = body;
  const join = { kind: body.transition, lengthS: body.transitionDuration };
  return {
    kind: "film",
    inputs: videos.map(({ asset: { id, contentType } }) => {
      return { id, assetId: id, contentType, lengthS: null, inS: 0, still: null };
    }),
    output: width === null || height === null ? null : { width, height, fps },
    joins: videos.slice(1).map(() => join),
    // Whole videos have no material beyond their ends.
    keep: "clips",
    fit: "pad",
    normalizeAudio: body.normalizeAudio,
    suppressClipAudio: body.suppressVideoAudio,
    music: song === null ? null : musicOf(song),
    unreadable: body.allowMissing ? "leave_out" : "refuse",
    renditions: [],
    options: null,
  };
}

function musicOf({ asset: { id, contentType } }: Found): FilmOrder["music"] {
  return {
    assetId: id,
    contentType,
    startS: 0,
    play: "cut",
    fadeInS: 0,
    fadeOutS: 0,
    gainDb: 0,
    duck: false,
  };
}

function formatFault({ width, height, fps }: StitchVideos): MvRefusal | null {
  if ((width === null) !== (height === null)) {
    return invalid("width and height make one format. Name both, or none.");
  }
  return fps !== null && width === null
    ? invalid("fps goes with width and height. Name all three, or leave it out.")
    : null;
}
