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
    const a1 = { project: "a", job: "a1" };
    const turn = await account.takeSlot(a1);
    expect(turn).toMatchObject({ waitMs: 0, next: null });
    const refusal = { kind: "throttled", retryAfterMs: 60_000, perMinute: 6, burst: 1 } as const;
    const told = await account.refused({ ...a1, number: turn.number }, refusal);
    expect(told).toMatchObject({ waitMs: 60_000, why: "pace" });
    await evictDurableObject(account);
    const { waitMs } = await account.takeSlot(a1);
    expect(waitMs).toBeGreaterThan(50_000);
    expect(waitMs).toBeLessThanOrEqual(60_000);
  });

  it("keeps who waits, whose turn it was and why, over eviction", async () => {
    const account = fresh();
    const a1 = { project: "a", job: "a1" };
    const { number } = await account.takeSlot(a1);
    await account.refused({ ...a1, number }, { kind: "credit", waitMs: 60_000 });
    const a2 = await account.takeSlot({ project: "a", job: "a2" });
    await evictDurableObject(account);
    expect(await account.takeSlot({ project: "a", job: "a2" })).toMatchObject({
      number: a2.number,
      why: "credit",
    });
    const left = await account.leave(a1);
    expect(left).toMatchObject({ why: "credit", next: { job: "a2" } });
    await evictDurableObject(account);
    expect((await account.leave({ project: "a", job: "a2" })).next).toBeNull();
  });

  it("claims the prediction of a create that was accepted", async () => {
    const account = fresh();
    await account.accepted({ project: "a", job: "a1" }, "p1", "n1");
    expect(await account.claim("p1", "n2")).toBe(false);
  });

  it("says that the signing key can't be had, rather than throwing", async () => {
    expect(await fresh().webhookSecret()).toMatchObject({ ok: false });
  });
});
