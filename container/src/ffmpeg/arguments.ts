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
/** `max_pixels` keeps a small file from becoming a huge frame, `max_alloc` from a huge table of packets. */
const GUARD = [
  ...["-protocol_whitelist", "file", "-max_pixels", String(LIMITS.framePixels)],
  ...["-max_alloc", String(LIMITS.allocationBytes)],
];

export function input(file: string): string[] {
  return [...GUARD, "-format_whitelist", ALLOWED_DEMUXERS, "-i", `file:${file}`];
}

const PACKET = "packet=codec_type,stream_index,pts,dts,duration,pos,flags";
const STREAM =
  "stream=index,codec_type,codec_name,width,height,pix_fmt,field_order,sample_aspect_ratio,r_frame_rate,avg_frame_rate,time_base,start_time,duration,is_avc,color_range,color_space,color_transfer,color_primaries,channels,sample_rate:stream_disposition=attached_pic:stream_side_data=rotation";

/** Packets in decode order, then streams, then the container; one line each, without any tags. */
export function probeFile(file: string): string[] {
  const show = ["-show_entries", `${PACKET}:${STREAM}:format=format_name,duration`];
  return ["-v", "error", ...show, "-of", "compact", ...input(file)];
}

/** Decodes the given streams wholly and stops with an error at the first fault. */
export function decodeAll(file: string, streams: readonly number[]): string[] {
  const maps = streams.flatMap((stream) => ["-map", `0:${stream}`]);
  return [...QUIET, ...PROGRESS, "-xerror", ...input(file), ...maps, "-f", "null", "-"];
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
