/** What a model refused for its content is never sent to it again unchanged. */
import { fail, type Result } from "../contracts/errors.ts";
import type { ClipOrder, Order, PortraitOrder, ScriptOrder } from "./orders.ts";
import type { Draft } from "./state.ts";

type Content = PortraitOrder | ScriptOrder | ClipOrder;

/**
 * True when the model refused this very content. Where it also let it pass, the refusal was about what
 * it happened to make, and there may be more of it.
 */
export function isRefused(draft: Draft, order: Content, model: string): boolean {
  const content = contentOf(order);
  const same = draft
    .list("jobs")
    .filter((job) => job.model === model && job.order !== null && contentOf(job.order) === content);
  if (same.some((job) => job.status === "succeeded")) return false;
  return same.some((job) => job.failure?.kind === "moderation");
}

/** What a moderator sees of an order: not its length, its size or its seed. */
function contentOf(order: Order): string {
  switch (order.kind) {
    case "character": {
      const like = order.reference === null ? [] : [order.reference.assetId];
      return JSON.stringify([order.kind, order.prompt, order.negativePrompt, ...like]);
    }
    case "script": {
      const { kind, idea, characterDescription, style, rewrite } = order;
      const one = rewrite === null ? [] : [rewrite.description, rewrite.wish];
      return JSON.stringify([kind, idea, characterDescription, style, ...one]);
    }
    case "clip": {
      const { kind, prompt, negativePrompt, reference, generateAudio } = order;
      const sound = generateAudio ? "sound" : "silent";
      return JSON.stringify([kind, prompt, negativePrompt, reference?.assetId, sound]);
    }
    case "film":
      return order.kind;
    default:
      return order satisfies never;
  }
}

/** Nothing was started. */
export function changeFirst(what: string): Result<never> {
  return fail(
    "conflict",
    `The model refused ${what} for the content, and unchanged it is not sent again. Change the words first, or use another model.`,
  );
}
