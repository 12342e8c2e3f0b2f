/** POST generate_character_reference: one to four pictures of a character, one prediction each. */
import { ok } from "../../contracts/errors.ts";
import { answerCall } from "./answering.ts";
import { debug } from "./debug.ts";
import type { ImagesEcho } from "./echo.ts";
import { imagesExample } from "./examples.ts";
import { mvRoute } from "./mv-route.ts";
import { Base64Query, GenerateCharacterReference } from "./requests.ts";
import { ImagesAnswer } from "./answers.ts";
import { wishForPortraits } from "./wishes.ts";
import { CALL_REFUSALS, acceptedAnswer } from "./documented.ts";

export const generateCharacterReference = mvRoute({
  method: "POST",
  path: "/api/mv/generate_character_reference",
  id: "mvGenerateCharacterReference",
  summary: "Draw a character",
  description:
    "One to four pictures of one character, each drawn by itself. Answers when they are there; with " +
    "Prefer: respond-async at once. Fewer pictures than asked is a 200 that names the failures; none " +
    "is an error.",
  takesIdempotencyKey: true,
  body: {
    schema: GenerateCharacterReference,
    example: { character_description: "Silver metallic robot with blue eyes", num_images: 2 },
  },
  query: Base64Query,
  answer: {
    status: 200,
    description: "The pictures, in the order of their seeds.",
    schema: ImagesAnswer,
    example: imagesExample,
  },
  otherAnswers: acceptedAnswer,
  refusals: CALL_REFUSALS,
  handle: (call) => {
    const { body, query, requestId } = call;
    const { wanted, parameters, flavor, warnings, defaults } = wishForPortraits(body);
    const prompt = wanted[0]?.prompt ?? "";
    debug(call, {
      event: "mv_images_requested",
      requestId,
      count: wanted.length,
      defaults,
      flavor,
      prompt,
    });
    const echo: ImagesEcho = {
      characterDescription: body.characterDescription,
      parameters,
      flavor,
      warnings,
    };
    return answerCall(
      call,
      {
        route: "generate_character_reference",
        body,
        echo,
        projectId: body.projectId,
        newProject: {
          title: body.characterDescription,
          idea: "",
          characterDescription: body.characterDescription,
        },
        command: () => Promise.resolve(ok({ type: "draw", orders: wanted, warnings: [] })),
      },
      query,
    );
  },
});
