/** The HTTP line over fakes, with time and ids held still. */
import { env } from "cloudflare:workers";
import { parseConfig } from "../env.ts";
import type { Config } from "../env.ts";
import { createHttp } from "../http.ts";
import type { HttpOptions } from "../http.ts";
import type { LogEvent } from "../platform/log.ts";
import { fakeGateway } from "./fake-gateway.ts";
import type { FakeGateway } from "./fake-gateway.ts";
import { type FakeWorks, fakeWorks } from "./fake-works.ts";

export const ORIGIN = "http://localhost:8787";
export const NOW = 1_767_225_600_000;
export const SIGNING_KEY = btoa("k".repeat(32));

export type TestHttp = {
  gateway: FakeGateway;
  works: FakeWorks;
  logged: LogEvent[];
  config: Config;
  /** `target` is a path at ORIGIN or a whole URL. */
  send(method: string, target: string, init?: RequestInit): Promise<Response>;
};

export function testHttp(
  change: Partial<Config> = {},
  pages: HttpOptions["pages"] = null,
): TestHttp {
  const parsed = parseConfig({
    ENVIRONMENT: "local",
    OFFLINE_MODELS: "1",
    REPLICATE_API_BASE_URL: "http://127.0.0.1:9999/v1",
    INTERNAL_ORIGIN: ORIGIN,
    MEDIA_SIGNING_KEY: SIGNING_KEY,
  });
  if (!parsed.ok) throw new Error(parsed.error.message);
  const config = { ...parsed.value, ...change };
  const gateway = fakeGateway();
  const works = fakeWorks();
  const logged: LogEvent[] = [];
  let count = 0;
  const app = createHttp({
    config,
    gateway,
    inbox: gateway.inbox,
    calls: works.calls,
    library: works.library,
    archive: works.archive,
    ownClips: works.ownClips,
    bucket: (env as { MEDIA: R2Bucket }).MEDIA,
    now: () => NOW,
    newId: () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`,
    log: (event) => logged.push(event),
    pages,
  });
  const context = {
    waitUntil: () => undefined,
    passThroughOnException: () => undefined,
    props: {},
  };
  const send: TestHttp["send"] = async (method, target, init) =>
    await app.fetch(new Request(new URL(target, ORIGIN), { ...init, method }), {}, context);
  return { gateway, works, logged, config, send };
}

/** Options of a request with a JSON body. */
export function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { "Content-Type": "application/json", ...headers },
  };
}
