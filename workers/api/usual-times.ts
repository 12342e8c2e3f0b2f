/** How long work usually takes. */
import { ok } from "../contracts/errors.ts";
import { defineRoute } from "./route.ts";
import { UsualTimeList } from "./schemas.ts";

const model = "google/veo-3.1";

export const usualTimeRoutes = [
  defineRoute({
    method: "GET",
    path: "/api/usual_times",
    id: "listUsualTimes",
    tag: "Service",
    summary: "List how long work usually takes",
    description:
      "Medians of the last 15 jobs of a kind, model and length that succeeded at once, from the third " +
      "on. What is not listed was not measured yet.",
    answer: {
      status: 200,
      description: "The usual times.",
      schema: UsualTimeList,
      example: { usualTimes: [{ kind: "clip", model, lengthS: 8, seconds: 71.4, count: 15 }] },
    },
    errors: [],
    handle: async ({ gateway }) => {
      const usualTimes = await gateway.usualTimes();
      return usualTimes.ok ? ok({ usualTimes: usualTimes.value }) : usualTimes;
    },
  }),
];
