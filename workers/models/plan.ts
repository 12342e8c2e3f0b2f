/** What every plan answers: the call to make, what differs from the request, and the price. */
import type { Substitution } from "../contracts/models.ts";

export type ModelPlan = {
  /** The model's slug, `owner/name`. */
  model: string;
  /** The model's own input, ready for `create`. */
  input: Record<string, unknown>;
  /** Everything that was asked for and is done otherwise or not at all. Show all of it. */
  substitutions: Substitution[];
  /** Estimated price of one run, in US dollars. */
  estimateUsd: number;
};

/** Whole hundredths of a cent, so that sums of estimates stay readable. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 10_000) / 10_000;
}
