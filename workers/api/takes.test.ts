import { describe, expect, it } from "vitest";
import { fail } from "../contracts/errors.ts";
import { LIMITS } from "../contracts/limits.ts";
import { readError } from "../testing/read-error.ts";
import { json, testHttp } from "../testing/test-http.ts";

const ID = "5f0c2a8e-6d1b-4c39-9a47-2b8e6f1d3c05";
const TAKES = `/api/projects/${ID}/scenes/${ID}/takes`;
const key = { "Idempotency-Key": "k-12345678" };

describe("takes over HTTP", () => {
  it("shoots one more, with what is to be different", async () => {
    const { gateway, send } = testHttp();
    const body = { description: " By day ", negative_description: "", seed: 7, model: "maker/two" };
    const response = await send("POST", TAKES, json(body, key));
    expect(response.status).toBe(202);
    expect(gateway.calls).toEqual([
      {
        name: "shootTake",
        args: [
          ID,
          ID,
          { description: "By day", negativeDescription: "", seed: 7, model: "maker/two" },
          "k-12345678",
        ],
      },
    ]);
  });

  it("shoots it as the scene reads without a body", async () => {
    const { gateway, send } = testHttp();
    expect((await send("POST", TAKES, { headers: key })).status).toBe(202);
    expect(gateway.calls[0]?.args[2]).toEqual({});
  });

  it.each([
    ["no words", { description: " " }, /empty/],
    ["too many words", { description: "x".repeat(2_001) }, /2000 characters/],
    ["half a seed", { seed: 0.5 }, /whole number/],
    ["a seed that no model takes", { seed: LIMITS.seed + 1 }, /at most/],
    ["a field that there is not", { take: 2 }, /take/],
  ])("refuses %s", async (_what, body, words) => {
    const { gateway, send } = testHttp();
    const response = await send("POST", TAKES, json(body, key));
    expect(response.status).toBe(400);
    expect((await readError(response)).message).toMatch(words);
    expect(gateway.calls).toEqual([]);
  });

  it("chooses the take that films use, or says why not", async () => {
    const { gateway, send } = testHttp();
    const path = `/api/projects/${ID}/clips/${ID}/select`;
    expect((await send("POST", path)).status).toBe(200);
    expect(gateway.calls).toEqual([{ name: "selectTake", args: [ID, ID] }]);
    gateway.answers["selectTake"] = fail("conflict", "Take 2 is not ready.");
    expect((await send("POST", path)).status).toBe(409);
  });
});
