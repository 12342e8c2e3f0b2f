import Replicate from "replicate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Harness } from "./testing/harness.ts";
import { startHarness, TOKEN } from "./testing/harness.ts";
import { PIXEL } from "./testing/studio.ts";

let emulator: Harness;
let replicate: Replicate;
beforeAll(async () => {
  emulator = await startHarness();
  const baseUrl = `${emulator.running.origin}/v1`;
  replicate = new Replicate({ auth: TOKEN, baseUrl, useFileOutput: false });
});
afterAll(() => emulator.close());

describe("the official client, unmodified", () => {
  it("creates, waits for, gets and lists predictions", async () => {
    const created = await replicate.predictions.create({
      model: "google/imagen-4",
      input: { prompt: "a fox" },
    });
    const ended = await replicate.wait(created, { interval: 20 });
    expect(ended.status).toBe("succeeded");
    expect(await replicate.predictions.get(created.id)).toEqual(ended);
    const ids = [];
    for await (const page of replicate.paginate(replicate.predictions.list)) {
      ids.push(...page.map(({ id }) => id));
    }
    expect(ids).toContain(created.id);
  });

  it("runs a model and gets its output", async () => {
    const output = await replicate.run("google/imagen-4", { input: { prompt: "a fox" } });
    expect(output).toMatch(/^http:\/\/127\.0\.0\.1/);
  });

  it("cancels", async () => {
    const { id } = await replicate.predictions.create({
      version: "google/veo-3.1",
      input: { prompt: "a fox [[emu:fail=stuck-processing]]" },
    });
    expect((await replicate.predictions.cancel(id)).status).toBe("canceled");
  });

  it("uploads files and uses them as inputs", async () => {
    const file = await replicate.files.create(
      new File([new Uint8Array(PIXEL)], "fox.png", { type: "image/png" }),
      { scene: 2 },
    );
    expect(file.metadata).toEqual({ scene: 2 });
    const created = await replicate.predictions.create({
      model: "kwaivgi/kling-v2.1",
      input: { prompt: "a fox runs", start_image: file.urls.get },
    });
    expect((await replicate.wait(created, { interval: 20 })).status).toBe("succeeded");
    expect((await replicate.files.list()).results.map(({ id }) => id)).toEqual([file.id]);
    expect(await replicate.files.delete(file.id)).toBe(true);
  });

  it("streams a text, reads models, the account and the webhook key", async () => {
    let text = "";
    for await (const event of replicate.stream("google/gemini-2.5-flash", {
      input: { prompt: "a fox" },
    })) {
      if (event.event === "output") text += event.data;
    }
    expect(JSON.parse(text)).toEqual({ scenes: [{ description: "A scene for: a fox" }] });
    expect((await replicate.models.get("google", "veo-3.1")).name).toBe("veo-3.1");
    expect((await replicate.accounts.current()).username).toBe("edgereel");
    expect((await replicate.webhooks.default.secret.get()).key).toMatch(/^whsec_/);
  });

  it("reports a refusal", async () => {
    await expect(
      replicate.predictions.create({ model: "google/imagen-4", input: {} }),
    ).rejects.toThrow(/422.*prompt is required/s);
  });
});
