import { describe, expect, it } from "vitest";
import { ERROR_STATUS, fail } from "../contracts/errors.ts";
import type { ErrorCode } from "../contracts/errors.ts";
import { Snapshot } from "../contracts/live.ts";
import { fromWire } from "../contracts/wire.ts";
import { readError } from "../testing/read-error.ts";
import { json, testHttp } from "../testing/test-http.ts";
import { createProjectExample, snapshotExample } from "./examples.ts";

const ID = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
const PROJECT = `/api/projects/${ID}`;
const SCENE = `${PROJECT}/scenes/${ID}`;

describe("what each route passes on and answers", () => {
  it.each<[string, string, unknown, number, string, unknown[]]>([
    ["GET", "/api/projects", undefined, 200, "listProjects", []],
    ["GET", PROJECT, undefined, 200, "snapshot", [ID]],
    [
      "PATCH",
      PROJECT,
      { title: " New " },
      200,
      "updateProject",
      [ID, { title: "New" }, "k-12345678"],
    ],
    ["DELETE", PROJECT, undefined, 204, "deleteProject", [ID]],
    [
      "POST",
      `${PROJECT}/jobs`,
      { kind: "clip", scene_ids: [ID] },
      202,
      "startJobs",
      [ID, { kind: "clip", sceneIds: [ID] }, "k-12345678"],
    ],
    ["POST", `${PROJECT}/jobs/${ID}/retry`, undefined, 202, "retryJob", [ID, ID, {}, "k-12345678"]],
    [
      "POST",
      `${PROJECT}/jobs/${ID}/retry`,
      { model: "maker/next", generate_audio: false },
      202,
      "retryJob",
      [ID, ID, { model: "maker/next", generateAudio: false }, "k-12345678"],
    ],
    ["POST", `${PROJECT}/jobs/${ID}/cancel`, undefined, 200, "cancelJob", [ID, ID]],
    [
      "POST",
      `${PROJECT}/character_references/${ID}/choose`,
      undefined,
      200,
      "chooseCharacter",
      [ID, ID],
    ],
    ["POST", `${PROJECT}/restore`, undefined, 200, "restoreProject", [ID]],
    ["GET", `${PROJECT}/deletion`, undefined, 200, "deletion", [ID]],
    ["POST", `${PROJECT}/duplicate`, undefined, 201, "duplicateProject", [ID, "k-12345678"]],
    ["GET", `${PROJECT}/activity`, undefined, 200, "activity", [ID, null]],
    ["GET", `${PROJECT}/activity?kind=clip`, undefined, 200, "activity", [ID, "clip"]],
    [
      "POST",
      `${PROJECT}/character_references/${ID}/vary`,
      undefined,
      202,
      "varyPortrait",
      [ID, ID, "k-12345678"],
    ],
    [
      "POST",
      `${PROJECT}/scenes`,
      { description: " New ", number: 2 },
      201,
      "addScene",
      [ID, { description: "New", negativeDescription: "", number: 2 }, "k-12345678"],
    ],
    ["DELETE", SCENE, undefined, 200, "removeScene", [ID, ID]],
    ["POST", `${SCENE}/restore`, undefined, 200, "restoreScene", [ID, ID]],
    ["POST", `${SCENE}/move`, { number: 3 }, 200, "moveScene", [ID, ID, 3]],
    [
      "POST",
      `${SCENE}/rewrite`,
      undefined,
      202,
      "rewriteScene",
      [ID, ID, { wish: "" }, "k-12345678"],
    ],
    ["PATCH", SCENE, { length_s: 4 }, 200, "editScene", [ID, ID, { lengthS: 4 }]],
  ])("%s %s", async (method, path, body, status, name, args) => {
    const { gateway, send } = testHttp();
    const headers = { "Idempotency-Key": "k-12345678" };
    const init = body === undefined ? { headers } : json(body, headers);
    const response = await send(method, path, init);
    expect(response.status).toBe(status);
    expect(gateway.calls).toEqual([{ name, args }]);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    if (status === 204) expect(await response.text()).toBe("");
  });

  it("creates a project, with every default, and says where it is", async () => {
    const { gateway, send } = testHttp();
    const response = await send("POST", "/api/projects", json(createProjectExample));
    expect(response.status).toBe(201);
    expect(response.headers.get("Location")).toBe(PROJECT);
    expect(fromWire(Snapshot, await response.json()).data).toEqual(snapshotExample);
    const [input, key] = gateway.calls[0]?.args ?? [];
    expect(input).toMatchObject({ mode: "quick", sceneCount: 4, imageFormat: "png", seed: null });
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("answers in snake_case all the way down", async () => {
    const { send } = testHttp();
    const text = await (await send("GET", PROJECT)).text();
    const keys = [...text.matchAll(/"(\w+)":/g)].map(([, key]) => key);
    expect(keys).toContain("character_description");
    expect(keys.filter((key) => /[A-Z]/.test(key ?? ""))).toEqual([]);
  });

  it("tells models and health", async () => {
    const { send } = testHttp();
    expect(await (await send("GET", "/api/health")).json()).toEqual({
      status: "ok",
      version: "1.2.3",
      models: "offline",
      storage: "direct",
    });
    expect(await (await send("GET", "/api/models")).json()).toMatchObject({
      models: [{ slug: "google/veo-3.1", lengths_s: [4, 6, 8], takes_reference: true }],
    });
  });

  it("answers HEAD like GET, without a body", async () => {
    const response = await testHttp().send("HEAD", PROJECT);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
  });
});

describe("what the gateway refuses", () => {
  it.each<ErrorCode>(["not_found", "conflict", "credit_exhausted", "superseded", "rate_limited"])(
    "%s keeps its code, sentence and status",
    async (code) => {
      const { gateway, send } = testHttp();
      gateway.answers["snapshot"] = fail(code, "A plain sentence.", "short detail");
      const response = await send("GET", PROJECT);
      expect(response.status).toBe(ERROR_STATUS[code]);
      expect(await readError(response)).toMatchObject({
        code,
        message: "A plain sentence.",
        detail: "short detail",
      });
    },
  );

  it("keeps what broke in the log and out of the answer", async () => {
    const { gateway, logged, send } = testHttp();
    gateway.broken.add("snapshot");
    const response = await send("GET", PROJECT);
    const error = await readError(response);
    expect(response.status).toBe(500);
    expect(error.code).toBe("internal");
    expect(error.message).not.toContain("on purpose");
    expect(logged).toContainEqual(
      expect.objectContaining({
        event: "request_failed",
        requestId: error.request_id,
        cause: expect.objectContaining({ message: "snapshot broke on purpose" }) as unknown,
      }),
    );
  });
});
