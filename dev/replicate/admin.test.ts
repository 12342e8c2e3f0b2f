import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Harness, Shown } from "./testing/harness.ts";
import { startHarness } from "./testing/harness.ts";

let emulator: Harness;
beforeAll(async () => {
  emulator = await startHarness();
});
afterAll(() => emulator.close());

const webhook = "https://127.0.0.1:1/hook?nonce=abc";

describe("the admin pages", () => {
  it("keep a ledger with prices and what each nonce was used for", async () => {
    const { id } = await emulator.create(
      "google/veo-3.1",
      { prompt: "a fox", duration: 6 },
      { webhook, events: ["start"] },
    );
    await emulator.ended(id);
    expect(await emulator.admin("ledger")).toEqual({
      entries: [
        expect.objectContaining({
          predictionId: id,
          model: "google/veo-3.1",
          nonce: "abc",
          unit: "second",
          quantity: 6,
          usd: 1.2,
          state: "billed",
        }) as unknown,
      ],
      totals: { predictions: 1, billed: 1, usd: 1.2 },
      byNonce: { abc: { predictions: 1, billed: 1, usd: 1.2 } },
    });
  });

  it("record requests with their body and without the token", async () => {
    const input = { prompt: "a <b>bold</b> fox" };
    const { id } = await emulator.create("google/imagen-4", input, { webhook });
    const requests = (await emulator.admin("requests")) as Record<string, unknown>[];
    const made = requests.find((entry) => entry["predictionId"] === id);
    expect(made).toMatchObject({
      method: "POST",
      path: "/v1/models/google/imagen-4/predictions",
      status: 201,
      nonce: "abc",
      body: JSON.stringify({ input, webhook }),
      headers: { authorization: "***" },
    });
    expect(JSON.stringify(requests)).not.toContain("r8_offline_test");
  });

  it("show predictions, prices and deliveries, with all text escaped", async () => {
    const page = await fetch(`${emulator.running.origin}/__emu/`);
    const html = await page.text();
    expect(html).toContain("a &lt;b&gt;bold&lt;/b&gt; fox");
    expect(html).not.toContain("<b>bold");
    expect(html).toContain("$1.200");
    expect(html).toContain("msg_");
    const [newest] = (await emulator.admin("predictions")) as Shown[];
    expect(newest?.["nonce"]).toBe("abc");
  });

  it("do nothing for another site's page", async () => {
    const response = await fetch(`${emulator.running.origin}/__emu/reset`, {
      method: "POST",
      headers: { origin: "https://example.com" },
    });
    expect(response.status).toBe(403);
    expect(await emulator.admin("predictions")).not.toEqual([]);
  });

  it("refuse a setting they do not know and keep the ones that were not sent", async () => {
    // Nothing runs any more that would still be charged.
    await emulator.admin("reset", {});
    await emulator.admin("settings", { lowCredit: true, credit: 3 });
    expect(await emulator.admin("settings", { dropWebhooks: true })).toMatchObject({
      lowCredit: true,
      credit: 3,
      dropWebhooks: true,
      duplicateWebhooks: false,
    });
    const response = await fetch(`${emulator.running.origin}/__emu/settings`, {
      method: "POST",
      body: JSON.stringify({ rain: true }),
    });
    expect(response.status).toBe(400);
    await emulator.admin("reset", {});
    expect(await emulator.admin("settings")).toMatchObject({ lowCredit: false, credit: null });
    expect(await emulator.admin("predictions")).toEqual([]);
  });
});
