/**
 * The film plan as the fields of a form, and how the form reads them again. All are texts; a box that is
 * not ticked is absent.
 */
import type { FilmMusic } from "../../workers/contracts/film-options.ts";
import type { FilmPlan } from "../../workers/contracts/film-plan.ts";

/** A form's fields by name; what can be there several times is a list. */
export type PlanFields = Record<string, string | readonly string[]>;

/** After the scene of this id: "" is as everywhere, else a kind of transition. */
export const joinField = (sceneId: string) => `join-${sceneId}`;
export const joinSecondsField = (sceneId: string) => `joinS-${sceneId}`;

/** As the API has them where nobody says otherwise. */
const FIRST_MUSIC: Omit<FilmMusic, "songId"> = {
  startS: 0,
  play: "cut",
  fadeInS: 0,
  fadeOutS: 2,
  gainDb: 0,
  duck: true,
};

export const musicOf = (songId: string): FilmMusic => ({ songId, ...FIRST_MUSIC });

export function planFields(plan: FilmPlan, sceneIds: readonly string[]): PlanFields {
  const music = plan.music ?? musicOf("");
  const own = new Map(plan.joins.map((join) => [join.sceneId, join.transition]));
  const joins: Record<string, string> = {};
  for (const id of sceneIds.slice(0, -1)) {
    joins[joinField(id)] = own.get(id)?.kind ?? "";
    joins[joinSecondsField(id)] = String((own.get(id) ?? plan.transition).lengthS);
  }
  return {
    transition: plan.transition.kind,
    transitionS: String(plan.transition.lengthS),
    ...joins,
    keep: plan.keep,
    fit: plan.fit,
    ratio: plan.ratio ?? "",
    size: plan.size ?? "",
    gaps: plan.gaps,
    normalizeAudio: box(plan.normalizeAudio),
    clipSound: box(!plan.suppressClipAudio),
    renditions: plan.renditions,
    songId: music.songId,
    songStartS: String(music.startS),
    songPlay: music.play,
    songFadeInS: String(music.fadeInS),
    songFadeOutS: String(music.fadeOutS),
    songGainDb: String(music.gainDb),
    songDuck: box(music.duck),
  };
}

function box(isTicked: boolean): string {
  return isTicked ? "yes" : "";
}

/** What is wrong with a field, by its name. */
export const PLAN_FAULTS: Readonly<Record<string, string>> = {
  transitionS: "A transition takes 0.1 to 2 seconds.",
  songStartS: "A song begins 0 to 36000 seconds into itself.",
  songGainDb: "A song is at most 24 dB louder and 60 dB quieter.",
  songFadeInS: "A fade takes 0 to 30 seconds.",
  songFadeOutS: "A fade takes 0 to 30 seconds.",
};
