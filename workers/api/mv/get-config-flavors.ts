/** GET get_config_flavors: the named sets of prompts and parameters. */
import { FLAVORS, flavorNames } from "../../models/index.ts";
import { FlavorList } from "./answers.ts";
import { flavorsExample } from "./examples.ts";
import { mvRoute } from "./mv-route.ts";

export const getConfigFlavors = mvRoute({
  method: "GET",
  path: "/api/mv/get_config_flavors",
  id: "mvGetConfigFlavors",
  summary: "List the flavors",
  answer: {
    status: 200,
    description: "Names for config_flavor, and what each is for.",
    schema: FlavorList,
    example: flavorsExample,
  },
  refusals: [500],
  handle: () => {
    const details = FLAVORS.map(({ name, label, description }) => ({ name, label, description }));
    return Promise.resolve(Response.json({ flavors: flavorNames(), details }));
  },
});
