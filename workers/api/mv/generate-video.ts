/** POST generate_video: one clip from a prompt, with a picture of the character where there is one. */
import { fail, ok, type Result } from "../../contracts/errors.ts";
import { type Asked, findScene } from "../../domain/asked.ts";
import type { Reference } from "../../domain/orders.ts";
import type { CleanPicture } from "../../media/pictures/clean-picture.ts";
import type { RawCall } from "../route.ts";
import { answerCall } from "./answering.ts";
import { VideoAnswer } from "./answers.ts";
import { pictureFromBase64 } from "./base64-picture.ts";
import type { StoredCall } from "./calls.ts";
import { debug } from "./debug.ts";
import { acceptedAnswer, CALL_REFUSALS } from "./documented.ts";
import type { VideoEcho } from "./echo.ts";
import { invalid, refusalOf } from "./errors.ts";
import { videoExample } from "./examples.ts";
import type { Found } from "./library.ts";
import { mvRoute } from "./mv-route.ts";
import { GenerateVideo } from "./requests.ts";
import { wishForVideo } from "./wishes.ts";

/** Ten megabytes in base64, and room for the words. */
const MAX_BODY_BYTES = 14 * 1024 * 1024;

export const generateVideo = mvRoute({
  method: "POST",
  path: "/api/mv/generate_video",
  id: "mvGenerateVideo",
  summary: "Shoot one clip",
  description:
    "The picture behind character_reference_id is fetched here and goes to the model. Send an " +
    "Idempotency-Key: the same call with the same key is never paid twice.",
  takesIdempotencyKey: true,
  body: {
    schema: GenerateVideo,
    example: {
      prompt: "A silver robot kneels in the dust and pours water over a small flower at dawn.",
      negative_prompt: "people, text",
      character_reference_id: "3a8d5c17-f42b-4e96-8b70-6c9e1d2f5a48",
    },
    maxBytes: MAX_BODY_BYTES,
  },
  answer: {
    status: 200,
    description: "The clip.",
    schema: VideoAnswer,
    example: videoExample,
  },
  otherAnswers: acceptedAnswer,
  refusals: CALL_REFUSALS,
  handle: async (call) => {
    const { body, requestId } = call;
    if (body.sequence !== null && body.projectId === null) {
      return invalid("sequence needs project_id. Name both, or leave both out.");
    }
    const character = await findCharacter(call, body.characterReferenceId);
    const isFromBody = character.found === null && body.referenceImageBase64 !== null;
    const picture = isFromBody ? pictureFromBase64(body.referenceImageBase64 ?? "") : null;
    if (picture?.ok === false) return refusalOf(picture.error, "video");

    const known = character.found === null ? null : referenceTo(character.found);
    const foreseen = wishForVideo(body, known ?? (picture === null ? null : ANY_REFERENCE));
    const { parameters, flavor, warnings, defaults, wanted } = foreseen;
    debug(call, {
      event: "mv_video_requested",
      requestId,
      defaults,
      flavor,
      prompt: wanted.prompt,
      reference: known?.assetId ?? null,
    });
    const echo: VideoEcho = {
      prompt: body.prompt,
      referenceId: known?.assetId ?? null,
      referenceWarning: character.warning,
      parameters,
      flavor,
      warnings: character.warning === null ? warnings : [...warnings, character.warning],
    };

    const { sequence } = body;
    const scene = { description: body.prompt, negativeDescription: body.negativePrompt ?? "" };
    const command = async (stored: StoredCall): Promise<Result<Asked>> => {
      let reference = known;
      if (picture !== null) {
        if (body.projectId !== null) {
          // What is refused must leave no picture behind.
          const fitting = await checkScene(call, body.projectId, { scene, sequence });
          if (!fitting.ok) return fitting;
        }
        const added = await addPicture(call, picture.value, stored);
        if (!added.ok) return added;
        reference = referenceTo(added.value);
      }
      const order = wishForVideo(body, reference).wanted;
      return ok({ type: "shoot", order, scene, sequence, warnings: [] });
    };
    const projectId = body.projectId ?? character.found?.projectId ?? null;
    const newProject = { title: body.prompt, idea: body.prompt, characterDescription: "" };
    return answerCall(
      call,
      { route: "generate_video", body, echo, projectId, newProject, command },
      { includeBase64: false },
    );
  },
});

async function checkScene(
  call: RawCall,
  projectId: string,
  shot: Parameters<typeof findScene>[1],
): Promise<Result<unknown>> {
  const snapshot = await call.gateway.snapshot(projectId);
  return snapshot.ok ? findScene(snapshot.value.scenes, shot) : snapshot;
}

/** A picture that nobody can decode is the request's fault. Errors otherwise: those of `Library.add`. */
async function addPicture(
  call: RawCall,
  { bytes, contentType }: CleanPicture,
  stored: StoredCall,
): Promise<Result<Found>> {
  const added = await call.library.add({
    media: "image",
    contentType,
    chunks: [bytes],
    title: "",
    projectId: stored.projectId,
    // The call's own id: doing this again after a crash is the same file again.
    assetId: stored.id,
  });
  return !added.ok && added.error.code === "asset_invalid"
    ? fail("invalid_request", added.error.message)
    : added;
}

/** Stands for a picture that is not saved yet. */
const ANY_REFERENCE: Reference = {
  assetId: "00000000-0000-4000-8000-000000000000",
  contentType: "image/png",
};

function referenceTo(found: Found): Reference {
  return { assetId: found.asset.id, contentType: found.asset.contentType };
}

/** An id that names no picture is no reason to refuse: the clip is shot from the words, and says so. */
async function findCharacter(
  call: RawCall,
  id: string | null,
): Promise<{ found: Found | null; warning: string | null }> {
  if (id === null) return { found: null, warning: null };
  const found = await call.library.find(id);
  if (found?.asset.media === "image") return { found, warning: null };
  const warning = `There is no character reference ${id}, so the clip was shot without it. It may have been deleted.`;
  return { found: null, warning };
}
