/**
 * Seeds of takes. A take whose seed is known can be shot again with something else changed, so one is
 * thrown for every take that came without, where the model takes one.
 */
import { LIMITS } from "../contracts/limits.ts";
import type { Planned } from "./context.ts";
import type { ClipOrder } from "./orders.ts";
import type { Draft } from "./state.ts";

/** The order with a seed; as it was where it has one, or the model takes none. */
export function seeded(draft: Draft, order: ClipOrder, model: string): ClipOrder {
  if (order.seed !== null) return order;
  const { planner, random } = draft.context;
  const withSeed = { ...order, seed: Math.floor(random() * LIMITS.seed) };
  const planned = planner.clip(withSeed, model);
  return planned.ok && !leavesOutSeed(planned.value) ? withSeed : order;
}

export function leavesOutSeed({ substitutions }: Pick<Planned, "substitutions">): boolean {
  return substitutions.some(({ field }) => field === "seed");
}
