/** What the form of the film plan asks for. */
import * as z from "zod";
import { ChangeFilmPlan } from "../../workers/contracts/film-plan.ts";
import type { Gateway } from "../../workers/contracts/gateway.ts";
import { PLAN_FAULTS, joinField, joinSecondsField } from "./film-plan-fields.ts";
import { numberOf, textOf } from "./read-form.server.ts";

export const PLAN_INTENTS = [
  z.object({ intent: z.literal("plan-film"), plan: ChangeFilmPlan }),
] as const;
export type PlanIntent = z.output<(typeof PLAN_INTENTS)[number]>;

/** Null for an intent that is none of these. */
export function planCandidate(intent: string | undefined, form: FormData): unknown {
  return intent === "plan-film" ? { intent, plan: planOf(form) } : null;
}

export function sendPlan(gateway: Gateway, projectId: string, { plan }: PlanIntent, key: string) {
  return gateway.updateProject(projectId, { filmPlan: plan }, key);
}

function planOf(form: FormData): unknown {
  const songId = textOf(form, "songId");
  return {
    version: numberOf(form, "version"),
    transition: { kind: textOf(form, "transition"), lengthS: numberOf(form, "transitionS") },
    joins: joinsOf(form),
    keep: textOf(form, "keep"),
    fit: textOf(form, "fit"),
    ratio: textOf(form, "ratio") ?? null,
    size: textOf(form, "size") ?? null,
    gaps: textOf(form, "gaps"),
    normalizeAudio: form.has("normalizeAudio"),
    suppressClipAudio: !form.has("clipSound"),
    renditions: form.getAll("renditions"),
    music:
      songId === undefined
        ? null
        : {
            songId,
            startS: numberOf(form, "songStartS"),
            play: textOf(form, "songPlay"),
            fadeInS: numberOf(form, "songFadeInS"),
            fadeOutS: numberOf(form, "songFadeOutS"),
            gainDb: numberOf(form, "songGainDb"),
            duck: form.has("songDuck"),
          },
  };
}

const JOIN = joinField("");

function joinsOf(form: FormData): unknown[] {
  return [...form.keys()].flatMap((name) => {
    if (!name.startsWith(JOIN)) return [];
    const sceneId = name.slice(JOIN.length);
    const kind = textOf(form, name);
    if (kind === undefined) return [];
    return [{ sceneId, transition: { kind, lengthS: numberOf(form, joinSecondsField(sceneId)) } }];
  });
}

const FIELDS: Readonly<Record<string, string>> = {
  "transition.lengthS": "transitionS",
  "music.startS": "songStartS",
  "music.gainDb": "songGainDb",
  "music.fadeInS": "songFadeInS",
  "music.fadeOutS": "songFadeOutS",
};

/** A fault of the plan as one of its field; of a choice that the form does not offer, of the whole form. */
export function planIssue(path: readonly PropertyKey[]): { path: PropertyKey[]; message: string } {
  const isJoin = path[0] === "joins" && path.at(-1) === "lengthS";
  const field = isJoin ? "transitionS" : FIELDS[path.join(".")];
  const said = field === undefined ? undefined : PLAN_FAULTS[field];
  return field === undefined || said === undefined
    ? { path: [], message: "A choice in this form is not known here. Reload the page." }
    : { path: isJoin ? [] : [field], message: said };
}
