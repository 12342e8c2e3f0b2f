import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createReplicate } from "./client.ts";
import { breakOff, drop, html, json, localProvider } from "./testing/local-provider.ts";

const TOKEN = "r8_secretsecretsecret";
const ID = "a5fx7rawgsrmc0cphme99z248m";
const PREDICTION = { id: ID, status: "starting", model: "google/veo-3.1", input: { prompt: "x" } };

const provider = localProvider(createServer);
beforeEach(() => provider.start());
afterEach(() => provider.stop());
afterEach(() => vi.unstubAllEnvs());

function client(change: Partial<Parameters<typeof createReplicate>[0]> = {}) {
  return createReplicate({
    baseUrl: `${provider.origin}/v1`,
    token: TOKEN,
    fetch: (url, init) => fetch(url, init),
    timeoutMs: 2_000,
    now: () => 0,
    random: () => 0.5,
    ...change,
  });
}

const call = {
  model: "google/veo-3.1",
  input: { prompt: "x", reference_images: ["https://m.test/p.png"] },
  webhook: "https://edge.test/webhooks/replicate?nonce=n",
  cancelAfterS: 600.2,
};

describe("create", () => {
  it("sends one POST with our token, Cancel-After and webhook", async () => {
    provider.answer = json(201, PREDICTION);
    const outcome = await client().create(call);
    expect(outcome).toMatchObject({ kind: "accepted", prediction: { id: ID, status: "starting" } });
    expect(provider.calls).toHaveLength(1);
    expect(provider.calls[0]).toMatchObject({
      method: "POST",
      url: "/v1/models/google/veo-3.1/predictions",
    });
    expect(provider.calls[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      "cancel-after": "601s",
      "content-type": "application/json",
    });
    expect(provider.calls[0]?.headers).not.toHaveProperty("prefer");
    expect(JSON.parse(provider.calls[0]?.body ?? "")).toEqual({
      input: call.input,
      webhook: call.webhook,
      webhook_events_filter: ["start", "completed"],
    });
  });

  it("sends a version to /predictions, and no webhook where none is wanted", async () => {
    provider.answer = json(200, PREDICTION);
    const version = `meta/musicgen:${"a".repeat(64)}`;
    const outcome = await client().create({
      ...call,
      model: version,
      webhook: null,
      cancelAfterS: 1,
    });
    expect(outcome.kind).toBe("accepted");
    expect(provider.calls[0]?.url).toBe("/v1/predictions");
    expect(provider.calls[0]?.headers["cancel-after"]).toBe("5s");
    expect(JSON.parse(provider.calls[0]?.body ?? "")).toEqual({ input: call.input, version });
  });

  it.each([
    ["the connection drops after the request was read", drop],
    ["the answer breaks off", breakOff],
    ["502 with HTML", html(502)],
    ["500 with JSON", json(500, { detail: "boom" })],
    ["503", html(503)],
    ["201 with HTML", html(201)],
    ["201 without an id", json(201, { status: "starting" })],
    ["201 with nothing", (_, response) => response.writeHead(201).end()],
    ["408", json(408, {})],
  ])("is unknown after exactly one POST when %s", async (_, handler) => {
    provider.answer = handler;
    const outcome = await client().create(call);
    expect(outcome).toMatchObject({ kind: "unknown", error: { code: "provider_unavailable" } });
    expect(provider.calls).toHaveLength(1);
  });

  it("is unknown after exactly one POST when the answer is too slow", async () => {
    provider.answer = () => undefined;
    const outcome = await client({ timeoutMs: 100 }).create(call);
    expect(outcome.kind).toBe("unknown");
    expect(outcome).toMatchObject({
      error: { message: expect.stringMatching(/in time/) as string },
    });
    expect(provider.calls).toHaveLength(1);
  });

  it("is unknown when the body never ends in time, and when it is too large", async () => {
    provider.answer = (_, response) => void response.writeHead(201).write("{");
    expect((await client({ timeoutMs: 100 }).create(call)).kind).toBe("unknown");
    provider.answer = json(201, { ...PREDICTION, logs: "x".repeat(9 * 1024 * 1024) });
    expect((await client().create(call)).kind).toBe("unknown");
    expect(provider.calls).toHaveLength(2);
  });

  it("is unknown when nobody listens", async () => {
    const outcome = await client({ baseUrl: "http://127.0.0.1:1/v1" }).create(call);
    expect(outcome.kind).toBe("unknown");
  });

  it.each([
    [
      "text",
      json(429, { detail: "Request was throttled. Your rate limit resets in ~30s." }),
      30_000,
    ],
    ["body", json(429, { detail: "Request was throttled.", status: 429, retry_after: 5 }), 5_000],
    ["header", json(429, { detail: "resets in ~30s" }, { "retry-after": "3" }), 3_000],
    ["HTML", html(429), 10_000],
  ])("is throttled after exactly one POST, by %s", async (_, handler, retryAfterMs) => {
    provider.answer = handler;
    const outcome = await client().create(call);
    expect(outcome).toMatchObject({
      kind: "throttled",
      retryAfterMs,
      perMinute: null,
      burst: null,
      error: { code: "rate_limited" },
    });
    expect(provider.calls).toHaveLength(1);
  });

  it("reads the pace that low credit brings", async () => {
    provider.answer = json(429, {
      detail:
        "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit.",
      retry_after: 5,
    });
    expect(await client().create(call)).toMatchObject({ perMinute: 6, burst: 1 });
  });

  it("is credit at 402, without the provider's billing words", async () => {
    provider.answer = json(402, {
      title: "Insufficient credit",
      detail: "Go to https://replicate.com/billing",
    });
    const outcome = await client().create(call);
    expect(outcome).toMatchObject({ kind: "credit", error: { code: "credit_exhausted" } });
    expect(JSON.stringify(outcome)).not.toMatch(/billing|Insufficient/);
  });

  it.each([
    ["404", json(404, { title: "Not Found", detail: "The requested resource was not found." })],
    ["404 with HTML", html(404)],
    [
      "422 about the version",
      json(422, {
        title: "Invalid version or not permitted",
        detail:
          "The specified version does not exist (or perhaps you don't have permission to use it?)",
        status: 422,
      }),
    ],
    ["422 about a disabled version", json(422, { detail: "This version has been disabled." })],
  ])("is gone at %s", async (_, handler) => {
    provider.answer = handler;
    const outcome = await client().create(call);
    expect(outcome).toMatchObject({ kind: "gone", error: { code: "provider_rejected" } });
    expect(outcome).toMatchObject({
      error: { message: expect.stringContaining(call.model) as string },
    });
  });

  it.each([
    [401, { title: "Unauthenticated", detail: `Bad token ${TOKEN}` }, "provider_misconfigured"],
    [403, { detail: "No" }, "provider_misconfigured"],
    [302, {}, "provider_misconfigured"],
    [400, { detail: "Bad request" }, "provider_rejected"],
    [413, { detail: "Too large" }, "provider_rejected"],
    [
      422,
      { title: "Input validation failed", detail: "- input: prompt is required\n", status: 422 },
      "provider_rejected",
    ],
  ])("is rejected at %s, and never shows the token", async (status, body, code) => {
    provider.answer = json(status, body, { location: "https://elsewhere.test/" });
    const outcome = await client().create(call);
    expect(outcome).toMatchObject({ kind: "rejected", error: { code } });
    expect(JSON.stringify(outcome)).not.toContain("secret");
    expect(provider.calls).toHaveLength(1);
  });

  it("gives the provider's reason for a refused input", async () => {
    provider.answer = json(422, { detail: "- input: prompt is required\n", status: 422 });
    expect(await client().create(call)).toMatchObject({
      error: { detail: "- input: prompt is required" },
    });
  });

  it.each(["../files", "a/b/c", "http://evil.test/x", "", "owner/name:latest"])(
    "refuses the model %j without a call",
    async (model) => {
      expect(await client().create({ ...call, model })).toMatchObject({ kind: "rejected" });
      expect(provider.calls).toHaveLength(0);
    },
  );

  it("refuses a webhook that is no address without a call", async () => {
    const outcome = await client().create({ ...call, webhook: "nonsense" });
    expect(outcome).toMatchObject({ kind: "rejected", error: { code: "provider_misconfigured" } });
    expect(provider.calls).toHaveLength(0);
  });

  it("does not follow a redirect, so the token stays", async () => {
    provider.answer = (received, response) =>
      received.url === "/elsewhere"
        ? response.end("{}")
        : response.writeHead(307, { location: `${provider.origin}/elsewhere` }).end();
    expect((await client().create(call)).kind).toBe("rejected");
    expect(provider.calls.map((received) => received.url)).not.toContain("/elsewhere");
  });

  it("sends no token when it has none, whatever the environment holds", async () => {
    vi.stubEnv("REPLICATE_API_TOKEN", "r8_of_somebody_else");
    provider.answer = json(401, { detail: "You did not pass an authentication token" });
    await client({ token: "" }).create(call);
    expect(provider.calls[0]?.headers).not.toHaveProperty("authorization");
  });

  it("calls fetch as a bare function, as Workers demand", async () => {
    provider.answer = json(201, PREDICTION);
    let self: unknown = "not called";
    const bare = function (this: unknown, url: string, init: RequestInit) {
      // eslint-disable-next-line @typescript-eslint/no-this-alias -- what it was called on is the point
      self = this;
      return fetch(url, init);
    };
    await client({ fetch: bare }).create(call);
    expect(self).toBeUndefined();
  });
});
