/** The models that can be asked for. */
import { ok } from "../contracts/errors.ts";
import { modelExample } from "./examples.ts";
import { defineRoute } from "./route.ts";
import { ModelList } from "./schemas.ts";

export const modelRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/models",
    id: "listModels",
    tag: "Service",
    summary: "List the models",
    description: "Prices are estimates in US dollars.",
    answer: {
      status: 200,
      description: "The catalogue.",
      schema: ModelList,
      example: { models: [modelExample] },
    },
    errors: [],
    handle: async ({ gateway }) => ok({ models: gateway.models() }),
  }),
];
