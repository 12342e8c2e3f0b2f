/** How the next film is to be cut, in words. */
import type { RenditionKind, Transition } from "../../workers/contracts/film-options.ts";
import type { FilmPlan } from "../../workers/contracts/film-plan.ts";
import type { Song } from "../../workers/contracts/project.ts";
import { countWords } from "./lists.ts";

export const TRANSITION_WORDS: Record<Transition["kind"], string> = {
  cut: "Hard cut",
  crossfade: "Crossfade",
  dip_black: "Dip to black",
  dip_white: "Dip to white",
  wipe: "Wipe",
  slide: "Slide",
};

export const FIT_WORDS: Record<FilmPlan["fit"], string> = {
  pad: "Bars beside it",
  crop: "Cut it off",
  blur: "Its own blur beside it",
};

export const RATIO_WORDS = {
  "16:9": "16:9, wide",
  "9:16": "9:16, upright",
  "1:1": "1:1, square",
} as const;

export const RENDITION_WORDS: Record<RenditionKind, string> = {
  "16:9": "16:9",
  "9:16": "9:16",
  "1:1": "1:1",
  draft: "Draft in 480p",
  audio: "Sound alone",
  gif: "GIF of 3 s",
  webp: "WebP of 3 s",
  poster: "Poster",
};

/** `Crossfades of 0.5 s · “Night waves” at −12 dB · 16:9, wide`. */
export function planWords(plan: FilmPlan, songs: readonly Song[]): string {
  const song = songs.find(({ id }) => id === plan.music?.songId);
  const extra = plan.renditions.length;
  return [
    transitionWords(plan),
    song === undefined || plan.music === null
      ? "no song"
      : `“${song.title}”${plan.music.gainDb === 0 ? "" : ` at ${decibels(plan.music.gainDb)}`}`,
    plan.suppressClipAudio ? "clips silent" : "",
    plan.ratio === null ? "" : RATIO_WORDS[plan.ratio],
    plan.size ?? "",
    plan.normalizeAudio ? "" : "loudness as it is",
    extra === 0 ? "" : countWords(extra, "further file"),
  ]
    .filter((words) => words !== "")
    .join(" · ");
}

function transitionWords({ transition, joins }: FilmPlan): string {
  const { kind, lengthS } = transition;
  const words =
    kind === "cut" ? "Hard cuts" : `${plural(TRANSITION_WORDS[kind])} of ${secondsWords(lengthS)}`;
  return joins.length === 0 ? words : `${words}, ${joins.length} set by hand`;
}

/** `Dip to black` as `Dips to black`. */
function plural(words: string): string {
  const [first, ...rest] = words.split(" ");
  return [`${first}s`, ...rest].join(" ");
}

function secondsWords(seconds: number): string {
  return `${Math.round(seconds * 100) / 100} s`;
}

/** With a minus sign, as it is read out. */
function decibels(gainDb: number): string {
  return `${gainDb < 0 ? "−" : "+"}${Math.abs(gainDb)} dB`;
}
