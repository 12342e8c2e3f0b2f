import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Harness, Shown } from "../testing/harness.ts";
import { startHarness, until } from "../testing/harness.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const fox = { prompt: "a fox" };
const post = (input: object) =>
  emulator.api(`/models/${IMAGEN}/predictions`, {
    method: "POST",
    body: JSON.stringify({ input }),
  });
const order = (fault: string, more?: object) => emulator.admin("faults", { fault, ...more });
const made = async () => (await emulator.admin("predictions")) as Shown[];

describe("a create that makes nothing", () => {
  it.each([
    ["http-500", 500, "text/html; charset=utf-8"],
    ["http-502", 502, "text/html; charset=utf-8"],
    ["http-429-html", 429, "text/html; charset=utf-8"],
    ["gone", 404, "application/json"],
    ["version-gone", 422, "application/json"],
    ["http-402", 402, "application/json"],
  ])("%s answers %i", async (fault, status, type) => {
    await order(fault);
    const response = await post(fox);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe(type);
    expect(await response.text()).not.toBe("");
    expect(await made()).toEqual([]);
    expect((await post(fox)).status).toBe(201);
  });

  it("http-503 has no body at all", async () => {
    await order("http-503");
    const response = await post(fox);
    expect([response.status, await response.text()]).toEqual([503, ""]);
    expect(await made()).toEqual([]);
  });

  it.each([
    ["http-429", { detail: "Request was throttled. Your rate limit resets in ~1s." }],
    [
      "http-429-fields",
      {
        detail: "Request was throttled. Your rate limit resets in ~1s.",
        status: 429,
        retry_after: 1,
      },
    ],
    [
      "http-429-low-credit",
      {
        detail:
          "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~1s.",
        status: 429,
        retry_after: 1,
      },
    ],
    [
      "http-429-no-payment",
      {
        detail:
          "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests until you add a payment method. Your rate limit resets in ~1s.",
        status: 429,
        retry_after: 1,
      },
    ],
  ])("%s answers with the observed body", async (fault, body) => {
    await order(fault);
    const response = await post(fox);
    expect(response.status).toBe(429);
    expect(await response.json()).toEqual(body);
    expect(await made()).toEqual([]);
  });

  it("is read, and the connection cut", async () => {
    await order("drop-before-create");
    await expect(post(fox)).rejects.toThrow();
    expect(await made()).toEqual([]);
    const [logged] = (await emulator.admin("requests")) as { body: string; status: null }[];
    expect(logged).toMatchObject({ body: JSON.stringify({ input: fox }), status: null });
  });
});

describe("a prediction", () => {
  it("is made although the connection is cut", async () => {
    await order("drop-after-create");
    await expect(post(fox)).rejects.toThrow();
    const [only, ...others] = await made();
    expect(others).toEqual([]);
    expect((await emulator.ended(only?.id ?? "")).status).toBe("succeeded");
  });

  it("is answered late", async () => {
    const slow = await startHarness({ timeScale: 1 });
    try {
      await slow.admin("faults", { fault: "slow-response" });
      const answer = slow.create(IMAGEN, fox);
      const entry = await until(async () => {
        const entries = (await slow.admin("requests")) as { predictionId: string | null }[];
        return entries.find(({ predictionId }) => predictionId !== null) ?? null;
      });
      expect(entry).toMatchObject({ status: null });
      await slow.admin("clock", { advanceMs: 8_000 });
      expect((await answer).id).toBe(entry.predictionId);
    } finally {
      await slow.close();
    }
  });

  it("begins minutes later on a cold model", async () => {
    const slow = await startHarness({ timeScale: 1 });
    try {
      await slow.admin("faults", { fault: "cold-boot" });
      const { id } = await slow.create(IMAGEN, fox);
      await slow.admin("clock", { advanceMs: 290_000 });
      expect((await slow.get(id)).status).toBe("starting");
      await slow.admin("clock", { advanceMs: 10_000 });
      await until(async () => ((await slow.get(id)).status === "processing" ? true : null));
    } finally {
      await slow.close();
    }
  });

  it("is not found by its new id at first", async () => {
    await order("get-404");
    const { id } = await emulator.create(IMAGEN, fox);
    const statuses = [];
    for (let index = 0; index < 3; index += 1) {
      statuses.push((await emulator.api(`/predictions/${id}`)).status);
    }
    expect(statuses).toEqual([404, 404, 200]);
  });

  it.each([
    ["cancel-ignored", 200],
    ["cancel-500", 500],
  ])("is not stopped by a cancel with %s", async (fault, status) => {
    const { id } = await emulator.create(IMAGEN, {
      prompt: `a fox [[emu:fail=stuck-starting]] [[emu:fail=${fault}]]`,
    });
    const answer = await emulator.api(`/predictions/${id}/cancel`, { method: "POST" });
    expect(answer.status).toBe(status);
    expect((await emulator.get(id)).status).toBe("starting");
  });
});
