/**
 * Finding the prediction of an attempt whose create answer was lost, in the provider's list. Pure.
 * By the nonce where the list tells the webhook; else by model and exactly equal input, among the
 * predictions that no other attempt holds.
 */
import type { Attempt } from "../domain/state.ts";
import type { Prediction } from "../models/index.ts";

/** Candidates in the order to try them; each must still be claimed before it is adopted. */
export function candidates(
  attempt: Attempt,
  predictions: readonly Prediction[],
  others: readonly Attempt[],
): Prediction[] {
  const byNonce = predictions.filter((each) => nonceOf(each.webhook) === attempt.nonce);
  if (byNonce.length > 0) return byNonce;
  const held = new Set(others.map((other) => other.predictionId));
  const input = canonical(JSON.parse(attempt.input));
  return predictions.filter(
    (each) =>
      nonceOf(each.webhook) === null &&
      !held.has(each.id) &&
      each.model === attempt.model &&
      canonical(each.input) === input,
  );
}

function nonceOf(webhook: string | null): string | null {
  return webhook === null ? null : (URL.parse(webhook)?.searchParams.get("nonce") ?? null);
}

/** JSON with sorted keys, so that equal inputs are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`);
  return `{${entries.join(",")}}`;
}
