/** ffmpeg's arguments for the check of a clip: one pass over all of it, its poster and its strip. Pure. */
import { input, PROGRESS, QUIET } from "./arguments.ts";

/** Loudness, black, frozen and silent stretches are looked for while the clip is decoded to its end. */
const LOOK = "blackdetect=d=0.1:pic_th=0.98:pix_th=0.1,freezedetect=n=0.001:d=0.5";
const LISTEN = "silencedetect=n=-60dB:d=0.1";
const LOUDNESS = "ebur128=peak=true:framelog=verbose";
/** Lines `lavfi.name=value` on stdout, each at once, so that they never mix with the progress. */
const TELL = "mode=print:direct=1:file=-";

/** Stops with an error at the first fault. stdout has the stretches, the log ebur128's summary. */
export function analyse(file: string, video: number, audio: number | null): string[] {
  const graph = [
    `[0:${video}]${LOOK},metadata=${TELL}[seen]`,
    ...(audio === null ? [] : [`[0:${audio}]${LISTEN},ametadata=${TELL},${LOUDNESS}[heard]`]),
  ].join(";");
  const maps = ["-map", "[seen]", ...(audio === null ? [] : ["-map", "[heard]"])];
  return [
    ...["-v", "info", "-hide_banner", "-nostats", "-nostdin", "-xerror"],
    ...PROGRESS,
    // Stretches are told on the file's own clock.
    "-copyts",
    ...input(file),
    ...["-filter_complex", graph, ...maps, "-f", "null", "-"],
  ];
}

export type Size = { width: number; height: number };

/** One frame as JPEG: the one shown at `atS` seconds after the file's start. */
export function takePoster(
  file: string,
  stream: number,
  poster: { atS: number; size: Size },
  output: string,
): string[] {
  const filter = ["-map", `0:${stream}`, "-vf", jpegFilters(poster.size)];
  return [...QUIET, "-ss", poster.atS.toFixed(3), ...input(file), ...filter, ...jpeg(output)];
}

/** The given frames, counted from 0, side by side in one JPEG. */
export function takeStrip(
  file: string,
  stream: number,
  strip: { frames: readonly number[]; tile: Size },
  output: string,
): string[] {
  const wanted = strip.frames.map((frame) => `eq(n,${frame})`).join("+");
  const tiles = `tile=${strip.frames.length}x1`;
  const filters = `select='${wanted}',${jpegFilters(strip.tile)},${tiles}`;
  return [...QUIET, ...input(file), "-map", `0:${stream}`, "-vf", filters, ...jpeg(output)];
}

function jpegFilters({ width, height }: Size): string {
  return `scale=${width}:${height}:flags=bicubic:out_range=pc,setsar=1,format=yuvj420p`;
}

function jpeg(output: string): string[] {
  const single = ["-frames:v", "1", "-map_metadata", "-1", "-f", "image2", "-update", "1"];
  return ["-c:v", "mjpeg", "-q:v", "3", ...single, `file:${output}`];
}
