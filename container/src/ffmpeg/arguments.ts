/**
 * Every argument list given to ffmpeg and ffprobe, as pure functions. Files are named by absolute path
 * and opened with the `file` protocol and the allowed demuxers only, so that no content of a file can
 * make the tools open anything else.
 */
import { LIMITS } from "../config.ts";
import { ALLOWED_DEMUXERS } from "./formats.ts";

export type Ratio = { num: number; den: number };

/** Samples a second of every film's sound. */
export const SAMPLE_RATE = 48_000;

export const QUIET = ["-v", "error", "-nostdin", "-y"];
export const PROGRESS = ["-progress", "pipe:1", "-stats_period", "0.25"];
/** `max_pixels` keeps a small file from becoming a huge frame. */
const GUARD = ["-protocol_whitelist", "file", "-max_pixels", String(LIMITS.framePixels)];

export function input(file: string): string[] {
  return [...GUARD, "-format_whitelist", ALLOWED_DEMUXERS, "-i", `file:${file}`];
}

/** Streams and container as JSON, with hashes of the parameter sets. */
export function probeStreams(file: string): string[] {
  const show = ["-show_streams", "-show_format", "-show_data_hash", "sha256", "-of", "json"];
  return ["-v", "error", ...show, ...input(file)];
}

/** One CSV line a packet of one stream: pts, dts, duration, flags; in decode order. */
export function probePackets(file: string, stream: number): string[] {
  const show = ["-show_entries", "packet=pts,dts,duration,flags", "-of", "csv=p=0"];
  return ["-v", "error", "-select_streams", String(stream), ...show, ...input(file)];
}

/** Decodes the given streams wholly and stops with an error at the first fault. */
export function decodeAll(file: string, streams: readonly number[]): string[] {
  const maps = streams.flatMap((stream) => ["-map", `0:${stream}`]);
  return [...QUIET, ...PROGRESS, "-xerror", ...input(file), ...maps, "-f", "null", "-"];
}

/** Copies the first `frames` packets (decode order) of a video stream into a file of its own. */
export function cutVideo(file: string, stream: number, frames: number, output: string): string[] {
  const copy = ["-map", `0:${stream}`, "-c", "copy", "-frames:v", String(frames)];
  return [...QUIET, ...PROGRESS, ...input(file), ...copy, "-f", "mp4", `file:${output}`];
}

/** How one clip's picture is made to fit the film. Sizes are pixels, all even. */
export type Fit = {
  /** Of the film. */
  width: number;
  height: number;
  /** Of the clip's picture inside it; the rest is black. */
  innerWidth: number;
  innerHeight: number;
  rate: Ratio;
  /** Matrix of the source where it is known or guessed; null leaves it to the scaler. */
  sourceMatrix: "bt601" | "bt709" | "bt2020" | null;
  isInterlaced: boolean;
};

/**
 * Encodes exactly `frames` frames of a clip's picture, without sound. `stitchable` and fixed settings
 * make the parameter sets of all parts of one film the same, so that they can be joined by copying.
 * x264 closes its GOPs by default.
 */
export function encodeVideo(
  file: string,
  stream: number,
  frames: number,
  fit: Fit,
  output: string,
): string[] {
  const matrix = fit.sourceMatrix === null ? "" : `:in_color_matrix=${fit.sourceMatrix}`;
  const left = evenHalf(fit.width - fit.innerWidth);
  const top = evenHalf(fit.height - fit.innerHeight);
  const filters = [
    "setpts=PTS-STARTPTS",
    ...(fit.isInterlaced ? ["yadif=deint=interlaced"] : []),
    `fps=${ratio(fit.rate)}:round=near`,
    `scale=${fit.innerWidth}:${fit.innerHeight}:flags=bicubic${matrix}:out_color_matrix=bt709:out_range=tv`,
    `pad=${fit.width}:${fit.height}:${left}:${top}:color=black`,
    "setsar=1",
    "format=yuv420p",
    // The last frame stands in where rounding leaves the source short; -frames:v ends it.
    "tpad=stop=-1:stop_mode=clone",
  ];
  const colour = ["-color_range", "tv", "-colorspace", "bt709"];
  const transfer = ["-color_primaries", "bt709", "-color_trc", "bt709"];
  const keyframes = ["-g", String(Math.max(1, Math.round((2 * fit.rate.num) / fit.rate.den)))];
  return [
    ...QUIET,
    ...PROGRESS,
    ...input(file),
    ...["-map", `0:${stream}`, "-vf", filters.join(","), "-frames:v", String(frames)],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-profile:v", "high"],
    ...["-x264-params", "stitchable=1", ...keyframes, ...colour, ...transfer],
    ...["-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", `file:${output}`],
  ];
}

