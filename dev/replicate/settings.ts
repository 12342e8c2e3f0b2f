/** What the admin API can switch. Kept in the database, so a restart keeps it. */
import * as z from "zod";
import type { Database } from "./store.ts";
import { readMeta, writeMeta } from "./store.ts";

export const Settings = z.strictObject({
  /** Creates are limited to 6 a minute with no burst, as observed on accounts with little credit. */
  lowCredit: z.boolean().default(false),
  /** US dollars left; null never runs out. At 0 or below every create answers 402. */
  credit: z.number().nullable().default(null),
  /** Whether lists show `webhook`. The documented sample does not. */
  includeWebhookInLists: z.boolean().default(false),
  /** Whether a 429 carries `Retry-After`: unconfirmed for the real service. */
  retryAfterHeader: z.boolean().default(false),
  /** Whether an input field the model does not know is refused. The real service ignores it. */
  rejectUnknownInputs: z.boolean().default(false),
  dropWebhooks: z.boolean().default(false),
  duplicateWebhooks: z.boolean().default(false),
  reverseWebhooks: z.boolean().default(false),
  /** Whether `aborted` is announced: the documentation names only the other three ends. */
  webhookOnAborted: z.boolean().default(false),
});
export type Settings = z.infer<typeof Settings>;

const Change = Settings.partial();

export type SettingsStore = ReturnType<typeof createSettings>;

export function createSettings(database: Database) {
  let current = Settings.parse(JSON.parse(readMeta(database, "settings") ?? "{}"));
  const keep = (next: Settings) => {
    writeMeta(database, "settings", JSON.stringify(next));
    current = next;
  };
  return {
    get: (): Settings => current,
    /** Throws a ZodError that names the field at fault. Fields that are absent stay. */
    change(input: unknown): Settings {
      const change = Change.parse(input);
      // Only what was sent: `partial` would otherwise fill in the defaults of the rest.
      const sent = Object.keys(typeof input === "object" && input !== null ? input : {});
      const entries = Object.entries(change).filter(([key]) => sent.includes(key));
      keep({ ...current, ...Object.fromEntries(entries) });
      return current;
    },
    charge(usd: number): void {
      if (current.credit !== null) keep({ ...current, credit: current.credit - usd });
    },
    reset(): void {
      keep(Settings.parse({}));
    },
  };
}
