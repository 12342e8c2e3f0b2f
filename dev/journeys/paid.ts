/** What models were paid for, as the offline Replicate has it. */
import { expect } from "vitest";
import type { Stack } from "../harness/stack.ts";
import { ledger } from "./client.ts";

/** Predictions after the first `before`, each of which must belong to an attempt of its own. */
export async function paidOnce(stack: Stack, before: number): Promise<number> {
  const entries = (await ledger(stack)).slice(before);
  expect(new Set(entries.map((entry) => entry.nonce)).size).toBe(entries.length);
  return entries.length;
}

/**
 * One prediction an attempt, and one that is billed a job. A model that could not fetch the portrait
 * while the Worker was down fails unbilled and is tried again: that attempt is in the ledger as not billed.
 */
export async function expectBilled(stack: Stack, count: number): Promise<void> {
  const entries = await ledger(stack);
  expect(new Set(entries.map((entry) => entry.nonce)).size).toBe(entries.length);
  expect(entries.filter((entry) => entry.state === "billed")).toHaveLength(count);
  expect(entries.every((entry) => entry.state !== "open")).toBe(true);
}
