import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Harness, Shown } from "./testing/harness.ts";
import { startHarness, until } from "./testing/harness.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
beforeEach(() => emulator.admin("reset", {}));
afterAll(() => emulator.close());

const post = (path: string, body: unknown, headers?: Record<string, string>) =>
  emulator.api(path, {
    method: "POST",
    headers: headers ?? {},
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("creating a prediction", () => {
  it("answers 201 with the prediction and ends with an output that can be fetched", async () => {
    const created = await emulator.create("google/imagen-4", { prompt: "a fox" });
    expect(created.id).toMatch(/^[0-9a-z]{26}$/);
    expect(created).toMatchObject({
      model: "google/imagen-4",
      version: "hidden",
      status: "starting",
      input: { prompt: "a fox" },
      output: null,
      error: null,
      source: "api",
      data_removed: false,
      started_at: null,
      completed_at: null,
      metrics: {},
    });
    expect(created.urls).toEqual({
      get: `${emulator.running.origin}/v1/predictions/${created.id}`,
      cancel: `${emulator.running.origin}/v1/predictions/${created.id}/cancel`,
      web: `${emulator.running.origin}/p/${created.id}`,
    });
    const ended = await emulator.ended(created.id);
    expect(ended.status).toBe("succeeded");
    expect(ended.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(ended.metrics).toMatchObject({ image_count: 1 });
    expect(ended.output).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+\/delivery\/xezq\/[\w-]+\/output\.jpg$/,
    );
    const file = await fetch(String(ended.output));
    expect(file.headers.get("content-type")).toBe("image/jpeg");
    expect(Number(file.headers.get("content-length"))).toBe((await file.arrayBuffer()).byteLength);
  });

  it("takes all three forms of a version, and deployments", async () => {
    const { latest_version: latest } = (await (
      await emulator.api("/models/google/imagen-4")
    ).json()) as { latest_version: { id: string } };
    for (const version of ["google/imagen-4", `google/imagen-4:${latest.id}`, latest.id]) {
      const response = await post("/predictions", { version, input: { prompt: "a fox" } });
      expect(response.status).toBe(201);
      expect(await response.json()).toMatchObject({ model: "google/imagen-4", version: "hidden" });
    }
    const deployed = await post("/deployments/edgereel/imagen-4/predictions", {
      input: { prompt: "a fox" },
    });
    expect(await deployed.json()).toMatchObject({
      model: "google/imagen-4",
      deployment: "edgereel/imagen-4",
    });
  });

  it("gives equal prompts different seeds, and keeps a seed that was asked for", async () => {
    const model = "black-forest-labs/flux-1.1-pro";
    for (const seed of [undefined, undefined, 7]) {
      const { id } = await emulator.create(model, { prompt: "a fox", ...(seed ? { seed } : {}) });
      await emulator.ended(id);
    }
    const seeds = emulator.calls
      .filter(({ kind }) => kind === "portrait")
      .slice(-3)
      .map(({ request }) => (request as { seed: number }).seed);
    expect(new Set(seeds).size).toBe(3);
    expect(seeds[2]).toBe(7);
  });

  it("holds the request for Prefer: wait, and answers unfinished when the time is over", async () => {
    const done = await emulator.create(
      "google/imagen-4",
      { prompt: "a fox" },
      { headers: { prefer: "wait" } },
    );
    expect(done.status).toBe("succeeded");
    const before = Date.now();
    const pending = await emulator.create(
      "google/imagen-4",
      { prompt: "a fox [[emu:fail=stuck-processing]]" },
      { headers: { prefer: "wait=1" } },
    );
    expect(Date.now() - before).toBeGreaterThanOrEqual(990);
    expect(pending).toMatchObject({ status: "processing", output: null });
  });
});

describe("refusals", () => {
  it("asks for a token", async () => {
    const none = await fetch(`${emulator.running.origin}/v1/account`);
    expect(none.status).toBe(401);
    expect(await none.json()).toEqual({
      title: "Unauthenticated",
      detail: "You did not pass an authentication token",
      status: 401,
    });
    const bad = await emulator.api("/account", { headers: { authorization: "Bearer sk_1" } });
    expect(bad.status).toBe(401);
    expect((await emulator.api("/account")).status).toBe(200);
  });

  it("answers 404 for an unknown model, route and prediction, 405 for a wrong method", async () => {
    for (const path of ["/models/google/imagen-9", "/nothing", "/predictions/abc"]) {
      const response = await emulator.api(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ title: "Not Found", status: 404 });
    }
    const body = { input: { prompt: "a fox" } };
    expect((await post("/models/google/imagen-9/predictions", body)).status).toBe(404);
    expect((await emulator.api("/predictions", { method: "PUT" })).status).toBe(405);
  });

  it("answers 422 for a version that does not exist", async () => {
    for (const version of ["google/imagen-4:latest", "nobody/nothing", "0".repeat(64)]) {
      const response = await post("/predictions", { version, input: { prompt: "a fox" } });
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual({
        title: "Invalid version or not permitted",
        detail:
          "The specified version does not exist (or perhaps you don't have permission to use it?)",
        status: 422,
      });
    }
  });

  it("names each input at fault", async () => {
    const missing = await post("/models/google/imagen-4/predictions", { input: {} });
    expect(missing.status).toBe(422);
    expect(await missing.json()).toEqual({
      detail: "- input: prompt is required\n",
      status: 422,
      title: "Input validation failed",
      invalid_fields: [{ type: "required", field: "input", description: "prompt is required" }],
    });
    const wrong = await post("/models/google/veo-3.1/predictions", {
      input: { prompt: "a fox", duration: "8", aspect_ratio: "1:1", image: "fox.png" },
    });
    const { invalid_fields: fields } = (await wrong.json()) as {
      invalid_fields: { type: string; field: string }[];
    };
    expect(fields.map(({ type, field }) => `${field} ${type}`)).toEqual([
      "input.aspect_ratio enum",
      "input.duration invalid_type",
      "input.image format",
    ]);
    const range = await post("/models/bytedance/seedance-1-pro/predictions", {
      input: { prompt: "a fox", duration: 13 },
    });
    expect(await range.json()).toMatchObject({
      detail: "- input.duration: Must be less than or equal to 12\n",
    });
    expect((await post("/models/google/imagen-4/predictions", "{")).status).toBe(400);
    const noInput = await post("/models/google/imagen-4/predictions", {});
    expect(await noInput.json()).toMatchObject({ detail: "- (root): input is required\n" });
    const insecure = await post("/models/google/imagen-4/predictions", {
      input: { prompt: "a fox" },
      webhook: "http://example.com/hook",
    });
    expect(insecure.status).toBe(422);
    expect(await emulator.admin("ledger")).toMatchObject({ entries: [] });
  });

  it("ignores inputs it does not know, unless it is told to refuse them", async () => {
    const input = { prompt: "a fox", seed: 1 };
    await emulator.create("google/imagen-4", input);
    await emulator.admin("settings", { rejectUnknownInputs: true });
    const response = await post("/models/google/imagen-4/predictions", { input });
    expect(await response.json()).toMatchObject({
      detail: "- input: Additional property seed is not allowed\n",
    });
  });

  it("accepts and then fails a combination that the model refuses", async () => {
    const image = `data:image/png;base64,${(await import("./testing/studio.ts")).PIXEL.toString("base64")}`;
    const { id } = await emulator.create("google/veo-3.1", {
      prompt: "a fox",
      aspect_ratio: "9:16",
      reference_images: [image],
    });
    expect(await emulator.ended(id)).toMatchObject({
      status: "failed",
      error: "reference_images only works with a 16:9 aspect_ratio and a duration of 8 seconds",
      output: null,
    });
  });
});

describe("ends", () => {
  const stuck = { prompt: "a fox [[emu:fail=stuck-processing]]" };
  const waiting = { prompt: "a fox [[emu:fail=stuck-starting]]" };

  it("cancels a running prediction and leaves an ended one as it is", async () => {
    const { id } = await emulator.create("google/veo-3.1", stuck);
    await until(async () => ((await emulator.get(id)).status === "processing" ? true : null));
    const canceled = await emulator.api(`/predictions/${id}/cancel`, { method: "POST" });
    expect(canceled.status).toBe(200);
    expect(await canceled.json()).toMatchObject({ status: "canceled", output: null });
    const again = (await (
      await emulator.api(`/predictions/${id}/cancel`, { method: "POST" })
    ).json()) as Shown;
    expect(again).toEqual(await emulator.get(id));
    expect(await emulator.admin("ledger")).toMatchObject({ totals: { billed: 1 } });
  });

  it("ends as aborted at a deadline before the start, as canceled after it", async () => {
    const headers = { "cancel-after": "1m" };
    const early = await emulator.create("google/veo-3.1", waiting, { headers });
    const late = await emulator.create("google/veo-3.1", stuck, { headers });
    const created = Date.parse(String(late.created_at));
    expect(Date.parse(String(late.deadline)) - created).toBe(60_000);
    await until(async () => ((await emulator.get(late.id)).status === "processing" ? true : null));
    await emulator.admin("clock", { advanceMs: 60_000 });
    expect((await emulator.ended(early.id)).status).toBe("aborted");
    expect((await emulator.ended(late.id)).status).toBe("canceled");
    expect(await emulator.admin("ledger")).toMatchObject({ totals: { billed: 1 } });
  });

  it("refuses a Cancel-After under 5 s or without sense", async () => {
    for (const value of ["4", "4s", "soon", "s"]) {
      const response = await post(
        "/models/google/imagen-4/predictions",
        { input: { prompt: "a fox" } },
        { "cancel-after": value },
      );
      expect(response.status, value).toBe(422);
    }
  });

  it("removes data and files after an hour, and keeps the record", async () => {
    const { id } = await emulator.create("google/imagen-4", { prompt: "a fox" });
    const { output } = await emulator.ended(id);
    await emulator.admin("clock", { advanceMs: 3_599_000 - 30_000 });
    expect((await fetch(String(output))).status).toBe(200);
    await emulator.admin("clock", { advanceMs: 60_000 });
    expect((await fetch(String(output))).status).toBe(404);
    expect(await emulator.get(id)).toMatchObject({
      status: "succeeded",
      data_removed: true,
      output: null,
      input: {},
    });
  });
});

describe("listing", () => {
  it("pages by a hundred, newest first, without webhooks", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 103; index += 1) {
      const { id } = await emulator.create(
        "google/gemini-2.5-flash",
        { prompt: `idea ${index}` },
        { webhook: "https://localhost:1/hook", events: [] },
      );
      ids.unshift(id);
    }
    type Page = { next: string | null; previous: string | null; results: Shown[] };
    const read = async (path: string) => (await (await emulator.api(path)).json()) as Page;
    const first = await read("/predictions");
    expect(first.results.map(({ id }) => id)).toEqual(ids.slice(0, 100));
    expect(first.previous).toBeNull();
    expect(first.results[0]).not.toHaveProperty("webhook");
    const second = await read(String(first.next).split("/v1")[1] ?? "");
    expect(second.results.map(({ id }) => id)).toEqual(ids.slice(100));
    expect(second.next).toBeNull();
    const back = await read(String(second.previous).split("/v1")[1] ?? "");
    expect(back.results).toHaveLength(100);

    const middle = String(second.results[0]?.created_at);
    const older = await read(`/predictions?created_before=${middle}`);
    const newer = await read(`/predictions?created_after=${middle}`);
    const all = new Set([...older.results, ...newer.results].map(({ id }) => id));
    expect(older.results.length).toBeLessThan(100);
    expect(all.has(String(ids[102]))).toBe(true);
    expect((await emulator.api("/predictions?created_after=yesterday")).status).toBe(422);

    await emulator.admin("settings", { includeWebhookInLists: true });
    expect((await read("/predictions")).results[0]).toHaveProperty("webhook");
  });
});
