/** Measured times in the account's real object. */
import { env } from "cloudflare:workers";
import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import type { AccountObject } from "./account-object.ts";

const { ACCOUNTS } = env as unknown as { ACCOUNTS: DurableObjectNamespace<AccountObject> } & Env;

describe("usual times", () => {
  it("are kept by kind, model and length, and told from the third on", async () => {
    const account = ACCOUNTS.get(ACCOUNTS.idFromName(crypto.randomUUID()));
    const clip = { kind: "clip" as const, model: "maker/video", lengthS: 8 };
    await account.measured({ ...clip, seconds: 60 });
    await account.measured({ ...clip, seconds: 80 });
    await account.measured({ ...clip, lengthS: 4, seconds: 20 });
    expect(await account.usualTimes()).toEqual([]);
    await evictDurableObject(account);
    await account.measured({ ...clip, seconds: 70 });
    await account.measured({ kind: "film", model: null, lengthS: 30, seconds: 12 });
    expect(await account.usualTimes()).toEqual([{ ...clip, seconds: 70, count: 3 }]);
  });
});
