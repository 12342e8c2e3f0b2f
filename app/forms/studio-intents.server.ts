/** What the forms of the character and the scenes can ask for. Joined into project-intents.server.ts. */
import * as z from "zod";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { AddScene, MoveScene, RewriteScene } from "../../workers/contracts/scene-requests.ts";
import { clearableTextOf, defined, numberOf, textOf } from "./read-form.server.ts";

const id = z.uuid("That id is not one of ours. Reload the page and try again.");

export const STUDIO_INTENTS = [
  z.object({ intent: z.literal("add-scene"), scene: AddScene }),
  z.object({ intent: z.literal("remove-scene"), sceneId: id }),
  z.object({ intent: z.literal("restore-scene"), sceneId: id }),
  z.object({ intent: z.literal("move-scene"), sceneId: id, scene: MoveScene }),
  z.object({ intent: z.literal("rewrite-scene"), sceneId: id, scene: RewriteScene }),
  z.object({ intent: z.literal("vary-portrait"), characterReferenceId: id }),
] as const;
export type StudioIntent = z.output<(typeof STUDIO_INTENTS)[number]>;

/** Null for an intent that is not of this module. */
export function studioCandidate(intent: string | undefined, form: FormData): unknown {
  const sceneId = textOf(form, "sceneId");
  switch (intent) {
    case "add-scene":
      return {
        intent,
        scene: defined({
          // Always present, so that an empty field says that it is empty.
          description: clearableTextOf(form, "description") ?? "",
          negativeDescription: textOf(form, "negativeDescription"),
          lengthS: numberOf(form, "lengthS"),
          number: numberOf(form, "number"),
        }),
      };
    case "remove-scene":
    case "restore-scene":
      return { intent, sceneId };
    case "move-scene":
      return { intent, sceneId, scene: { number: numberOf(form, "number") } };
    case "rewrite-scene":
      return { intent, sceneId, scene: defined({ wish: textOf(form, "wish") }) };
    case "vary-portrait":
      return { intent, characterReferenceId: textOf(form, "characterReferenceId") };
    default:
      return null;
  }
}

export function isStudioIntent(intent: { intent: string }): intent is StudioIntent {
  return STUDIO_INTENTS.some(({ shape }) => shape.intent.value === intent.intent);
}

export function sendStudio(gateway: Gateway, projectId: string, intent: StudioIntent, key: string) {
  switch (intent.intent) {
    case "add-scene":
      return gateway.addScene(projectId, intent.scene, key);
    case "remove-scene":
      return gateway.removeScene(projectId, intent.sceneId);
    case "restore-scene":
      return gateway.restoreScene(projectId, intent.sceneId);
    case "move-scene":
      return gateway.moveScene(projectId, intent.sceneId, intent.scene.number);
    case "rewrite-scene":
      return gateway.rewriteScene(projectId, intent.sceneId, intent.scene, key);
    case "vary-portrait":
      return gateway.varyPortrait(projectId, intent.characterReferenceId, key);
    default:
      return intent satisfies never;
  }
}

export function studioAnchor(intent: StudioIntent): string {
  switch (intent.intent) {
    case "vary-portrait":
      return "#character";
    case "add-scene":
    case "remove-scene":
      return "#scenes";
    default:
      return `#scene-${intent.sceneId}`;
  }
}
