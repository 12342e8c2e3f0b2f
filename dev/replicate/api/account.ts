/** Models, versions, the account and its webhook key. */
import type { Route } from "../http.ts";
import { NOT_FOUND, Refusal } from "../http.ts";
import {
  ACCOUNT,
  findModel,
  MODELS,
  presentModel,
  presentVersion,
  versionOf,
} from "../models/catalogue.ts";
import type { Context } from "./context.ts";

export function accountRoutes(context: Context) {
  const find = (params: readonly string[]) => {
    const model = findModel(params.slice(0, 2).join("/"));
    if (model === null) throw new Refusal(NOT_FOUND);
    return model;
  };

  const models: Route = () => ({
    status: 200,
    body: { previous: null, next: null, results: MODELS.map(presentModel) },
  });

  const model: Route = ({ params }) => ({ status: 200, body: presentModel(find(params)) });

  const versions: Route = ({ params }) => ({
    status: 200,
    body: { previous: null, next: null, results: [presentVersion(find(params))] },
  });

  const version: Route = ({ params }) => {
    const found = find(params);
    return params[2] === versionOf(found)
      ? { status: 200, body: presentVersion(found) }
      : NOT_FOUND;
  };

  const account: Route = () => ({
    status: 200,
    body: { type: "user", username: ACCOUNT, name: "Edgereel offline", github_url: null },
  });

  const webhookSecret: Route = () => ({ status: 200, body: { key: context.secret } });

  return { models, model, versions, version, account, webhookSecret };
}
