/** Whether the Worker answers, and what it was set up with. */
import { ok } from "../contracts/errors.ts";
import { defineRoute } from "./route.ts";
import { Health } from "./schemas.ts";

export const healthRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/health",
    id: "readHealth",
    tag: "Service",
    summary: "Ask whether Edgereel is well",
    answer: {
      status: 200,
      description: "It answers. With offline models every picture and clip is simulated.",
      schema: Health,
      example: { status: "ok", version: "0.1.0", models: "offline", storage: "direct" },
    },
    errors: [],
    handle: async ({ gateway }) => {
      const { version, models, storage } = gateway.info();
      return ok({ status: "ok", version, models, storage });
    },
  }),
];
