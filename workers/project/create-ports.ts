/** The real doors out of a project's object. */
import { accountOf } from "../account/account-stub.ts";
import { durations } from "../domain/durations.ts";
import type { Config, Env } from "../env.ts";
import { createReplicate } from "../models/index.ts";
import { createStitcher } from "../stitch/client.ts";
import { workspaceOf } from "../workspace/workspace-stub.ts";
import type { Ports } from "./ports.ts";
import type { Store } from "./store.ts";

export function createPorts(env: Env, config: Config, store: Store): Ports {
  const times = durations(config.timeScale);
  // workerd's fetch refuses to be called with another `this`.
  const fetcher: typeof fetch = (input, init) => fetch(input, init);
  const { baseUrl, token } = config.replicate;
  return {
    config,
    times,
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    fetch: fetcher,
    replicate:
      token === null
        ? null
        : createReplicate({ baseUrl, token, fetch: fetcher, timeoutMs: times.createTimeout }),
    stitcher: createStitcher({
      baseUrl: config.stitcherUrl,
      container: env.STITCHERS,
      fetch: fetcher,
    }),
    bucket: env.MEDIA,
    account: accountOf(env, config),
    workspace: workspaceOf(env, config.workspaceId),
    state: () => store.state,
    forget: () => store.clear(),
  };
}
