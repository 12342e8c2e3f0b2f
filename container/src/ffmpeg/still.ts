/** ffmpeg's arguments for a clip made of one picture and its text. Pure, like arguments.ts. */
import type { Format } from "../plan/format.ts";
import type { Look } from "../plan/look.ts";
import { input, QUIET } from "./arguments.ts";
import { placeInFrame } from "./picture.ts";

export type StillInput = {
  /** Null: black. */
  picture: { file: string; look: Look } | null;
  /** A file with what is written over it, as ASS; null for nothing. */
  caption: string | null;
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
  const caption = still.caption === null ? "" : `,ass=filename=${escaped(still.caption)}`;
  const held = `setpts=0,loop=loop=-1:size=1,settb=${format.rate.den}/${format.rate.num},setpts=N`;
  const tags = "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709";
  return [
    ...QUIET,
    ...source,
    ...[
      "-filter_complex",
      `${first};[still]setsar=1,format=yuv420p${caption},${held},${tags}[film]`,
    ],
    ...["-map", "[film]", "-r", rate, "-frames:v", String(frames)],
    ...["-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-crf", "18"],
    ...["-profile:v", "high", "-x264-params", `stitchable=1:sps-id=${STILL_SET}`],
    ...["-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", `file:${output}`],
  ];
}

/** A path inside a filter's options inside a graph: two rounds of escaping. */
function escaped(file: string): string {
  return file.replace(/[\\':]/g, "\\$&").replace(/[\\'[\],;]/g, "\\$&");
}
