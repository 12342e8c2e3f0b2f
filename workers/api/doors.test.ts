import { describe, expect, it } from "vitest";
import { json, testHttp } from "../testing/test-http.ts";
import { createProjectExample } from "./examples.ts";

const pages = async (): Promise<Response> => new Response("a page");
const listed = { corsOrigins: ["https://studio.example"] };

describe("the doors", () => {
  it.each([
    ["http://localhost:8787/", 200],
    ["http://localhost/api/health", 200],
    ["http://127.0.0.1:1234/api/health", 200],
    ["http://[::1]:8787/api/health", 200],
    ["http://films.example/", 403],
    ["http://films.example/api/health", 403],
    ["http://192.168.1.5:8787/api/projects", 403],
    ["http://localhost.evil.example/api/health", 403],
    ["http://0.0.0.0:8787/api/health", 403],
    ["http://films.example/webhooks/replicate", 405],
    ["http://films.example/media/x", 404],
    ["http://films.example/webhooksy", 403],
    ["http://films.example/api/../webhooks/../api/health", 403],
  ])("on a laptop: %s -> %i", async (url, status) => {
    const { gateway, send } = testHttp({}, pages);
    const response = await send("GET", url);
    expect(response.status).toBe(status);
    expect(gateway.calls).toEqual([]);
    if (status === 403) expect(await response.json()).toMatchObject({ code: "forbidden" });
  });

  it("asks the Host header too, where something rewrote the address", async () => {
    const { send } = testHttp();
    const response = await send("GET", "/api/health", { headers: { Host: "films.example" } });
    expect(response.status).toBe(403);
  });

  it.each([
    ["https://films.example/", 403],
    ["https://films.example/api/health", 403],
    ["https://localhost/api/health", 403],
    ["https://films.example/webhooks/stitcher", 405],
    ["https://films.example/media/x", 404],
  ])("deployed: %s -> %i", async (url, status) => {
    const { send } = testHttp({ environment: "production" }, pages);
    const response = await send("GET", url);
    expect(response.status).toBe(status);
    expect(response.headers.get("Strict-Transport-Security")).not.toBeNull();
  });

  it.each([
    ["no Origin", undefined, 201],
    ["our own", "http://localhost:8787", 201],
    ["a listed one", "https://studio.example", 201],
    ["another site", "https://evil.example", 403],
    ["another scheme", "https://localhost:8787", 403],
    ["another port", "http://localhost:3000", 403],
    ["none to tell", "null", 403],
  ])("a change asked with %s", async (_name, origin, status) => {
    const { gateway, send } = testHttp(listed);
    const headers: Record<string, string> = origin === undefined ? {} : { Origin: origin };
    const response = await send("POST", "/api/projects", json(createProjectExample, headers));
    expect(response.status).toBe(status);
    expect(gateway.calls.length).toBe(status === 201 ? 1 : 0);
    await response.body?.cancel();
  });

  it("guards forms of pages as well", async () => {
    const { send } = testHttp({}, pages);
    const headers = { Origin: "https://evil.example" };
    const response = await send("POST", "/projects/new", { headers, body: "idea=x" });
    expect(response.status).toBe(403);
  });
});

describe("CORS", () => {
  const ask = { "Access-Control-Request-Method": "POST" };

  it("tells a listed origin what it may do", async () => {
    const { send } = testHttp(listed);
    const headers = { ...ask, Origin: "https://studio.example" };
    const response = await send("OPTIONS", "/api/projects", { headers });
    expect(response.status).toBe(204);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("https://studio.example");
    expect(response.headers.get("Access-Control-Allow-Headers")).toContain("Idempotency-Key");
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBeNull();
  });

  it.each(["https://evil.example", "https://studio.example.evil.example", "null"])(
    "tells %s nothing",
    async (origin) => {
      const { send } = testHttp(listed);
      const before = await send("OPTIONS", "/api/projects", {
        headers: { ...ask, Origin: origin },
      });
      expect(before.status).toBe(403);
      expect(before.headers.get("Access-Control-Allow-Origin")).toBeNull();
      const read = await send("GET", "/api/projects", { headers: { Origin: origin } });
      expect(read.headers.get("Access-Control-Allow-Origin")).toBeNull();
      expect(read.headers.get("Vary")).toContain("Origin");
    },
  );

  it("lets a listed origin read answers, errors too", async () => {
    const { send } = testHttp(listed);
    for (const path of ["/api/projects", "/api/nothing"]) {
      const response = await send("GET", path, { headers: { Origin: "https://studio.example" } });
      expect(response.headers.get("Access-Control-Allow-Origin")).toBe("https://studio.example");
      expect(response.headers.get("Access-Control-Expose-Headers")).toContain("X-Request-Id");
    }
  });

  it("is for the API only", async () => {
    const { send } = testHttp(listed, pages);
    const response = await send("GET", "/", { headers: { Origin: "https://studio.example" } });
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("opens no door to another host", async () => {
    const { send } = testHttp(listed);
    const headers = { ...ask, Origin: "https://studio.example" };
    const url = "http://films.example/api/projects";
    expect((await send("GET", url, { headers })).status).toBe(403);
  });
});

describe("headers", () => {
  it("name each request anew and ignore the caller's own id", async () => {
    const { logged, send } = testHttp();
    const headers = { "X-Request-Id": "mine" };
    const first = (await send("GET", "/api/health", { headers })).headers.get("X-Request-Id");
    const second = (await send("GET", "/api/health")).headers.get("X-Request-Id");
    expect(first).toMatch(/^[0-9a-f-]{36}$/);
    expect(second).not.toBe(first);
    expect(logged[0]).toMatchObject({
      event: "request_handled",
      requestId: first,
      method: "GET",
      route: "/api/health",
      status: 200,
    });
  });

  it.each(["/", "/api/health", "/api/nothing", "/api/docs"])(
    "limit the browser on %s",
    async (path) => {
      const { send } = testHttp({}, pages);
      const { headers } = await send("GET", path);
      const policy = headers.get("Content-Security-Policy") ?? "";
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("connect-src 'self' ws://localhost:8787");
      expect(policy).toMatch(/script-src 'self' 'nonce-[0-9a-f]{32}'/);
      expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(headers.get("X-Frame-Options")).toBe("DENY");
      expect(headers.get("Referrer-Policy")).toBe("same-origin");
    },
  );

  it("give the page the nonce that its policy names", async () => {
    const seen: string[] = [];
    const { send } = testHttp({}, async (_request, { nonce }) => {
      seen.push(nonce);
      return new Response("a page");
    });
    const { headers } = await send("GET", "/");
    expect(headers.get("Content-Security-Policy")).toContain(`'nonce-${seen[0] ?? "none"}'`);
  });
});
