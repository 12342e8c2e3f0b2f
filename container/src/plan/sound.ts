/**
 * The plan of a film's sound: which stretch of which clip sounds from which sample of the film, and how it
 * comes and goes. Pure. Samples are those of SAMPLE_RATE and follow the film's frames, so that sound and
 * picture never drift apart.
 */
import { SAMPLE_RATE } from "../ffmpeg/arguments.ts";
import type { Ratio } from "../ffmpeg/arguments.ts";
import type { Join } from "../protocol/film.ts";

/** One clip of the film as its picture was planned. */
export type SoundClip = {
  /** Index of the sound in the clip's file; null for a clip without sound. */
  stream: number | null;
  /** Seconds on the file's own clock at which the first used frame is shown. */
  startS: number;
  /** Frames of the film in which the clip takes part, those shared with its neighbours included. */
  frames: number;
};

/** How clip i gives way to clip i + 1, which begins `frames` before clip i ends. */
export type SoundJoin = { kind: Join["kind"]; frames: number };

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
const GROUP = 24;

/**
 * `joins` has one entry fewer than `clips`. `gainsDb` holds decibels for each clip, 0 where absent.
 * A crossfade, wipe or slide fades both clips over the shared frames, with equal power; a dip gives the
 * first half of them to the one and the second half to the other, as its picture does.
 */
export function planSound(
  clips: readonly SoundClip[],
  joins: readonly SoundJoin[],
  rate: Ratio,
  gainsDb: readonly number[] = [],
): SoundPlan {
  const segments: Segment[] = [];
  let start = 0;
  let end = 0;
  clips.forEach((clip, index) => {
    const before = share(joins[index - 1]);
    const after = share(joins[index]);
    end = start + clip.frames;
    const first = samplesAt(start + before.hidden, rate);
    const last = samplesAt(end - after.hidden, rate);
    if (clip.stream !== null && last > first) {
      const samples = last - first;
      const fadeIn = fadeSamples(before, start, rate);
      const fadeOut = fadeSamples(after, end - after.frames, rate);
      segments.push({
        clip: index,
        stream: clip.stream,
        startS: clip.startS + (before.hidden * rate.den) / rate.num,
        at: first,
        samples,
        ...bounded(fadeIn, fadeOut, samples),
        gainDb: gainsDb[index] ?? 0,
      });
    }
    start = end - after.frames;
  });
  return { samples: samplesAt(end, rate), segments };
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

const CUT: SoundJoin = { kind: "cut", frames: 0 };

/** Shared frames, and how many of them the clip is not heard in. */
function share(join: SoundJoin = CUT): SoundJoin & { hidden: number } {
  const isDip = join.kind === "dip_black" || join.kind === "dip_white";
  return { ...join, hidden: isDip ? join.frames / 2 : 0 };
}

/** Length of the fade at a join whose shared frames begin with film frame `from`. */
function fadeSamples(join: ReturnType<typeof share>, from: number, rate: Ratio): number {
  const heard = from + join.frames - join.hidden;
  return Math.max(CUT_FADE, samplesAt(heard, rate) - samplesAt(from, rate));
}

/** Two fades that fit into their stretch: where it is too short for both they share it. */
function bounded(fadeIn: number, fadeOut: number, samples: number) {
  const squeeze = Math.min(1, samples / (fadeIn + fadeOut));
  return { fadeIn: Math.floor(fadeIn * squeeze), fadeOut: Math.floor(fadeOut * squeeze) };
}
