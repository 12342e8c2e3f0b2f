/** GET get_character_reference and get_video: the file, or in presigned mode where it is. */
import { toWire } from "../../contracts/wire.ts";
import { serveAsset } from "../../media/delivery.ts";
import { extensionFor } from "../../media/keys.ts";
import { type FileAnswer, ImageInfo, VideoInfo } from "./answers.ts";
import { type MvRefusal, notFound } from "./errors.ts";
import { imageInfoExample, videoInfoExample } from "./examples.ts";
import type { Found } from "./library.ts";
import { cloudAddress, type Kind, serverPath } from "./locations.ts";
import { mvRoute, type MvAnswer, type MvCall } from "./mv-route.ts";
import { FileQuery } from "./requests.ts";
import { timestamp } from "./rendering.ts";

/** An asset's bytes never change, but its owner may delete it: caches ask again, and get a 304. */
const CACHE_CONTROL = "private, no-cache";

const FILE_DOCS =
  "Takes Range (one range), If-None-Match, If-Modified-Since and If-Range. In presigned mode the " +
  "answer is JSON with a signed address, or a 302 to it with redirect=true.";

const fileAnswer = {
  status: 200,
  description: "The file, or the range of it that was asked for (206).",
  contentType: "*/*",
};

export const getCharacterReference = mvRoute({
  method: "GET",
  path: "/api/mv/get_character_reference/{image_id}",
  id: "mvGetCharacterReference",
  summary: "Read a picture of a character",
  description: FILE_DOCS,
  query: FileQuery,
  answer: fileAnswer,
  otherAnswers: [{ status: 302, description: "Presigned mode with redirect=true." }],
  refusals: [400, 404, 416, 422, 500],
  handle: (call) => serve(call, "image", call.params.image_id),
});

export const getVideo = mvRoute({
  method: "GET",
  path: "/api/mv/get_video/{video_id}",
  id: "mvGetVideo",
  summary: "Read a clip or a film",
  description: FILE_DOCS,
  query: FileQuery,
  answer: fileAnswer,
  otherAnswers: [{ status: 302, description: "Presigned mode with redirect=true." }],
  refusals: [400, 404, 416, 422, 500],
  handle: (call) => serve(call, "video", call.params.video_id),
});

export const getCharacterReferenceInfo = mvRoute({
  method: "GET",
  path: "/api/mv/get_character_reference/{image_id}/info",
  id: "mvGetCharacterReferenceInfo",
  summary: "What is known of a picture",
  answer: {
    status: 200,
    description: "A picture that is not here is a 200 with exists: false.",
    schema: ImageInfo,
    example: imageInfoExample,
  },
  refusals: [400, 500],
  handle: async (call) => {
    const id = call.params.image_id;
    const found = await findKind(call, "image", id);
    const cloud = found === null ? null : await cloudAddress(call.config, found, call.now());
    const { asset, origin } = found ?? {};
    return Response.json(
      toWire({
        id,
        exists: found !== null,
        contentType: asset?.contentType ?? null,
        bytes: asset?.bytes ?? null,
        width: asset?.width ?? null,
        height: asset?.height ?? null,
        createdAt: asset === undefined ? null : timestamp(asset.createdAt),
        prompt: origin?.prompt ?? null,
        model: origin?.model ?? null,
        seed: origin?.seed ?? null,
        projectId: found?.projectId ?? null,
        imageUrl: found === null ? null : (cloud?.url ?? serverPath("image", id)),
        isMock: asset?.isSimulated ?? false,
      } satisfies FileInfo<typeof ImageInfo>),
    );
  },
});

export const getVideoInfo = mvRoute({
  method: "GET",
  path: "/api/mv/get_video/{video_id}/info",
  id: "mvGetVideoInfo",
  summary: "What is known of a clip or a film",
  answer: {
    status: 200,
    description: "A video that is not here is a 200 with exists: false.",
    schema: VideoInfo,
    example: videoInfoExample,
  },
  refusals: [400, 500],
  handle: async (call) => {
    const id = call.params.video_id;
    const found = await findKind(call, "video", id);
    const asset = found?.asset;
    const isCloud = call.config.storage.kind === "presigned";
    const cloud = found === null ? null : await cloudAddress(call.config, found, call.now());
    return Response.json(
      toWire({
        videoId: id,
        exists: found !== null,
        fileSizeBytes: asset?.bytes ?? null,
        createdAt: asset === undefined ? null : timestamp(asset.createdAt),
        width: asset?.width ?? null,
        height: asset?.height ?? null,
        durationSeconds: asset?.durationMs == null ? null : asset.durationMs / 1_000,
        hasAudio: asset?.hasAudio ?? null,
        projectId: found?.projectId ?? null,
        isMock: asset?.isSimulated ?? false,
        servingMode: isCloud ? "cloud" : "local",
        cloudUrl: cloud?.url ?? null,
        cloudStorage: cloud === null ? null : { backend: "s3", expiresInSeconds: cloud.expiresInS },
      } satisfies FileInfo<typeof VideoInfo>),
    );
  },
});

type FileInfo<S extends { _zod: { output: unknown } }> = S["_zod"]["output"];

/** An id of another kind of file is as unknown as one of nothing. */
async function findKind(
  call: Pick<MvCall<string, unknown, unknown>, "library">,
  kind: Kind,
  id: string,
): Promise<Found | null> {
  const found = await call.library.find(id);
  return found?.asset.media === kind ? found : null;
}

async function serve(
  call: MvCall<string, unknown, { redirect: boolean }>,
  kind: Kind,
  id: string,
): Promise<MvAnswer> {
  const found = await findKind(call, kind, id);
  if (found === null) {
    const what = kind === "image" ? "character reference" : "video";
    return notFound(`There is no ${what} ${id}. It may have been deleted.`);
  }
  const cloud = await cloudAddress(call.config, found, call.now());
  if (cloud === null) {
    const { request, bucket, requestId } = call;
    const fileName = `${id}.${extensionFor(found.asset.contentType)}`;
    const served = await serveAsset(request, bucket, found.key, {
      cacheControl: CACHE_CONTROL,
      requestId,
      inlineName: fileName,
    });
    if (served.status === 416) return outOfRange(served);
    if (served.status !== 404) return served;
    return notFound(`The file of ${id} is gone from the store. Make it again.`);
  }
  if (call.query.redirect) {
    const headers = { Location: cloud.url, "Cache-Control": "no-store" };
    return new Response(null, { status: 302, headers });
  }
  return Response.json(
    toWire({
      ...(kind === "image"
        ? { imageId: id, imageUrl: cloud.url }
        : { videoId: id, videoUrl: cloud.url }),
      storageBackend: "s3",
      expiresInSeconds: cloud.expiresInS,
      cloudPath: found.key,
    } satisfies FileInfo<typeof FileAnswer>),
    { headers: { "Cache-Control": "no-store" } },
  );
}

function outOfRange(served: Response): MvRefusal {
  const size = served.headers.get("Content-Range") ?? "bytes */*";
  const message = `The file has ${size.replace("bytes */", "")} bytes. Ask for a range inside it.`;
  const headers = { "Content-Range": size };
  return { status: 416, error: "RangeNotSatisfiable", message, headers };
}
