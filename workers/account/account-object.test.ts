import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import type { AccountObject } from "./account-object.ts";

function fresh(): DurableObjectStub<AccountObject> {
  const { ACCOUNTS } = env as unknown as Env;
  const namespace = ACCOUNTS as unknown as DurableObjectNamespace<AccountObject>;
  return namespace.get(namespace.newUniqueId());
}

describe("an account", () => {
  it("gives a prediction to the first attempt that claims it, over eviction too", async () => {
    const account = fresh();
    expect(await account.claim("p1", "n1")).toBe(true);
    expect(await account.claim("p1", "n2")).toBe(false);
    await evictDurableObject(account);
    expect(await account.claim("p1", "n1")).toBe(true);
    expect(await account.claim("p1", "n2")).toBe(false);
  });

  it("names who holds which prediction, and nobody for those that are free", async () => {
    const account = fresh();
    await account.claim("p1", "n1");
    await account.claim("p2", "n2");
    expect(await account.claimants(["p2", "p3", "p1"])).toEqual({ p1: "n1", p2: "n2" });
    expect(await account.claimants([])).toEqual({});
  });

  it("slows everybody after a refusal, and still does after eviction", async () => {
    const account = fresh();
    expect(await account.takeSlot()).toEqual({ waitMs: 0 });
    await account.refused({ kind: "throttled", retryAfterMs: 60_000, perMinute: 6, burst: 1 });
    await evictDurableObject(account);
    const { waitMs } = await account.takeSlot();
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it("says that the signing key can't be had, rather than throwing", async () => {
    expect(await fresh().webhookSecret()).toMatchObject({ ok: false });
  });
});
