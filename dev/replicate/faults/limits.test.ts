import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Harness, Shown } from "../testing/harness.ts";
import { startHarness } from "../testing/harness.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const fox = { prompt: "a fox" };
const run = async (input: object, model = IMAGEN): Promise<Shown> =>
  emulator.ended((await emulator.create(model, input)).id);
const post = (input: object) =>
  emulator.api(`/models/${IMAGEN}/predictions`, {
    method: "POST",
    body: JSON.stringify({ input }),
  });

describe("limits and credit", () => {
  it("throttles an account with little credit to one create, with the observed body", async () => {
    await emulator.admin("settings", { lowCredit: true, retryAfterHeader: true });
    expect((await post(fox)).status).toBe(201);
    const response = await post(fox);
    expect(response.status).toBe(429);
    expect(response.headers.get("retry-after")).toBe("10");
    expect(await response.json()).toEqual({
      detail:
        "Request was throttled. Your rate limit for creating predictions is reduced to 6 requests per minute with a burst of 1 requests while you have less than $5.0 in credit. Your rate limit resets in ~10s.",
      status: 429,
      retry_after: 10,
    });
    expect((await emulator.api("/account")).status).toBe(200);
    await emulator.admin("clock", { advanceMs: 10_000 });
    expect((await post(fox)).status).toBe(201);
    await emulator.admin("settings", { retryAfterHeader: false });
    expect((await post(fox)).headers.has("retry-after")).toBe(false);
  });

  it("answers 402 once the credit is used up", async () => {
    await emulator.admin("settings", { credit: 0.05 });
    await run(fox);
    await run(fox);
    const response = await post(fox);
    expect(response.status).toBe(402);
    expect(await response.json()).toMatchObject({ title: "Insufficient credit", status: 402 });
    await emulator.admin("settings", { credit: null });
    expect((await post(fox)).status).toBe(201);
  });
});
