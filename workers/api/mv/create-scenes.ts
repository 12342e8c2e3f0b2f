/** POST create_scenes: an idea becomes a list of scenes. */
import { ok } from "../../contracts/errors.ts";
import { answerCall } from "./answering.ts";
import { ScenesAnswer } from "./answers.ts";
import { debug } from "./debug.ts";
import { acceptedAnswer, CALL_REFUSALS } from "./documented.ts";
import type { ScenesEcho } from "./echo.ts";
import { scenesExample } from "./examples.ts";
import { mvRoute } from "./mv-route.ts";
import { CreateScenes } from "./requests.ts";
import { wishForScenes } from "./wishes.ts";

export const createScenes = mvRoute({
  method: "POST",
  path: "/api/mv/create_scenes",
  id: "mvCreateScenes",
  summary: "Write the scenes of a film",
  description:
    "Exactly as many scenes as asked for: a model that writes another number is asked again or its " +
    "list is cut, and metadata.warnings says so.",
  takesIdempotencyKey: true,
  body: {
    schema: CreateScenes,
    example: {
      idea: "A robot finds the last flower on earth and learns to water it",
      character_description: "Silver metallic robot with blue eyes",
      number_of_scenes: 4,
    },
  },
  answer: {
    status: 200,
    description: "The scenes, in the order of the film.",
    schema: ScenesAnswer,
    example: scenesExample,
  },
  otherAnswers: acceptedAnswer,
  refusals: CALL_REFUSALS,
  handle: (call) => {
    const { body, requestId } = call;
    const { wanted, parameters, flavor, warnings, defaults } = wishForScenes(body);
    debug(call, {
      event: "mv_scenes_requested",
      requestId,
      count: wanted.sceneCount,
      defaults,
      flavor,
    });
    const echo: ScenesEcho = { idea: body.idea, parameters, flavor, warnings };
    const { idea, characterDescription } = body;
    return answerCall(
      call,
      {
        route: "create_scenes",
        body,
        echo,
        projectId: body.projectId,
        newProject: { title: idea, idea, characterDescription },
        command: () => Promise.resolve(ok({ type: "write", order: wanted, warnings: [] })),
      },
      { includeBase64: false },
    );
  },
});
