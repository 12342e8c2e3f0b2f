/**
 * Which frames of each clip are shown when: the film on its own clock, counted in frames of its rate.
 * Frame n of a clip is the one shown n frames of the film's rate after the clip's first. Pure.
 */
import type { Ratio } from "../ffmpeg/arguments.ts";
import type { FilmOrder } from "../protocol.ts";
import type { Join } from "../protocol/film.ts";

/** One clip as it was asked for and as it is. */
export type Material = {
  /** Its number in the request, from 1. */
  place: number;
  inS: number;
  /** Where it ends at the latest, null for its end. */
  outS: number | null;
  /** All frames the clip has at the film's rate. */
  frames: number;
  durationS: number;
};

/** Frames `from` up to, without, `to` of a clip, the first of them at frame `at` of the film. */
export type Span = { from: number; to: number; at: number };

/**
 * How clip i gives way to clip i + 1: the last `tail` frames of the one and the first `head` of the other
 * are changed. `overlap` of them are shown together: all for a crossfade, wipe or slide, none for a dip.
 */
export type Seam = {
  kind: Join["kind"];
  direction: Join["direction"];
  tail: number;
  head: number;
  overlap: number;
};

export type Timeline = {
  spans: Span[];
  /** One fewer than spans. */
  seams: Seam[];
  frames: number;
  warnings: string[];
};

const CUT: Seam = { kind: "cut", direction: "left", tail: 0, head: 0, overlap: 0 };

export function planTimeline(
  materials: readonly Material[],
  order: Pick<FilmOrder, "joins" | "keep">,
  rate: Ratio,
): Timeline {
  const used = useFrames(materials, rate);
  const warnings: string[] = [];
  const room = used.map(({ from, to }, index) => {
    const sides = [order.joins[index - 1], order.joins[index]].filter(isTransition).length;
    return sides === 2 ? Math.floor((to - from) / 2) : to - from;
  });
  const seams = used.slice(1).map((next, index): Seam => {
    const join = order.joins[index];
    if (!isTransition(join)) return CUT;
    const left = used[index] ?? next;
    const wanted = framesOf(join.length_s, rate);
    const bound = Math.min(room[index] ?? 0, room[index + 1] ?? 0);
    const after = (materials[index]?.frames ?? 0) - left.to;
    const seam = isDip(join)
      ? dip(join, wanted, bound)
      : order.keep === "clips"
        ? overlap(join, Math.min(wanted, bound))
        : reach(join, wanted, bound, { left, next, after });
    const places = [index, index + 1].map((at) => materials[at]?.place ?? at + 1);
    warnings.push(...shortened(join, seam, places.join(" and "), wanted, rate));
    return seam;
  });
  const spans: Span[] = [];
  let at = 0;
  used.forEach(({ from, to }, index) => {
    at -= seams[index - 1]?.overlap ?? 0;
    spans.push({ from, to, at });
    at += to - from;
  });
  return { spans, seams, frames: at, warnings };
}

/** Frames of a length, at least one. A hair less than half, so that a float's error never adds one. */
export function framesOf(seconds: number, rate: Ratio): number {
  return Math.max(1, Math.round((seconds * rate.num) / rate.den - 1e-6));
}

/**
 * Frames are shared out on the film's own clock, so that rounding never adds up: clip i ends at the frame
 * nearest to the sum of the used lengths up to it.
 */
function useFrames(
  materials: readonly Material[],
  rate: Ratio,
): Array<{ from: number; to: number }> {
  let endS = 0;
  let given = 0;
  return materials.map(({ inS, outS, frames, durationS }) => {
    const from = Math.min(Math.round((inS * rate.num) / rate.den), frames - 1);
    endS += Math.max(0, Math.min(outS ?? durationS, durationS) - inS);
    const end = Math.round((endS * rate.num) / rate.den - 1e-6);
    const count = Math.min(frames - from, Math.max(1, end - given));
    given += count;
    return { from, to: from + count };
  });
}

/** Half of a dip lies in each clip and hides nothing, so it takes no more than the clips show anyway. */
function dip(join: Join, wanted: number, bound: number): Seam {
  const half = Math.min(Math.ceil(wanted / 2), bound);
  return half < 1 ? CUT : { ...join, tail: half, head: half, overlap: 0 };
}

function overlap(join: Join, frames: number): Seam {
  return frames < 2 ? CUT : { ...join, tail: frames, head: frames, overlap: frames };
}

/** Overlaps around the cut with material beyond it, and moves the ends of both clips there. */
function reach(
  join: Join,
  wanted: number,
  bound: number,
  clips: { left: { to: number }; next: { from: number }; after: number },
): Seam {
  const most = { after: Math.min(clips.after, bound), before: Math.min(clips.next.from, bound) };
  const before = Math.min(most.before, Math.floor(wanted / 2));
  const after = Math.min(most.after, wanted - before);
  const more = Math.min(most.before - before, wanted - before - after);
  const seam = overlap(join, before + more + after);
  if (seam.overlap > 0) {
    clips.left.to += after;
    clips.next.from -= before + more;
  }
  return seam;
}

function shortened(join: Join, seam: Seam, places: string, wanted: number, rate: Ratio): string[] {
  const frames = seam.overlap > 0 ? seam.overlap : seam.tail + seam.head;
  // A dip is two equal halves: of an odd number it takes one frame more.
  if (frames >= wanted) return [];
  const which = `The ${NAMES[join.kind]} between clips ${places}`;
  const why = "the clips have no more material there";
  if (frames === 0) return [`${which} became a hard cut: ${why}.`];
  const seconds = Math.round((frames * rate.den * 100) / rate.num) / 100;
  return [`${which} lasts ${seconds} s instead of ${join.length_s} s: ${why}.`];
}

const NAMES: Record<Join["kind"], string> = {
  cut: "cut",
  crossfade: "crossfade",
  dip_black: "dip to black",
  dip_white: "dip to white",
  wipe: "wipe",
  slide: "slide",
};

function isTransition(join: Join | undefined): join is Join {
  return join !== undefined && join.kind !== "cut";
}

function isDip(join: Join): boolean {
  return join.kind === "dip_black" || join.kind === "dip_white";
}
