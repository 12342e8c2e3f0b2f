import { describe, expect, it } from "vitest";
import { fail, ok } from "../contracts/errors.ts";
import type { ErrorCode } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { signReportUrl } from "../media/signed-urls.ts";
import { SECRET } from "../testing/fake-gateway.ts";
import { NOW, ORIGIN, SIGNING_KEY, json, testHttp } from "../testing/test-http.ts";

const PROJECT = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
const JOB = "c41d7f96-2e5a-4b83-b6f0-8d3a9c2e7b15";
const QUERY = `?project=${PROJECT}&job=${JOB}&nonce=n0nce`;
const PUBLIC = "https://films.example";
const PREDICTION = '{"id":"p1","status":"succeeded"}';

type Delivery = { body?: string | Uint8Array; ageMs?: number; query?: string; secret?: string };

/** A delivery as Replicate signs it. */
async function delivery({ body = PREDICTION, ageMs = 0, secret = SECRET }: Delivery = {}): Promise<
  RequestInit & { headers: Record<string, string> }
> {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const timestamp = String(Math.floor((NOW - ageMs) / 1000));
  const raw = Uint8Array.from(atob(secret.slice(6)), (letter) => letter.charCodeAt(0));
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["sign"]);
  const content = await new Blob([`msg_1.${timestamp}.`, bytes]).arrayBuffer();
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, content));
  return {
    body: bytes,
    headers: {
      "webhook-id": "msg_1",
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${btoa(String.fromCharCode(...mac))}`,
    },
  };
}

const post = async (http: ReturnType<typeof testHttp>, init: RequestInit, query = QUERY) =>
  await http.send("POST", `${PUBLIC}/webhooks/replicate${query}`, init);

const recorded = (http: ReturnType<typeof testHttp>) =>
  http.gateway.calls.filter(({ name }) => name === "recordPrediction");

describe("Replicate's webhook", () => {
  it("is handed over with the ids of its address and answered at once", async () => {
    const http = testHttp();
    const response = await post(http, await delivery());
    expect(response.status).toBe(200);
    expect(recorded(http)).toEqual([
      {
        name: "recordPrediction",
        args: [
          PROJECT,
          { nonce: "n0nce", jobId: JOB, webhookId: "msg_1", prediction: JSON.parse(PREDICTION) },
        ],
      },
    ]);
  });

  it("passes a duplicate on: the project knows which it has seen", async () => {
    const http = testHttp();
    for (let time = 0; time < 2; time += 1) {
      expect((await post(http, await delivery())).status).toBe(200);
    }
    expect(recorded(http).length).toBe(2);
  });

  it.each<[string, () => Promise<RequestInit>, number, ErrorCode]>([
    ["no signature", async () => ({ body: PREDICTION }), 401, "signature_missing"],
    [
      "another secret",
      () => delivery({ secret: `whsec_${btoa("another secret of theirs")}` }),
      401,
      "signature_invalid",
    ],
    [
      "a changed body",
      async () => ({ ...(await delivery()), body: PREDICTION.replace("p1", "p2") }),
      401,
      "signature_invalid",
    ],
    ["six minutes old", () => delivery({ ageMs: 360_000 }), 401, "signature_expired"],
    ["six minutes early", () => delivery({ ageMs: -360_000 }), 401, "signature_expired"],
    ["half JSON", () => delivery({ body: '{"id":' }), 400, "malformed_json"],
    ["no body", () => delivery({ body: "" }), 400, "malformed_json"],
    [
      "not UTF-8",
      () => delivery({ body: new Uint8Array([0x22, 0xff, 0x22]) }),
      400,
      "malformed_json",
    ],
  ])("%s changes nothing", async (_name, init, status, code) => {
    const http = testHttp();
    const response = await post(http, await init());
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(recorded(http)).toEqual([]);
    expect(http.logged).toContainEqual(expect.objectContaining({ event: "webhook_refused", code }));
  });

  it("does not ask for the secret before the body is known to fit", async () => {
    const http = testHttp();
    const { headers } = await delivery();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const response = await post(http, { headers, body });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(LIMITS.webhookBodyBytes + 4 * 1024 * 1024);
    expect(http.gateway.calls).toEqual([]);
  });

  it.each(["", "?project=x&job=y&nonce=z", `?project=${PROJECT}&job=${JOB}`])(
    "with the address %j is taken and dropped",
    async (query) => {
      const http = testHttp();
      expect((await post(http, await delivery(), query)).status).toBe(200);
      expect(recorded(http)).toEqual([]);
    },
  );

  it.each<[ErrorCode, number]>([
    ["not_found", 200],
    ["invalid_request", 200],
    ["conflict", 200],
    ["output_invalid", 200],
    ["internal", 503],
    ["superseded", 503],
    ["rate_limited", 503],
  ])("with the project's answer %s is told %i", async (code, status) => {
    const http = testHttp();
    http.gateway.answers["recordPrediction"] = fail(code, "A plain sentence.");
    expect((await post(http, await delivery())).status).toBe(status);
  });

  it.each(["recordPrediction", "webhookSecret"])("comes again when %s breaks", async (name) => {
    const http = testHttp();
    http.gateway.broken.add(name);
    const response = await post(http, await delivery());
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain("on purpose");
    expect(http.logged).toContainEqual(expect.objectContaining({ event: "webhook_failed" }));
  });

  it("asks for no secret while the kept one fits, and for the new one when it does not", async () => {
    const asked = (http: ReturnType<typeof testHttp>) =>
      http.gateway.calls.filter(({ name }) => name === "webhookSecret").length;
    const http = testHttp();
    http.gateway.kept.secret = SECRET;
    expect((await post(http, await delivery())).status).toBe(200);
    expect(asked(http)).toBe(0);
    http.gateway.kept.secret = `whsec_${btoa("as it was before")}`;
    expect((await post(http, await delivery())).status).toBe(200);
    expect(asked(http)).toBe(1);
  });

  it("is taken under the key that its owner made at the provider meanwhile, and a forged one is not", async () => {
    const old = `whsec_${btoa("what the account has kept")}`;
    const http = testHttp();
    http.gateway.kept.secret = old;
    const asked: (string | null)[] = [];
    http.gateway.inbox.webhookSecret = async (unfit) => {
      asked.push(unfit);
      return ok(unfit === old ? SECRET : old);
    };
    expect((await post(http, await delivery())).status).toBe(200);
    http.gateway.kept.secret = null;
    expect((await post(http, await delivery())).status).toBe(200);
    expect(asked).toEqual([old, null, old]);
    // This isolate is behind the account, which is behind the provider.
    const older = `whsec_${btoa("what only this isolate has kept")}`;
    http.gateway.kept.secret = older;
    expect((await post(http, await delivery())).status).toBe(200);
    expect(asked.slice(3)).toEqual([older, old]);
    http.gateway.inbox.webhookSecret = async () => ok(SECRET);
    const forged = await delivery({ secret: `whsec_${btoa("of nobody")}` });
    expect((await post(http, forged)).status).toBe(401);
    expect(recorded(http).length).toBe(3);
  });

  it("comes again when the secret cannot be had or read", async () => {
    const http = testHttp();
    http.gateway.answers["webhookSecret"] = fail("provider_unavailable", "A plain sentence.");
    expect((await post(http, await delivery())).status).toBe(503);
    http.gateway.answers["webhookSecret"] = { ok: true, value: "whsec_%%" as never };
    expect((await post(http, await delivery())).status).toBe(503);
    expect(recorded(http)).toEqual([]);
  });

  it.each(["GET", "PUT", "DELETE"])("knows no %s", async (method) => {
    const response = await testHttp().send(method, `${PUBLIC}/webhooks/replicate${QUERY}`);
    expect([response.status, response.headers.get("Allow")]).toEqual([405, "POST"]);
  });

  it("has no neighbours", async () => {
    const pages = async (): Promise<Response> => new Response("a page");
    const response = await testHttp({}, pages).send("POST", `${PUBLIC}/webhooks/other`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "not_found" });
  });
});

describe("the container's report", () => {
  const address = { projectId: PROJECT, jobId: JOB };
  const report = { protocol: 1, job_id: JOB, status: "running" };
  const signed = (expiresAt = NOW + 60_000): Promise<string> =>
    signReportUrl(SIGNING_KEY, ORIGIN, address, expiresAt);

  it("is handed over unread", async () => {
    const http = testHttp();
    const response = await http.send("POST", await signed(), json(report));
    expect(response.status).toBe(200);
    expect(http.gateway.calls).toEqual([
      { name: "recordStitchReport", args: [PROJECT, JOB, report] },
    ]);
  });

  it.each<[string, (url: string) => string, RequestInit, number, ErrorCode]>([
    [
      "unsigned",
      (url) => url.replace(/&signature=.*$/, ""),
      json(report),
      401,
      "signature_missing",
    ],
    ["for another job", (url) => url.replace(JOB, PROJECT), json(report), 401, "signature_invalid"],
    ["of half JSON", (url) => url, json("{"), 400, "malformed_json"],
    [
      "of more than 1 MB",
      (url) => url,
      json(" ".repeat(1024 * 1024 + 1)),
      413,
      "payload_too_large",
    ],
    [
      "of a form",
      (url) => url,
      { body: new URLSearchParams("a=b") },
      415,
      "unsupported_media_type",
    ],
  ])("%s changes nothing", async (_name, change, init, status, code) => {
    const http = testHttp();
    const response = await http.send("POST", change(await signed()), init);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(http.gateway.calls).toEqual([]);
  });

  it("is refused when its address has expired", async () => {
    const http = testHttp();
    const response = await http.send("POST", await signed(NOW - 1), json(report));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: "signature_expired" });
    expect(http.gateway.calls).toEqual([]);
  });

  it("comes by POST only", async () => {
    const response = await testHttp().send("GET", await signed());
    expect(response.status).toBe(405);
  });
});
