/** POST stitch-videos: clips become one film, in the order of the list. */
import { ok } from "../../contracts/errors.ts";
import { type FilmOrder, PLAIN_CUT } from "../../domain/orders.ts";
import { answerCall } from "./answering.ts";
import { StitchAnswer } from "./answers.ts";
import { debug } from "./debug.ts";
import { acceptedAnswer, CALL_REFUSALS } from "./documented.ts";
import type { StitchEcho } from "./echo.ts";
import { invalid, type MvRefusal, notFound } from "./errors.ts";
import { stitchExample } from "./examples.ts";
import { mvRoute } from "./mv-route.ts";
import { StitchVideos } from "./requests.ts";

export const stitchVideos = mvRoute({
  method: "POST",
  path: "/api/mv/stitch-videos",
  id: "mvStitchVideos",
  summary: "Cut videos into one film",
  description:
    "The order of the list is the order of the film. A missing video is a 404 and nothing is cut, " +
    "unless allow_missing is true: then it is left out and named in warnings.",
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
    const unsupported = whatTheEngineLacks(body);
    if (unsupported !== null) return unsupported;
    const { videoIds } = body;
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
    const warnings = missing.map((id) => `Video ${id} is not here and was left out of the film.`);
    debug(call, {
      event: "mv_stitch_requested",
      requestId,
      videoIds,
      missing: missing.length,
      storage: call.config.storage.kind,
    });
    const order: FilmOrder = {
      kind: "film",
      inputs: videoIds.flatMap((id) => {
        const found = videos.get(id);
        if (found === undefined) return [];
        const { contentType } = found.asset;
        return [{ id, assetId: id, contentType, lengthS: null, inS: 0, still: null }];
      }),
      output: outputOf(body),
      ...PLAIN_CUT,
    };
    const echo: StitchEcho = { videoIds, missing, warnings };
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

function outputOf({ width, height, fps }: StitchVideos): FilmOrder["output"] {
  return width === null || height === null || fps === null ? null : { width, height, fps };
}

/** Options that the predecessor or the document knows and the cutting engine does not have. */
function whatTheEngineLacks(body: StitchVideos): MvRefusal | null {
  const lacking: [boolean, string][] = [
    [body.transition !== "cut", "transition: the engine joins by hard cuts. Use cut"],
    [body.normalizeAudio, "normalize_audio: the engine leaves loudness as it is. Leave it out"],
    [body.audioOverlayId !== null, "audio_overlay_id: the engine lays no song yet. Leave it out"],
    [body.suppressVideoAudio, "suppress_video_audio: the engine keeps the sound. Leave it out"],
  ];
  const found = lacking.find(([isAsked]) => isAsked);
  if (found !== undefined) return invalid(`This server can't do ${found[1]}.`);
  const sizes = [body.width, body.height, body.fps].filter((value) => value !== null);
  return sizes.length === 0 || sizes.length === 3
    ? null
    : invalid("width, height and fps make one format. Name all three, or none.");
}
