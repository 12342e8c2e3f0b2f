/** What the forms of a clip's card ask for: another take, the take that the film uses, its trim. */
import * as z from "zod";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { TrimClip } from "../../workers/contracts/requests.ts";
import { ShootTake } from "../../workers/contracts/take-requests.ts";
import { parseTrimTime } from "../words/trim-time.ts";
import { clearableTextOf, defined, numberOf, textOf } from "./read-form.server.ts";

const id = z.uuid("That id is not one of ours. Reload the page and try again.");

export const takeIntents = [
  z.object({ intent: z.literal("select-take"), clipId: id, sceneId: id }),
  z.object({ intent: z.literal("shoot-take"), sceneId: id, change: ShootTake }),
  z.object({ intent: z.literal("trim-clip"), clipId: id, sceneId: id, change: TrimClip }),
] as const;
export type TakeIntent = z.output<(typeof takeIntents)[number]>;

/** Null for an intent that is none of these. */
export function takeCandidate(intent: string | undefined, form: FormData): unknown {
  const sceneId = textOf(form, "sceneId");
  const clipId = textOf(form, "clipId");
  switch (intent) {
    case "select-take":
      return { intent, clipId, sceneId };
    case "shoot-take":
      return { intent, sceneId, change: shootChange(form) };
    case "trim-clip":
      return { intent, clipId, sceneId, change: trimChange(form) };
    default:
      return null;
  }
}

/** Only what differs from the scene is sent: words that were left alone are the scene's own. */
function shootChange(form: FormData): unknown {
  const description = clearableTextOf(form, "description");
  const negativeDescription = clearableTextOf(form, "negativeDescription");
  return defined({
    description: description === form.get("sceneDescription") ? undefined : description,
    negativeDescription:
      negativeDescription === form.get("sceneNegative") ? undefined : negativeDescription,
    model: textOf(form, "model"),
    seed: numberOf(form, "seed"),
  });
}

function trimChange(form: FormData): unknown {
  const was = { inS: numberOf(form, "wasInS"), outS: numberOf(form, "wasOutS") ?? null };
  const expected = was.inS === undefined ? undefined : was;
  if (form.has("reset")) return { inS: 0, outS: null, was: expected };
  const time = (name: string) => {
    const text = textOf(form, name);
    return text === undefined ? undefined : parseTrimTime(text);
  };
  return defined({ inS: time("inS"), outS: time("outS"), was: expected });
}

export function sendTake(gateway: Gateway, projectId: string, intent: TakeIntent, key: string) {
  switch (intent.intent) {
    case "select-take":
      return gateway.selectTake(projectId, intent.clipId);
    case "shoot-take":
      return gateway.shootTake(projectId, intent.sceneId, intent.change, key);
    case "trim-clip":
      return gateway.trimClip(projectId, intent.clipId, intent.change);
  }
}
