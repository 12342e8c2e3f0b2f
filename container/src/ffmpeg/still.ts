/** ffmpeg's arguments for a clip made of one picture and its text. Pure, like arguments.ts. */
import type { Format } from "../plan/format.ts";
import type { Look } from "../plan/look.ts";
import { input, QUIET } from "./arguments.ts";
import { placeInFrame } from "./picture.ts";

export type StillInput = {
  /** Null: black. */
  picture: { file: string; look: Look } | null;
  /** A file with the lines to be written over it; null for none. */
  text: string | null;
  format: Format;
  frames: number;
};

/** The highest number that parameter sets can have, so that clips of any kind may stand beside it. */
const STILL_SET = 31;

export function encodeStill(still: StillInput, output: string): string[] {
  const { format, frames } = still;
  const rate = `${format.rate.num}/${format.rate.den}`;
  const size = `${format.width}x${format.height}`;
  const source =
    still.picture === null
      ? ["-f", "lavfi", "-i", `color=black:s=${size}:r=${rate}`]
      : input(still.picture.file);
  const first =
    still.picture === null
      ? "[0:v]trim=end_frame=1[still]"
      : placeInFrame("[0:v]", still.picture.look, "bt709", "still");
  const text = still.text === null ? "" : `,${drawText(still.text)}`;
  const held = `setpts=0,loop=loop=-1:size=1,settb=${format.rate.den}/${format.rate.num},setpts=N`;
  const tags = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";
  return [
    ...QUIET,
    ...source,
    ...["-filter_complex", `${first};[still]setsar=1,format=yuv420p${text},${held},${tags}[film]`],
    ...["-map", "[film]", "-r", rate, "-frames:v", String(frames)],
    ...["-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-crf", "18"],
    ...["-profile:v", "high", "-x264-params", `stitchable=1:sps-id=${STILL_SET}`],
    ...["-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", `file:${output}`],
  ];
}

/** The text comes from a file and is not expanded: it can hold no instruction. */
function drawText(file: string): string {
  const place = "x=(w-tw)/2:y=h-th-h/12:line_spacing=8";
  const look = "fontcolor=white:fontsize=h/18:box=1:boxcolor=black@0.55:boxborderw=10";
  return `drawtext=textfile=${escaped(file)}:expansion=none:${place}:${look}`;
}

/** A path inside a filter's options inside a graph: two rounds of escaping. */
function escaped(file: string): string {
  return file.replace(/[\\':]/g, "\\$&").replace(/[\\'[\],;]/g, "\\$&");
}
