/**
 * One more portrait close to one that is there: its picture where the model takes one, its words, and a
 * seed beside its own.
 */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { CharacterReference } from "../contracts/project.ts";
import { addPortrait, nextOption } from "./making.ts";
import type { PortraitOrder, Reference } from "./orders.ts";
import { noSuch } from "./refusals.ts";
import { changeFirst, isRefused } from "./refused.ts";
import type { Draft, JobRecord } from "./state.ts";

const OTHERWISE =
  "The same character again: the same face, hair, build and clothes, with another expression, pose and light.";

export function varyPortrait(draft: Draft, referenceId: string): Result<JobRecord> {
  const portrait = draft.get("characterReferences", referenceId);
  if (portrait === undefined) return noSuch("portrait");
  const order = variationOrder(draft, portrait);
  if (!order.ok) return order;
  const model = draft.project.settings.imageModel;
  if (isRefused(draft, order.value, model)) return changeFirst("this variation");
  return addPortrait(draft, nextOption(draft), order.value);
}

function variationOrder(draft: Draft, portrait: CharacterReference): Result<PortraitOrder> {
  const asset = draft.get("assets", portrait.assetId ?? "");
  if (asset === undefined) {
    return fail("conflict", "That portrait is not ready. Vary one that has arrived.");
  }
  const plain = draft.context.planner.portraitOrder(draft.project, freeSeed(draft, portrait.seed));
  // An uploaded picture has no words of its own.
  const words = portrait.prompt === "" ? plain.prompt : portrait.prompt.split(`\n${OTHERWISE}`)[0];
  const reference = { assetId: asset.id, contentType: asset.contentType };
  return ok(variationAgain({ ...plain, prompt: words ?? plain.prompt }, reference));
}

/** The project's words as they are now; where it was a variation, of the same picture. */
export function variationAgain(plain: PortraitOrder, reference: Reference | null): PortraitOrder {
  return reference === null
    ? plain
    : { ...plain, prompt: `${plain.prompt}\n${OTHERWISE}`, reference };
}

/** The next one that no portrait has; none where the portrait was drawn without. */
function freeSeed(draft: Draft, seed: number | null): number | null {
  if (seed === null) return null;
  const used = new Set(draft.list("characterReferences").map((each) => each.seed));
  let next = seed + 1;
  while (used.has(next)) next += 1;
  return next;
}
