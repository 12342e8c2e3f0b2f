import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { ok } from "../contracts/errors.ts";
import type { Result } from "../contracts/errors.ts";
import { testHttp } from "../testing/test-http.ts";
import type { AssetFile } from "../project/project-stub.ts";
import { foundFile } from "../testing/fake-works.ts";

const ID = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
const ASSET = `/api/projects/${ID}/assets/${ID}`;
const LIVE = `/api/projects/${ID}/live`;
const upgrade = { Upgrade: "websocket" };

async function withAsset(): Promise<ReturnType<typeof testHttp>> {
  const http = testHttp();
  const key = `test/${crypto.randomUUID()}`;
  const bucket = (env as unknown as { MEDIA: R2Bucket }).MEDIA;
  await bucket.put(key, "0123456789", { httpMetadata: { contentType: "video/mp4" } });
  const file: AssetFile = {
    ...foundFile("3a8d5c17-f42b-4e96-8b70-6c9e1d2f5a48", "video", "video/mp4"),
    key,
    fileName: "The film.mp4",
  };
  http.gateway.answers["assetFile"] = ok(file) as Result<never>;
  return http;
}

describe("an asset", () => {
  it("is shown, privately and for ever", async () => {
    const { gateway, send } = await withAsset();
    const response = await send("GET", ASSET);
    expect(response.status).toBe(200);
    expect(new TextDecoder().decode(await response.arrayBuffer())).toBe("0123456789");
    expect(response.headers.get("Cache-Control")).toMatch(/^private, .*immutable/);
    expect(response.headers.get("Content-Disposition")).toBeNull();
    expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(gateway.calls).toEqual([{ name: "assetFile", args: [ID, ID] }]);
  });

  it("is saved under its name with ?download=1", async () => {
    const { send } = await withAsset();
    const response = await send("GET", `${ASSET}?download=1`);
    expect(response.headers.get("Content-Disposition")).toContain('filename="The film.mp4"');
    await response.body?.cancel();
  });

  it("comes in ranges, and HEAD tells its length", async () => {
    const { send } = await withAsset();
    const part = await send("GET", ASSET, { headers: { Range: "bytes=2-4" } });
    expect([part.status, [...new Uint8Array(await part.arrayBuffer())]]).toEqual([
      206,
      [50, 51, 52],
    ]);
    const head = await send("HEAD", ASSET);
    expect([head.status, head.headers.get("Content-Length"), head.body]).toEqual([200, "10", null]);
  });

  it("refuses a range outside in the common error format", async () => {
    const { send } = await withAsset();
    const response = await send("GET", ASSET, { headers: { Range: "bytes=50-" } });
    expect(response.status).toBe(416);
    expect(response.headers.get("Content-Range")).toBe("bytes */10");
    expect(await response.json()).toMatchObject({
      code: "range_not_satisfiable",
      request_id: response.headers.get("X-Request-Id"),
    });
  });

  it("refuses unsigned media addresses in the common error format", async () => {
    const response = await testHttp().send("GET", `/media/default/${ID}.mp4`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      code: "signature_missing",
      request_id: response.headers.get("X-Request-Id"),
    });
  });
});

describe("the live channel", () => {
  it("hands the socket through whole", async () => {
    const { gateway, send } = testHttp();
    const response = await send("GET", LIVE, { headers: upgrade });
    expect(response.status).toBe(101);
    const socket = response.webSocket;
    if (socket === null) throw new Error("the answer has no socket");
    socket.accept();
    const echoed = new Promise((resolve) => {
      socket.addEventListener("message", ({ data }) => resolve(data));
    });
    socket.send("ping");
    expect(await echoed).toBe("ping");
    socket.close();
    expect(gateway.calls[0]).toMatchObject({ name: "openChannel", args: [ID, expect.anything()] });
  });

  it("says 426 to a plain request", async () => {
    const { gateway, send } = testHttp();
    const response = await send("GET", LIVE);
    expect(response.status).toBe(426);
    expect(response.headers.get("Upgrade")).toBe("websocket");
    expect(await response.json()).toMatchObject({ code: "invalid_request" });
    expect(gateway.calls).toEqual([]);
  });

  it.each([
    ["our own page", "http://localhost:8787", 101],
    ["a listed page", "https://studio.example", 101],
    ["another site", "https://evil.example", 403],
    ["another port", "http://localhost:3000", 403],
    ["a sandbox", "null", 403],
  ])("for %s: %s -> %i", async (_name, origin, status) => {
    const { gateway, send } = testHttp({ corsOrigins: ["https://studio.example"] });
    const response = await send("GET", LIVE, { headers: { ...upgrade, Origin: origin } });
    expect(response.status).toBe(status);
    expect(gateway.calls.length).toBe(status === 101 ? 1 : 0);
    response.webSocket?.accept();
    response.webSocket?.close();
  });
});
