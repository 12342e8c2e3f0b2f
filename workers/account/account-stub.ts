/** The way to the account's object. One account a token; offline models are one account of their own. */
import type { Result } from "../contracts/errors.ts";
import type { UsualTime } from "../contracts/usual-times.ts";
import type { Config, Env } from "../env.ts";
import { callObject } from "../platform/call-object.ts";
import type { Leaving, Place, Refusal, Turn } from "./line.ts";
import type { Measured } from "./usual-table.ts";

type AccountRpc = {
  takeSlot(place: Place): Promise<Turn>;
  leave(place: Place): Promise<Leaving>;
  refused(place: Place & { number: number }, refusal: Refusal): Promise<Turn>;
  accepted(place: Place, predictionId: string, nonce: string): Promise<Leaving>;
  claim(predictionId: string, nonce: string): Promise<boolean>;
  claimants(predictionIds: string[]): Promise<Record<string, string>>;
  webhookSecret(unfit: string | null): Promise<Result<string>>;
  measured(time: Measured): Promise<void>;
  usualTimes(): Promise<UsualTime[]>;
};

type Account = AccountRpc & {
  /** The webhook secret as this isolate read it last, which may be old; null before the first time. */
  keptWebhookSecret(): string | null;
};

/** By account. A webhook then costs no call of the account's object. */
const keptSecrets = new Map<string, string>();

export function accountOf(env: Env, config: Config): Account {
  const name = config.isOffline ? "offline" : `replicate:${new URL(config.replicate.baseUrl).host}`;
  const stub = () => env.ACCOUNTS.get(env.ACCOUNTS.idFromName(name)) as unknown as AccountRpc;
  return {
    takeSlot: (place) => callObject(stub, (account) => account.takeSlot(place)),
    leave: (place) => callObject(stub, (account) => account.leave(place)),
    refused: (place, refusal) => callObject(stub, (account) => account.refused(place, refusal)),
    accepted: (place, id, nonce) =>
      callObject(stub, (account) => account.accepted(place, id, nonce)),
    claim: (id, nonce) => callObject(stub, (account) => account.claim(id, nonce)),
    claimants: (ids) => callObject(stub, (account) => account.claimants(ids)),
    measured: (time) => callObject(stub, (account) => account.measured(time)),
    usualTimes: () => callObject(stub, (account) => account.usualTimes()),
    webhookSecret: async (unfit) => {
      const secret = await callObject(stub, (account) => account.webhookSecret(unfit));
      if (secret.ok) keptSecrets.set(name, secret.value);
      return secret;
    },
    keptWebhookSecret: () => keptSecrets.get(name) ?? null,
  };
}
