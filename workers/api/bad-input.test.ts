import { describe, expect, it } from "vitest";
import { ERROR_STATUS } from "../contracts/errors.ts";
import type { ErrorCode } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { readError } from "../testing/read-error.ts";
import { json, testHttp } from "../testing/test-http.ts";
import { apiRoutes } from "./routes.ts";

const ID = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
const PROJECT = `/api/projects/${ID}`;
const SCENE = `${PROJECT}/scenes/${ID}`;

describe("bad input changes nothing and is told apart", () => {
  const idea = "A film";
  const character_description = "A cat";
  const long = "x".repeat(2_001);
  const full = { idea, character_description };
  const create = "/api/projects";
  const jobs = `${PROJECT}/jobs`;

  it.each<[string, string, string, RequestInit, ErrorCode, RegExp]>([
    [
      "empty idea",
      "POST",
      create,
      json({ ...full, idea: " " }),
      "invalid_request",
      /idea is empty/,
    ],
    [
      "long idea",
      "POST",
      create,
      json({ ...full, idea: long }),
      "invalid_request",
      /2000 characters/,
    ],
    [
      "no idea",
      "POST",
      create,
      json({ character_description }),
      "invalid_request",
      /"idea" is missing/,
    ],
    [
      "no character",
      "POST",
      create,
      json({ idea }),
      "invalid_request",
      /"character_description" is m/,
    ],
    [
      "a number as idea",
      "POST",
      create,
      json({ ...full, idea: 7 }),
      "invalid_request",
      /must be text/,
    ],
    [
      "too many scenes",
      "POST",
      create,
      json({ ...full, scene_count: 13 }),
      "invalid_request",
      /"scene_count" must be at most 12/,
    ],
    [
      "half a scene",
      "POST",
      create,
      json({ ...full, scene_count: 1.5 }),
      "invalid_request",
      /"scene_count" must be a whole number/,
    ],
    [
      "text as count",
      "POST",
      create,
      json({ ...full, image_count: "4" }),
      "invalid_request",
      /"image_count" must be a/,
    ],
    [
      "another mode",
      "POST",
      create,
      json({ ...full, mode: "slow" }),
      "invalid_request",
      /"mode" must be one of: quick, step/,
    ],
    [
      "a wrong model name",
      "POST",
      create,
      json({ ...full, video_model: "veo" }),
      "invalid_request",
      /named like google/,
    ],
    [
      "an unknown field",
      "POST",
      create,
      json({ ...full, ide: "x" }),
      "invalid_request",
      /no field "ide"/,
    ],
    [
      "a camelCase field",
      "POST",
      create,
      json({ ...full, sceneCount: 2 }),
      "invalid_request",
      /"sceneCount".*snake_case/,
    ],
    ["a list", "POST", create, json([full]), "invalid_request", /must be a JSON object/],
    ["null", "POST", create, json("null"), "invalid_request", /must be a JSON object/],
    ["a prototype", "POST", create, json(`{"__proto__":{"idea":"x"}}`), "invalid_request", /\./],
    [
      "a deep body",
      "POST",
      create,
      json("[".repeat(9_000) + "]".repeat(9_000)),
      "invalid_request",
      /nested/,
    ],
    ["nothing to change", "PATCH", PROJECT, json({}), "invalid_request", /at least one field/],
    [
      "an unknown job kind",
      "POST",
      jobs,
      json({ kind: "song" }),
      "invalid_request",
      /"kind" must be one of: character/,
    ],
    ["no job kind", "POST", jobs, json({}), "invalid_request", /"kind" is missing/],
    [
      "a scene of 60,000 characters",
      "POST",
      `${PROJECT}/scenes`,
      json({ description: "x".repeat(60_000) }),
      "invalid_request",
      /2000 characters/,
    ],
    [
      "place 0",
      "POST",
      `${SCENE}/move`,
      json({ number: 0 }),
      "invalid_request",
      /first scene of a film is number 1/,
    ],
    [
      "a long wish",
      "POST",
      `${SCENE}/rewrite`,
      json({ wish: "x".repeat(301) }),
      "invalid_request",
      /300 characters/,
    ],
    [
      "nothing but what it was",
      "PATCH",
      PROJECT,
      json({ was: "An idea" }),
      "invalid_request",
      /at least one field/,
    ],
    [
      "a scene id that is none",
      "POST",
      jobs,
      json({ kind: "clip", scene_ids: ["1"] }),
      "invalid_request",
      /"scene_ids.0" must be an id/,
    ],
    [
      "a long clip",
      "PATCH",
      SCENE,
      json({ length_s: 16 }),
      "invalid_request",
      /at most 15 seconds/,
    ],
    [
      "a wrong version",
      "PATCH",
      SCENE,
      json({ version: "1" }),
      "invalid_request",
      /"version" must be/,
    ],
    ["half JSON", "POST", create, json(`{"idea":`), "malformed_json", /not valid JSON/],
    [
      "no body",
      "POST",
      create,
      { headers: { "Content-Type": "application/json" } },
      "malformed_json",
      /empty/,
    ],
    [
      "not UTF-8",
      "POST",
      create,
      { ...json(""), body: new Uint8Array([0x22, 0xff, 0x22]) },
      "malformed_json",
      /UTF-8/,
    ],
    [
      "a form",
      "POST",
      create,
      { body: new URLSearchParams(full) },
      "unsupported_media_type",
      /application\/json/,
    ],
    [
      "no type",
      "POST",
      create,
      { body: new Uint8Array([123, 125]) },
      "unsupported_media_type",
      /application\/json/,
    ],
    [
      "another charset",
      "POST",
      create,
      json(full, { "Content-Type": "application/json; charset=latin1" }),
      "unsupported_media_type",
      /application\/json/,
    ],
    [
      "a large body",
      "POST",
      create,
      json({ ...full, idea: "x".repeat(LIMITS.jsonBodyBytes) }),
      "payload_too_large",
      /65,536/,
    ],
    [
      "a short key",
      "POST",
      create,
      json(full, { "Idempotency-Key": "short" }),
      "invalid_request",
      /Idempotency-Key.*8 to 128/,
    ],
    [
      "an empty key",
      "POST",
      `${PROJECT}/jobs/${ID}/retry`,
      { headers: { "Idempotency-Key": "" } },
      "invalid_request",
      /Idempotency-Key/,
    ],
    [
      "a key with spaces",
      "POST",
      create,
      json(full, { "Idempotency-Key": "one two three" }),
      "invalid_request",
      /letters, digits/,
    ],
    ["an id that is none", "GET", "/api/projects/1", {}, "not_found", /no such project/],
    [
      "an id in capitals",
      "GET",
      PROJECT.toUpperCase().replace("/API/PROJECTS", "/api/projects"),
      {},
      "not_found",
      /no such project/,
    ],
    ["a broken escape", "GET", "/api/projects/%zz", {}, "not_found", /no such project/],
    ["a job id that is none", "POST", `${PROJECT}/jobs/1/retry`, {}, "not_found", /no such job/],
    [
      "a scene id that is none",
      "PATCH",
      `${PROJECT}/scenes/x`,
      json({}),
      "not_found",
      /no such scene/,
    ],
    [
      "a reference id that is none",
      "POST",
      `${PROJECT}/character_references/x/choose`,
      {},
      "not_found",
      /no such character reference/,
    ],
    ["an asset id that is none", "GET", `${PROJECT}/assets/x`, {}, "not_found", /no such asset/],
    ["an unknown asset", "GET", `${PROJECT}/assets/${ID}`, {}, "not_found", /no such asset/],
    [
      "another download",
      "GET",
      `${PROJECT}/assets/${ID}?download=yes`,
      {},
      "invalid_request",
      /"download" must be one of: 1/,
    ],
    ["an unknown route", "GET", "/api/films", {}, "not_found", /nothing at this address/],
    ["the API itself", "GET", "/api", {}, "not_found", /nothing at this address/],
    ["a slash too many", "GET", "/api/projects/", {}, "not_found", /nothing at this address/],
    [
      "a wrong method",
      "PUT",
      PROJECT,
      json(full),
      "method_not_allowed",
      /Use GET or HEAD or PATCH or DELETE/,
    ],
  ])("%s", async (_name, method, path, init, code, message) => {
    const { gateway, logged, send } = testHttp();
    const response = await send(method, path, init);
    const error = await readError(response);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(response.status).toBe(ERROR_STATUS[code]);
    expect(gateway.calls.filter(({ name }) => name !== "assetFile")).toEqual([]);
    expect(logged.filter(({ event }) => event !== "request_handled")).toEqual([]);
  });

  it("tells all faults in detail and the first in the message", async () => {
    const { send } = testHttp();
    const response = await send("POST", "/api/projects", json({ scene_count: 0, mode: "x" }));
    const { message, detail } = await readError(response);
    expect(message).toBe('The field "idea" is missing.');
    for (const name of ["idea", "character_description", "scene_count", "mode"]) {
      expect(detail).toContain(`"${name}"`);
    }
  });

  it("stops reading a body without a length at the limit", async () => {
    const { gateway, send } = testHttp();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    const headers = { "Content-Type": "application/json" };
    const response = await send("POST", "/api/projects", { body, headers });
    expect((await readError(response)).code).toBe("payload_too_large");
    expect(sent).toBeLessThan(LIMITS.jsonBodyBytes * 3);
    expect(gateway.calls).toEqual([]);
  });

  it("names the methods that an address has", async () => {
    for (const path of new Set(apiRoutes.map((route) => route.path))) {
      const methods = apiRoutes.filter((route) => route.path === path).map(({ method }) => method);
      const other = methods.includes("PUT") ? "PATCH" : "PUT";
      const response = await testHttp().send(other, path.replaceAll(/\{\w+\}/g, ID));
      expect((await readError(response)).code).toBe("method_not_allowed");
      const allow = response.headers.get("Allow")?.split(", ") ?? [];
      expect(allow.filter((method) => method !== "HEAD").sort()).toEqual(methods.sort());
    }
  });
});
