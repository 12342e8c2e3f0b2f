/**
 * What the plan needs to know of a file, worked out from ffprobe's answer and packet table. Pure.
 * Times are seconds on the file's own clock.
 */
import type { Ratio } from "../ffmpeg/arguments.ts";
import type { AvcSets } from "./avc.ts";
import type { Packets, Stream } from "./ffprobe.ts";

export type VideoFacts = {
  stream: number;
  codec: string;
  /** Stored pixels, before rotation and pixel aspect. */
  width: number;
  height: number;
  /** Clockwise degrees the picture is turned when shown: 0, 90, 180 or 270. */
  rotation: number;
  pixelAspect: Ratio;
  pixelFormat: string;
  isInterlaced: boolean;
  colour: { range: string; matrix: string; transfer: string; primaries: string };
  timeBase: string;
  /** Exact where every frame is on the grid, else the average. */
  rate: Ratio;
  isConstantRate: boolean;
  /** Of H.264 in an MP4; null for any other picture. */
  sets: AvcSets | null;
  startS: number;
  frames: number;
  durationS: number;
  /** First packet is a keyframe and the first frame shown; no packet is hidden. */
  isCleanStart: boolean;
  /** Counts n for which the first n packets are exactly the first n frames shown. */
  closedPrefixes: readonly number[];
  /** Those of them at which a keyframe follows that nothing after it looks behind. */
  cleanStarts: readonly number[];
};

export type AudioFacts = {
  stream: number;
  codec: string;
  channels: number;
  sampleRate: number;
  durationS: number;
};

export type FileFacts = {
  format: string;
  bytes: number;
  video: VideoFacts | null;
  audio: AudioFacts | null;
};

/** `sets` are null and no keyframe's bytes are looked at here: read.ts adds what takes the file itself. */
export function videoFacts(stream: Stream, packets: Packets): VideoFacts {
  const timeBase = parseRatio(stream.time_base) ?? { num: 1, den: 1000 };
  const shown = Float64Array.from(packets.pts).sort();
  const first = shown[0] ?? 0;
  const last = shown.at(-1) ?? 0;
  const average = averageRate(stream, shown, timeBase);
  const steady = [parseRatio(stream.r_frame_rate), parseRatio(stream.avg_frame_rate)].find(
    (rate) => rate !== null && isOnGrid(shown, timeBase, rate),
  );
  const rate = steady ?? average;
  const tick = timeBase.num / timeBase.den;
  const tail = packets.lastDuration > 0 ? packets.lastDuration * tick : rate.den / rate.num;
  const frames = shown.length;
  const closed = closedPrefixes(packets.pts, shown);
  return {
    stream: stream.index,
    codec: stream.codec_name ?? "unknown",
    width: stream.width ?? 0,
    height: stream.height ?? 0,
    rotation: rotationOf(stream),
    pixelAspect: parseRatio(stream.sample_aspect_ratio?.replace(":", "/")) ?? { num: 1, den: 1 },
    pixelFormat: stream.pix_fmt ?? "unknown",
    isInterlaced: !["progressive", "unknown", undefined].includes(stream.field_order),
    colour: {
      range: stream.color_range ?? "unknown",
      matrix: stream.color_space ?? "unknown",
      transfer: stream.color_transfer ?? "unknown",
      primaries: stream.color_primaries ?? "unknown",
    },
    timeBase: `${timeBase.num}/${timeBase.den}`,
    rate,
    isConstantRate: steady !== undefined && steady !== null,
    sets: null,
    startS: first * tick,
    frames,
    durationS: steady ? (frames * rate.den) / rate.num : (last - first) * tick + tail,
    isCleanStart:
      packets.isKey[0] === true && !packets.hasIrregular && packets.pts[0] === first && frames > 0,
    closedPrefixes: closed,
    cleanStarts: [0, ...closed].filter(
      (count) => packets.isKey[count] === true && packets.pts[count] === shown[count],
    ),
  };
}

export function audioFacts(stream: Stream, formatDuration: string | undefined): AudioFacts {
  return {
    stream: stream.index,
    codec: stream.codec_name ?? "unknown",
    channels: stream.channels ?? 0,
    sampleRate: Number(stream.sample_rate ?? 0),
    durationS: seconds(stream.duration) ?? seconds(formatDuration) ?? 0,
  };
}

/** The first n packets hold the first n frames when the latest of them is the n-th in order of show. */
function closedPrefixes(pts: readonly number[], shown: Float64Array): number[] {
  const closed: number[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  pts.forEach((time, index) => {
    latest = Math.max(latest, time);
    if (latest === shown[index]) closed.push(index + 1);
  });
  return closed;
}

/** Every frame in its place, counted from the first: within one tick, or exactly where ticks are coarse. */
function isOnGrid(shown: Float64Array, timeBase: Ratio, rate: Ratio): boolean {
  const step = (timeBase.den * rate.den) / (timeBase.num * rate.num);
  const first = shown[0] ?? 0;
  const slack = step >= 4 ? 1 : 1e-6;
  return step >= 1 - 1e-6 && shown.every((time, i) => Math.abs(time - first - i * step) <= slack);
}

function averageRate(stream: Stream, shown: Float64Array, timeBase: Ratio): Ratio {
  const told = parseRatio(stream.avg_frame_rate) ?? parseRatio(stream.r_frame_rate);
  const span = (((shown.at(-1) ?? 0) - (shown[0] ?? 0)) * timeBase.num) / timeBase.den;
  const measured = span > 0 ? (shown.length - 1) / span : null;
  if (told !== null && (measured === null || Math.abs(told.num / told.den / measured - 1) < 0.02)) {
    return told;
  }
  return { num: Math.round(Math.min(1000, Math.max(1, measured ?? 25)) * 1000), den: 1000 };
}

/** ffprobe tells counter-clockwise degrees. */
function rotationOf(stream: Stream): number {
  const told = Number(stream.rotation ?? 0);
  return (((Math.round(-told / 90) * 90) % 360) + 360) % 360;
}

function parseRatio(text: string | undefined): Ratio | null {
  const match = /^(\d+)\/(\d+)$/.exec(text ?? "");
  const num = Number(match?.[1] ?? 0);
  const den = Number(match?.[2] ?? 0);
  return num > 0 && den > 0 ? { num, den } : null;
}

function seconds(text: string | undefined): number | null {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}
