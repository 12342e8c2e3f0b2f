import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FAILURE_TEXTS, withoutMarkers } from "./faults.ts";
import type { Harness, Shown } from "./testing/harness.ts";
import { startHarness } from "./testing/harness.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const IMAGEN = "google/imagen-4";
const fox = { prompt: "a fox" };
const post = (input: object, model = IMAGEN) =>
  emulator.api(`/models/${model}/predictions`, {
    method: "POST",
    body: JSON.stringify({ input }),
  });
const run = async (input: object, model = IMAGEN): Promise<Shown> =>
  emulator.ended((await emulator.create(model, input)).id);
const order = (fault: string, more?: object) => emulator.admin("faults", { fault, ...more });

describe("ordering faults", () => {
  it("fails with the text of each code", async () => {
    for (const [code, text] of Object.entries(FAILURE_TEXTS)) {
      const ended = await run({ prompt: `a fox [[emu:fail=${code}]]` });
      expect(ended.status).toBe("failed");
      expect(ended.error?.startsWith(text)).toBe(true);
    }
    expect(await emulator.admin("ledger")).toMatchObject({ totals: { billed: 0 } });
  });

  it("counts what is ordered for a model down, and leaves other models alone", async () => {
    await order("E003", { model: IMAGEN, count: 2 });
    expect((await run(fox, "google/imagen-4-fast")).status).toBe("succeeded");
    const statuses = [];
    for (let index = 0; index < 3; index += 1) statuses.push((await run(fox)).status);
    expect(statuses).toEqual(["failed", "failed", "succeeded"]);
  });

  it("narrows a marker to a kind and to a number of times", async () => {
    const clipsOnly = { prompt: "a fox [[emu:fail=E005@video]]" };
    expect((await run(clipsOnly)).status).toBe("succeeded");
    expect((await run(clipsOnly, "google/veo-3.1")).status).toBe("failed");
    const once = { prompt: "a fox [[emu:fail=PA*1]]" };
    expect([(await run(once)).status, (await run(once)).status]).toEqual(["failed", "succeeded"]);
  });

  it("keeps markers out of what is drawn", async () => {
    expect(withoutMarkers("a fox [[emu:fail=output-array]] in snow")).toBe("a fox in snow");
    await run({ prompt: "a fox [[emu:fail=output-array]] in snow" });
    expect(emulator.calls.at(-1)?.request).toMatchObject({ prompt: "a fox in snow" });
  });

  it("refuses an order that makes no sense, with the field's name", async () => {
    for (const body of [
      { fault: "rain" },
      { fault: "PA", count: 0 },
      { fault: "PA", model: "x" },
    ]) {
      const response = await fetch(`${emulator.running.origin}/__emu/faults`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(400);
    }
  });
});

describe("at create", () => {
  it("answers HTML for 500 and 502 and makes nothing", async () => {
    for (const status of [500, 502]) {
      await order(`http-${status}`);
      const response = await post(fox);
      expect(response.status).toBe(status);
      expect(response.headers.get("content-type")).toContain("text/html");
    }
    await order("gone");
    expect((await post(fox)).status).toBe(404);
    await order("version-gone");
    expect((await post(fox)).status).toBe(422);
    await order("http-429");
    expect((await post(fox)).status).toBe(429);
    expect(await emulator.admin("predictions")).toEqual([]);
  });

  it("cuts the connection after the prediction was made", async () => {
    await order("drop-after-create");
    await expect(post(fox)).rejects.toThrow();
    const [made] = (await emulator.admin("predictions")) as Shown[];
    expect((await emulator.ended(made?.id ?? "")).status).toBe("succeeded");
  });

  it("may ignore a cancel", async () => {
    const { id } = await emulator.create(IMAGEN, {
      prompt: "a fox [[emu:fail=stuck-starting]] [[emu:fail=cancel-ignored]]",
    });
    await emulator.api(`/predictions/${id}/cancel`, { method: "POST" });
    expect((await emulator.get(id)).status).toBe("starting");
  });
});

describe("outputs", () => {
  const download = async (fault: string) => {
    await order(fault);
    return fetch(String((await run(fox)).output));
  };

  it("expire, come short, come empty, or are something else", async () => {
    const whole = (await (await fetch(String((await run(fox)).output))).arrayBuffer()).byteLength;
    expect((await download("output-expired")).status).toBe(404);
    const half = (await (await download("output-truncated")).arrayBuffer()).byteLength;
    expect(Math.abs(half - whole / 2)).toBeLessThan(6);
    const cut = await download("output-cut");
    await expect(cut.arrayBuffer()).rejects.toThrow();
    expect((await (await download("output-zero")).arrayBuffer()).byteLength).toBe(0);
    const page = await download("output-wrong-type");
    expect(page.headers.get("content-type")).toBe("text/html");
  });

  it("have another shape, or none", async () => {
    await order("output-array");
    expect(Array.isArray((await run(fox)).output)).toBe(true);
    await order("output-array");
    expect(typeof (await run(fox, "black-forest-labs/flux-schnell")).output).toBe("string");
    await order("output-empty");
    expect(await run(fox)).toMatchObject({ status: "succeeded", output: null });
    await order("output-empty");
    expect((await run(fox, "google/gemini-2.5-flash")).output).toEqual([]);
    await order("error-empty");
    expect(await run(fox)).toMatchObject({ status: "succeeded", error: "" });
  });

  it("of text models may be no JSON", async () => {
    for (const fault of ["text-garbage", "text-prose"]) {
      await order(fault);
      const { output } = await run(fox, "google/gemini-2.5-flash");
      expect(() => JSON.parse((output as string[]).join("")) as unknown).toThrow();
    }
  });
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
