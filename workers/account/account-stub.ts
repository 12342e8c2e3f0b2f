/** The way to the account's object. One account a token; offline models are one account of their own. */
import type { Result } from "../contracts/errors.ts";
import type { Config, Env } from "../env.ts";
import { callObject } from "../platform/call-object.ts";
import type { Refusal } from "./account-object.ts";

type AccountRpc = {
  takeSlot(): Promise<{ waitMs: number }>;
  refused(refusal: Refusal): Promise<void>;
  claim(predictionId: string, nonce: string): Promise<boolean>;
  webhookSecret(): Promise<Result<string>>;
};

export function accountOf(env: Env, config: Config): AccountRpc {
  const name = config.isOffline ? "offline" : `replicate:${new URL(config.replicate.baseUrl).host}`;
  const stub = () => env.ACCOUNTS.get(env.ACCOUNTS.idFromName(name)) as unknown as AccountRpc;
  return {
    takeSlot: () => callObject(stub, (account) => account.takeSlot()),
    refused: (refusal) => callObject(stub, (account) => account.refused(refusal)),
    claim: (id, nonce) => callObject(stub, (account) => account.claim(id, nonce)),
    webhookSecret: () => callObject(stub, (account) => account.webhookSecret()),
  };
}