/** One clip's share of the film's sound, in samples at SAMPLE_RATE; `file` null is silence. */
export type Sound = {
  file: string | null;
  stream: number;
  samples: number;
  /** Where the clip's picture starts on the clip's own clock, in seconds: sound before it is cut. */
  startS: number;
};

/**
 * The list for the concat demuxer. Starts are rounded from the whole film's frame count, so that the
 * rounding to microseconds never adds up.
 */
export function joinList(
  parts: ReadonlyArray<{ file: string; frames: number }>,
  rate: Ratio,
): string {
  const lines = ["ffconcat version 1.0"];
  let frames = 0;
  for (const part of parts) {
    const start = microseconds(frames, rate);
    frames += part.frames;
    const duration = microseconds(frames, rate) - start;
    lines.push(`file '${part.file.replaceAll("'", "'\\''")}'`, "inpoint 0");
    lines.push(`duration ${(duration / 1_000_000).toFixed(6)}`);
  }
  return `${lines.join("\n")}\n`;
}

/**
 * Copies the listed pictures one after another and encodes the whole sound in one graph. Each clip's
 * sound is cut or padded to its own sample count: through the concat demuxer it would drift by the
 * encoder's delay at every join. `-copyts` keeps sound and picture on one clock. `sounds` null: no track.
 */
export function joinFilm(list: string, sounds: readonly Sound[] | null, output: string): string[] {
  const guard = ["-protocol_whitelist", "file", "-format_whitelist", `concat,${ALLOWED_DEMUXERS}`];
  const args = [...QUIET, ...PROGRESS, "-copyts", ...guard];
  args.push("-f", "concat", "-safe", "0", "-i", `file:${list}`);
  if (sounds !== null) {
    for (const sound of sounds) if (sound.file !== null) args.push("-vn", ...input(sound.file));
    args.push("-filter_complex", soundGraph(sounds), "-map", "0:v:0", "-map", "[sound]");
    args.push("-c:a", "aac", "-b:a", "192k", "-ar", String(SAMPLE_RATE), "-ac", "2");
  } else {
    args.push("-map", "0:v:0");
  }
  args.push("-c:v", "copy", "-map_metadata", "-1", "-map_chapters", "-1");
  return [...args, "-movflags", "+faststart", "-f", "mp4", `file:${output}`];
}

function soundGraph(sounds: readonly Sound[]): string {
  let nextInput = 1;
  const shape = `aresample=${SAMPLE_RATE}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo`;
  const chains = sounds.map((sound, index) => {
    const exact = `atrim=end_sample=${sound.samples},asetpts=N/SR/TB[s${index}]`;
    if (sound.file === null) {
      return `anullsrc=r=${SAMPLE_RATE}:cl=stereo,aformat=sample_fmts=fltp,${exact}`;
    }
    const shift = sound.startS === 0 ? "" : `asetpts=PTS-(${sound.startS.toFixed(6)})/TB,`;
    const pad = `apad=whole_len=${sound.samples}`;
    return `[${nextInput++}:${sound.stream}]${shift}${shape},${pad},${exact}`;
  });
  const labels = sounds.map((_, index) => `[s${index}]`).join("");
  return `${chains.join(";")};${labels}concat=n=${sounds.length}:v=0:a=1[sound]`;
}

/** Writes a picture in another format at its own size; `flatten` puts a transparent one on white. */
export function convertPicture(
  file: string,
  picture: { format: "png" | "jpg" | "webp"; width: number; height: number; flatten: boolean },
  output: string,
): string[] {
  const codec = {
    png: ["-c:v", "png"],
    jpg: ["-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj444p"],
    webp: ["-c:v", "libwebp", "-quality", "92"],
  }[picture.format];
  const white = `color=white:s=${picture.width}x${picture.height}:r=1[white];`;
  const graph = picture.flatten
    ? ["-filter_complex", `${white}[white][0:v:0]overlay=shortest=1:format=rgb`]
    : ["-map", "0:v:0"];
  const single = ["-frames:v", "1", "-map_metadata", "-1", "-f", "image2", "-update", "1"];
  return [...QUIET, ...input(file), ...graph, ...codec, ...single, `file:${output}`];
}

function microseconds(frames: number, rate: Ratio): number {
  return Math.round((frames * rate.den * 1_000_000) / rate.num);
}

function ratio({ num, den }: Ratio): string {
  return `${num}/${den}`;
}

/** Half of an even number of pixels, itself even: chroma is shared by two. */
function evenHalf(pixels: number): number {
  return Math.floor(pixels / 4) * 2;
}
