/**
 * The plan of a film: what is copied, what is cut by copying, what is encoded, and how many frames and
 * samples each clip gives. Pure: facts and request in, plan out; nothing is read or run here.
 *
 * Frames are shared out on the film's own clock, so that rounding never adds up: clip i ends at the
 * frame nearest to the sum of the used lengths up to it. Samples follow the frames.
 */
import { SAMPLE_RATE } from "../ffmpeg/arguments.ts";
import type { Fit, Ratio } from "../ffmpeg/arguments.ts";
import type { FileFacts, VideoFacts } from "../probe/facts.ts";
import type { FilmOrder } from "../protocol.ts";
import { filmFormat, fitInto, ownFormat, sameFormat } from "./format.ts";
import type { Format } from "./format.ts";

export type PlannedClip = {
  lengthS: number | null;
  facts: FileFacts & { video: VideoFacts };
};

/** `copy`: the file as it is; `cut`: its first frames, bytes untouched; `encode`: made anew. */
export type PicturePart =
  { how: "copy" } | { how: "cut"; stream: number } | { how: "encode"; stream: number; fit: Fit };

export type FilmPart = {
  frames: number;
  picture: PicturePart;
  /** `stream` null is silence. See Sound in ffmpeg/arguments.ts. */
  sound: { stream: number | null; samples: number; startS: number };
};

export type FilmPlan = {
  format: Format;
  /** One for each clip, in order. */
  parts: FilmPart[];
  frames: number;
  hasSound: boolean;
  warnings: string[];
};

/**
 * `mayCopy` false encodes every clip to the same settings: for when encoded parts turn out to have
 * other parameter sets than the copied ones, which one MP4 track can't carry safely.
 */
export function planFilm(
  clips: readonly PlannedClip[],
  output: FilmOrder["output"],
  mayCopy: boolean,
): FilmPlan {
  const videos = clips.map((clip) => clip.facts.video);
  const format = filmFormat(videos, output);
  const shared = mayCopy ? sharedSignature(clips, format) : null;
  const frames = shareFrames(clips, format.rate);
  let framesBefore = 0;
  const parts = clips.map((clip, index): FilmPart => {
    const count = frames[index] ?? 1;
    const samples =
      samplesAt(framesBefore + count, format.rate) - samplesAt(framesBefore, format.rate);
    framesBefore += count;
    const { video, audio } = clip.facts;
    return {
      frames: count,
      picture: picturePart(video, count, format, shared, clip.facts.format),
      sound: { stream: audio?.stream ?? null, samples, startS: video.startS },
    };
  });
  return {
    format,
    parts,
    frames: framesBefore,
    hasSound: clips.some((clip) => clip.facts.audio !== null),
    warnings: clips.flatMap((clip, index) => warningsOf(clip, index + 1)),
  };
}

/** The plan in one line, for the log: `1280x720@24/1 sound: copy 192, cut 120, encode 96`. */
export function describePlan({ format, parts, hasSound }: FilmPlan): string {
  const { width, height, rate } = format;
  const list = parts.map((part) => `${part.picture.how} ${part.frames}`).join(", ");
  return `${width}x${height}@${rate.num}/${rate.den} ${hasSound ? "sound" : "silent"}: ${list}`;
}

/**
 * What must be equal for two streams to be joined by copying; null for one that may not be copied at
 * all. The avcC box is compared by content: it holds the SPS and PPS every frame refers to.
 */
export function copySignature(video: VideoFacts, container: string): string | null {
  const isPlain =
    container === "mp4" &&
    video.codec === "h264" &&
    video.pixelFormat === "yuv420p" &&
    video.width % 2 === 0 &&
    video.height % 2 === 0 &&
    video.rotation === 0 &&
    video.pixelAspect.num === video.pixelAspect.den &&
    !video.isInterlaced &&
    video.isConstantRate &&
    video.isCleanStart &&
    // The join places every clip by its first frame at 0.
    video.startS === 0;
  if (!isPlain || video.parameterSets === null) return null;
  const { range, matrix, transfer, primaries } = video.colour;
  const size = `${video.width}x${video.height}@${video.rate.num}/${video.rate.den}`;
  const colour = [range, matrix, transfer, primaries].join("/");
  return `${size} ${video.timeBase} ${colour} ${video.parameterSets}`;
}

/** The signature most clips have of those in the film's format, the first of equals; null: none. */
function sharedSignature(clips: readonly PlannedClip[], format: Format): string | null {
  const votes = new Map<string, number>();
  for (const { facts } of clips) {
    const signature = copySignature(facts.video, facts.format);
    if (signature === null || !sameFormat(ownFormat(facts.video), format)) continue;
    votes.set(signature, (votes.get(signature) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [signature, count] of votes) {
    if (best === null || count > (votes.get(best) ?? 0)) best = signature;
  }
  return best;
}

function picturePart(
  video: VideoFacts,
  frames: number,
  format: Format,
  shared: string | null,
  container: string,
): PicturePart {
  if (shared !== null && copySignature(video, container) === shared) {
    // The concat demuxer pairs streams by their index: a picture elsewhere is cut out first.
    if (frames === video.frames && video.stream === 0) return { how: "copy" };
    if (frames <= video.frames && video.closedPrefixes.includes(frames)) {
      return { how: "cut", stream: video.stream };
    }
  }
  return { how: "encode", stream: video.stream, fit: fitInto(video, format) };
}

function usedSeconds(clip: PlannedClip): number {
  const { durationS } = clip.facts.video;
  return clip.lengthS === null ? durationS : Math.min(clip.lengthS, durationS);
}

/** Frames of each clip, at least one. */
function shareFrames(clips: readonly PlannedClip[], rate: Ratio): number[] {
  let endS = 0;
  let given = 0;
  return clips.map((clip) => {
    endS += usedSeconds(clip);
    // A hair less than half, so that 2.5 frames with a float's error do not become 3.
    const end = Math.round((endS * rate.num) / rate.den - 1e-6);
    const frames = Math.max(1, end - given);
    given += frames;
    return frames;
  });
}

function samplesAt(frames: number, rate: Ratio): number {
  return Math.round((frames * rate.den * SAMPLE_RATE) / rate.num);
}

function warningsOf(clip: PlannedClip, place: number): string[] {
  const { durationS, colour, rate } = clip.facts.video;
  const warnings: string[] = [];
  if (clip.lengthS !== null && clip.lengthS > durationS + (0.5 * rate.den) / rate.num) {
    warnings.push(
      `Clip ${place} is ${round(durationS)} s long, shorter than the ${round(clip.lengthS)} s asked for; all of it was used.`,
    );
  }
  if (colour.transfer === "smpte2084" || colour.transfer === "arib-std-b67") {
    warnings.push(`Clip ${place} is HDR; its colours may look pale in the film.`);
  }
  return warnings;
}

function round(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}
