/**
 * The plan of a film's sound: which stretch of which clip sounds from which sample of the film, and how it
 * comes and goes. Pure. Samples are those of SAMPLE_RATE and follow the film's frames, so that sound and
 * picture never drift apart.
 */
import { SAMPLE_RATE } from "../ffmpeg/arguments.ts";
import type { Ratio } from "../ffmpeg/arguments.ts";

/** The sound of one clip's file. */
export type SoundClip = {
  /** Index of its stream; null for a clip without sound. */
  stream: number | null;
  /** Seconds on the file's own clock at which the clip's first frame is shown. */
  startS: number;
};

/**
 * The film as its picture was planned, counted in frames of its rate: of each clip the frames `from` up to,
 * without, `to`, the first of them at frame `at` of the film; and between two clips how many frames of the
 * one and of the other the transition takes, 0 for a cut.
 */
export type SoundTimeline = {
  spans: ReadonlyArray<{ from: number; to: number; at: number }>;
  seams: ReadonlyArray<{ tail: number; head: number }>;
  frames: number;
};

/** A stretch of one clip. It fades in over its first samples and out over its last ones. */
export type Segment = {
  /** Index of the clip. */
  clip: number;
  stream: number;
  /** Seconds on the file's own clock of the first sample. */
  startS: number;
  /** First sample in the film. */
  at: number;
  samples: number;
  fadeIn: number;
  fadeOut: number;
  gainDb: number;
};

/** `samples` is the film's length; where no segment is, there is silence. Segments are in film order. */
export type SoundPlan = { samples: number; segments: Segment[] };

/** 8 ms. A wave cut off in mid-swing clicks; this is too short to be heard as a fade. */
export const CUT_FADE = 384;

const NOISE_LUFS = -50;
const MAX_LEVEL_DB = 12;

/** Clips of one ffmpeg process: each open input takes about 2 MB. */
const GROUP = 32;

/**
 * `gainsDb` holds decibels for each clip, 0 where absent. Sound fades with its picture, with equal power:
 * where clips overlap, over each other; at a dip, down to silence and up from it.
 */
export function planSound(
  clips: readonly SoundClip[],
  timeline: SoundTimeline,
  rate: Ratio,
  gainsDb: readonly number[] = [],
): SoundPlan {
  const { spans, seams, frames } = timeline;
  const segments = spans.flatMap(({ from, to, at }, index): Segment[] => {
    const clip = clips[index];
    if (clip === undefined || clip.stream === null) return [];
    const first = samplesAt(at, rate);
    const samples = samplesAt(at + to - from, rate) - first;
    const fadeIn = Math.max(CUT_FADE, samplesAt(seams[index - 1]?.head ?? 0, rate));
    const fadeOut = Math.max(CUT_FADE, samplesAt(seams[index]?.tail ?? 0, rate));
    const startS = clip.startS + (from * rate.den) / rate.num;
    const gainDb = gainsDb[index] ?? 0;
    const faded = bounded(fadeIn, fadeOut, samples);
    return [{ clip: index, stream: clip.stream, startS, at: first, samples, ...faded, gainDb }];
  });
  return { samples: samplesAt(frames, rate), segments };
}

/**
 * The plan in pieces of few clips each. Every piece is a plan of its own, whose sample 0 is the film's
 * sample `at`. Pieces may overlap where clips do; laid over each other they are the whole.
 */
export function soundGroups(
  plan: SoundPlan,
  size: number = GROUP,
): Array<{ at: number; plan: SoundPlan }> {
  const groups: Array<{ at: number; plan: SoundPlan }> = [];
  for (let first = 0; first < plan.segments.length; first += size) {
    const held = plan.segments.slice(first, first + size);
    const at = Math.min(...held.map((segment) => segment.at));
    const segments = held.map((segment) => ({ ...segment, at: segment.at - at }));
    groups.push({ at, plan: { samples: Math.max(...segments.map(endOf)), segments } });
  }
  return groups;
}

/** Segments in rows without an overlap, as few as there can be. */
export function lanes(segments: readonly Segment[]): Segment[][] {
  const rows: Segment[][] = [];
  for (const segment of segments) {
    const free = rows.find((row) => row.every((other) => endOf(other) <= segment.at));
    if (free === undefined) rows.push([segment]);
    else free.push(segment);
  }
  return rows;
}

/**
 * Decibels that bring a clip of `lufs` to `target`: at most 12 either way, so that a whisper stays softer
 * than a shout. Silence, and what is so quiet that it is only noise, stays as it is.
 */
export function levelGain(lufs: number | null, target: number): number {
  if (lufs === null || lufs < NOISE_LUFS) return 0;
  return Math.max(-MAX_LEVEL_DB, Math.min(MAX_LEVEL_DB, target - lufs));
}

/** Samples from the film's start to its frame `frames`. */
export function samplesAt(frames: number, rate: Ratio): number {
  return Math.round((frames * rate.den * SAMPLE_RATE) / rate.num);
}

function endOf(segment: Segment): number {
  return segment.at + segment.samples;
}

/** Two fades that fit into their stretch: where it is too short for both they share it. */
function bounded(fadeIn: number, fadeOut: number, samples: number) {
  const squeeze = Math.min(1, samples / (fadeIn + fadeOut));
  return { fadeIn: Math.floor(fadeIn * squeeze), fadeOut: Math.floor(fadeOut * squeeze) };
}
