/** A scene's takes: which one films use, and one more that is shot otherwise. */
import { fail, ok, type Result } from "../contracts/errors.ts";
import type { ShootTake } from "../contracts/take-requests.ts";
import { addTakeOf, takeOrder } from "./making.ts";
import { noSuch } from "./refusals.ts";
import { changeFirst, isRefused } from "./refused.ts";
import { seeded } from "./seeds.ts";
import type { Draft, JobRecord } from "./state.ts";

export type TakeCommand =
  | { type: "select_take"; clipId: string }
  | { type: "shoot_take"; sceneId: string; input: ShootTake };

/** From now on; films that were already cut stay as they are. */
export function selectTake(draft: Draft, clipId: string): Result<null> {
  const clip = draft.get("clips", clipId);
  const scene = draft.get("scenes", clip?.sceneId ?? "");
  if (clip === undefined || scene === undefined) return noSuch("take");
  if (clip.assetId === null) {
    return fail("conflict", `Take ${clip.take} is not ready. Use one that has arrived.`);
  }
  if (scene.selectedClipId !== clipId) {
    draft.put("scenes", { ...scene, selectedClipId: clipId });
  }
  return ok(null);
}

/**
 * One more take, of other words, with another model or from a given seed. The scene stays as it is.
 * Errors: `conflict` without a portrait, or where the model refused the same before; those of the model.
 */
export function shootTake(draft: Draft, sceneId: string, input: ShootTake): Result<JobRecord> {
  const scene = draft.get("scenes", sceneId);
  if (scene === undefined) return noSuch("scene");
  const { project, context } = draft;
  if (project.characterReferenceId === null) {
    return fail("conflict", "No portrait is chosen yet. Choose one, then shoot the clip.");
  }
  const {
    description = scene.description,
    negativeDescription = scene.negativeDescription,
    model = project.settings.videoModel,
    seed = null,
  } = input;
  const asked = takeOrder(draft, { ...scene, description, negativeDescription });
  const { generateAudio = asked.generateAudio } = input;
  const order = seeded(draft, { ...asked, seed, generateAudio }, model);
  if (isRefused(draft, order, model)) return changeFirst(`scene ${scene.number}`);
  const planned = context.planner.clip(order, model);
  return planned.ok ? ok(addTakeOf(draft, scene, order, null, model)) : planned;
}
