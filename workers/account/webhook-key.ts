/**
 * The key that signs an account's webhooks. It is fetched once and kept; whoever holds a delivery that
 * it does not fit says so, and then it is fetched again, because the account's owner may have made
 * another. Forged deliveries say the same, so that happens at most once a minute.
 */
import { ok, type Result } from "../contracts/errors.ts";

const ASKED_AGAIN_MS = 60_000;

/** What outlives the object's memory. */
export type Facts = {
  read(name: string): string | null;
  write(name: string, value: string): void;
};

export class WebhookKey {
  readonly #facts: Facts;
  readonly #fetchKey: () => Promise<Result<string>>;
  readonly #now: () => number;
  #key: Promise<Result<string>> | null = null;

  constructor(facts: Facts, fetchKey: () => Promise<Result<string>>, now: () => number) {
    this.#facts = facts;
    this.#fetchKey = fetchKey;
    this.#now = now;
  }

  /**
   * `unfit` is the key that a delivery did not fit, null where none was tried. `isKept` says whether a
   * key from an earlier process may be used.
   */
  async read(unfit: string | null, isKept: boolean): Promise<Result<string>> {
    const key = await (this.#key ??= this.#remember(this.#first(isKept)));
    if (!key.ok || key.value !== unfit) return key;
    // It may be being asked for by another.
    if (!this.#mayAskAgain()) return this.#key ?? key;
    this.#facts.write("webhook_secret_asked_at", String(this.#now()));
    // Without an answer the key that was kept may still be right.
    this.#key = this.#remember(this.#ask().then((asked) => (asked.ok ? asked : key)));
    return this.#key;
  }

  async #first(isKept: boolean): Promise<Result<string>> {
    const kept = isKept ? this.#facts.read("webhook_secret") : null;
    return kept === null ? this.#ask() : ok(kept);
  }

  async #ask(): Promise<Result<string>> {
    const key = await this.#fetchKey();
    if (key.ok) this.#facts.write("webhook_secret", key.value);
    return key;
  }

  /** A failure is not remembered: the next one asks again. */
  #remember(asked: Promise<Result<string>>): Promise<Result<string>> {
    return asked.then((key) => {
      if (!key.ok) this.#key = null;
      return key;
    });
  }

  #mayAskAgain(): boolean {
    const askedAt = Number(this.#facts.read("webhook_secret_asked_at") ?? "0");
    return this.#now() - askedAt >= ASKED_AGAIN_MS;
  }
}
