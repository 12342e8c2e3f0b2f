import { describe, expect, it } from "vitest";
import { fail, ok, type Result } from "../contracts/errors.ts";
import { WebhookKey } from "./webhook-key.ts";

/** An account whose provider hands out `provider.key`, and counts who asks. */
function account() {
  const facts = new Map<string, string>();
  const provider: { key: Result<string>; asked: number } = { key: ok("whsec_old"), asked: 0 };
  const clock = { now: 1_000_000 };
  const open = () =>
    new WebhookKey(
      {
        read: (name) => facts.get(name) ?? null,
        write: (name, value) => void facts.set(name, value),
      },
      async () => {
        provider.asked += 1;
        return provider.key;
      },
      () => clock.now,
    );
  return { provider, clock, open };
}

describe("the key of an account's webhooks", () => {
  it("is asked for once and kept, also by the next process", async () => {
    const { provider, open } = account();
    const key = open();
    await Promise.all([key.read(null, true), key.read(null, true)]);
    expect(await open().read(null, true)).toEqual(ok("whsec_old"));
    expect(provider.asked).toBe(1);
    await open().read(null, false);
    expect(provider.asked).toBe(2);
  });

  it("is fetched again when a delivery does not fit it, and is then the new one", async () => {
    const { provider, open } = account();
    const key = open();
    await key.read(null, true);
    provider.key = ok("whsec_new");
    expect(await key.read(null, true)).toEqual(ok("whsec_old"));
    expect(await key.read("whsec_old", true)).toEqual(ok("whsec_new"));
    expect(await open().read(null, true)).toEqual(ok("whsec_new"));
  });

  it("is not fetched for whoever tried an older one than this", async () => {
    const { provider, open } = account();
    const key = open();
    await key.read(null, true);
    expect(await key.read("whsec_older", true)).toEqual(ok("whsec_old"));
    expect(provider.asked).toBe(1);
  });

  it("is fetched at most once a minute, however many forged deliveries come, over restarts too", async () => {
    const { provider, clock, open } = account();
    const key = open();
    await key.read(null, true);
    for (let time = 0; time < 20; time += 1) await key.read("whsec_old", true);
    await open().read("whsec_old", true);
    expect(provider.asked).toBe(2);
    clock.now += 60_000;
    await Promise.all([key.read("whsec_old", true), key.read("whsec_old", true)]);
    expect(provider.asked).toBe(3);
  });

  it("stays when the provider can't be reached, and a first failure is not kept", async () => {
    const { provider, clock, open } = account();
    const down = fail("provider_unavailable", "A plain sentence.");
    provider.key = down;
    const key = open();
    expect(await key.read(null, true)).toEqual(down);
    provider.key = ok("whsec_old");
    expect(await key.read(null, true)).toEqual(ok("whsec_old"));
    provider.key = down;
    clock.now += 60_000;
    expect(await key.read("whsec_old", true)).toEqual(ok("whsec_old"));
  });
});
