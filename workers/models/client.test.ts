import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReplicate } from "./client.ts";
import { drop, html, json, localProvider } from "./testing/local-provider.ts";

const TOKEN = "r8_secretsecretsecret";
const ID = "a5fx7rawgsrmc0cphme99z248m";
const PREDICTION = { id: ID, status: "starting", model: "google/veo-3.1", input: { prompt: "x" } };

const provider = localProvider(createServer);
beforeEach(() => provider.start());
afterEach(() => provider.stop());

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

describe("get and cancel", () => {
  it("read the prediction, once", async () => {
    provider.answer = json(200, { ...PREDICTION, status: "canceled" });
    expect(await client().get(ID)).toMatchObject({ kind: "found", prediction: { id: ID } });
    expect(await client().cancel(ID)).toMatchObject({ prediction: { status: "canceled" } });
    expect(provider.calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET /v1/predictions/${ID}`,
      `POST /v1/predictions/${ID}/cancel`,
    ]);
  });

  it.each([
    ["404", json(404, {}), { kind: "missing" }],
    ["429", json(429, { retry_after: 2 }), { kind: "throttled", retryAfterMs: 2_000 }],
    ["502", html(502), { kind: "unavailable", error: { code: "provider_unavailable" } }],
    ["401", json(401, {}), { kind: "unavailable", error: { code: "provider_misconfigured" } }],
    ["garbage", html(200), { kind: "unavailable", error: { code: "provider_unavailable" } }],
    ["a drop", drop, { kind: "unavailable", error: { code: "provider_unavailable" } }],
  ])("answer %s after one call each", async (_, handler, outcome) => {
    provider.answer = handler;
    expect(await client().get(ID)).toMatchObject(outcome);
    expect(await client().cancel(ID)).toMatchObject(outcome);
    expect(provider.calls).toHaveLength(2);
  });

  it("never put a strange id into an address", async () => {
    expect(await client().get("../account")).toEqual({ kind: "missing" });
    expect(await client().cancel("a/b")).toEqual({ kind: "missing" });
    expect(provider.calls).toHaveLength(0);
  });
});

describe("list", () => {
  const at = (ms: number) => new Date(ms).toISOString();
  const SINCE = Date.UTC(2026, 0, 2);
  const entry = (id: string, ms: number) => ({ ...PREDICTION, id, created_at: at(ms) });

  it("reads all pages back to the moment, keeping the token at home", async () => {
    provider.answer = (received, response, request) => {
      const cursor = new URL(received.url, provider.origin).searchParams.get("cursor");
      const page =
        cursor === null
          ? {
              next: "https://api.other.test/v1/predictions?cursor=2",
              results: [entry("c", SINCE + 2)],
            }
          : {
              next: `${provider.origin}/v1/predictions?cursor=3`,
              results: [entry("b", SINCE - 1), entry("a", SINCE - 3_600_000)],
            };
      json(200, page)(received, response, request);
    };
    const listed = await client().list({ since: SINCE });
    expect(listed.ok && listed.predictions.map(({ id }) => id)).toEqual(["c", "b"]);
    expect(provider.calls.map(({ url }) => url)).toEqual([
      `/v1/predictions?created_after=${encodeURIComponent(at(SINCE - 60_000))}`,
      "/v1/predictions?cursor=2",
    ]);
  });

  it.each([
    ["a page fails", html(502)],
    ["a page is no page", json(200, { results: "none" })],
    ["an entry can't be read", json(200, { next: null, results: [{ status: "x" }] })],
    ["it leads back to itself", json(200, { next: "/v1/predictions?cursor=1", results: [] })],
    ["it is throttled", json(429, {})],
  ])("is no list at all when %s", async (_, handler) => {
    provider.answer = handler;
    expect(await client().list({ since: SINCE })).toMatchObject({ ok: false });
    expect(provider.calls.length).toBeLessThanOrEqual(2);
  });

  it("gives up on a list without an end", async () => {
    let page = 0;
    provider.answer = (received, response, request) => {
      page += 1;
      json(200, { next: `/v1/predictions?cursor=${page}`, results: [] })(
        received,
        response,
        request,
      );
    };
    expect(await client().list({ since: SINCE })).toMatchObject({ ok: false });
    expect(provider.calls).toHaveLength(50);
  });
});

describe("webhookSecret and uploadFile", () => {
  it("read the key, and refuse what is none", async () => {
    provider.answer = json(200, { key: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD" });
    expect(await client().webhookSecret()).toEqual({
      ok: true,
      value: "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    });
    expect(provider.calls[0]?.url).toBe("/v1/webhooks/default/secret");
    provider.answer = json(200, { key: 7 });
    expect(await client().webhookSecret()).toMatchObject({ ok: false });
    provider.answer = json(401, {});
    expect(await client().webhookSecret()).toMatchObject({
      error: { code: "provider_misconfigured" },
    });
  });

  it("uploads once, with name and type, and gives the address", async () => {
    provider.answer = json(201, {
      id: "f1",
      urls: { get: "https://api.replicate.com/v1/files/f1" },
    });
    const picture = new Blob(["picture"], { type: "image/png" });
    expect(await client().uploadFile(picture, "ada.png")).toEqual({
      ok: true,
      value: "https://api.replicate.com/v1/files/f1",
    });
    expect(provider.calls).toHaveLength(1);
    expect(provider.calls[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(provider.calls[0]?.body).toContain('name="content"; filename="ada.png"');
    expect(provider.calls[0]?.body).toContain("Content-Type: image/png");
  });

  it.each([
    ["a drop", drop],
    ["no address", json(201, { id: "f1" })],
    ["a bad address", json(201, { urls: { get: "javascript:alert(1)" } })],
    ["413", json(413, { detail: "too large" })],
  ])("says when the upload ends in %s, after one try", async (_, handler) => {
    provider.answer = handler;
    expect(await client().uploadFile(new Blob(["x"]), "a.png")).toMatchObject({ ok: false });
    expect(provider.calls).toHaveLength(1);
  });
});
