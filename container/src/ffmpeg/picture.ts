/**
 * ffmpeg's arguments for the encoded parts of a film's picture. Pure, like arguments.ts. Every part cuts
 * its frames out of the same grid, counted from the clip's first frame, so that parts fit each other.
 */
import { filmMatrix } from "../plan/look.ts";
import type { Colour, Look, Matrix } from "../plan/look.ts";
import type { Format } from "../plan/format.ts";
import type { Seam } from "../plan/timeline.ts";
import { input, PROGRESS, QUIET } from "./arguments.ts";
import type { Ratio } from "./arguments.ts";

/** Frames `from` up to, without, `to` of a clip at the film's rate. */
export type PieceInput = {
  file: string;
  stream: number;
  /** Seconds on the file's own clock at which its first frame is shown. */
  startS: number;
  /** Whether the file can be entered at a keyframe in the middle. */
  canSeek: boolean;
  from: number;
  to: number;
  look: Look;
};

export type EncodedPart = {
  format: Format;
  colour: Colour;
  setId: number;
  pieces: readonly PieceInput[];
  seam: Seam | null;
  frames: number;
  /** Frames, counted from the part's first, that begin a new group beside the usual ones. */
  keyframes?: readonly number[];
  /** `draft` is small and only good enough to judge a film by. */
  quality?: "draft" | undefined;
};

/**
 * Between copied frames a loss would be seen; these few frames cost little however good they are. Each
 * preset has parameter sets of its own.
 */
const SEAM = ["-preset", "medium", "-crf", "15"];
const ALONE = ["-preset", "veryfast", "-crf", "18"];
const DRAFT = ["-preset", "veryfast", "-crf", "28"];

/**
 * Encodes one part, exactly `frames` frames, without sound. `stitchable` and fixed settings make the
 * parameter sets of all seams of one film the same, and those of all its other parts; `sps-id` gives them a
 * number of their own, so that they can stand beside each other and those of copied clips. x264 closes its
 * GOPs by default.
 */
export function encodePart(part: EncodedPart, output: string): string[] {
  const { rate } = part.format;
  const inputs = part.pieces.flatMap((piece) => pieceInput(piece, rate));
  const graph = partGraph(part);
  const best = part.seam === null ? ALONE : SEAM;
  const quality = part.quality === "draft" ? DRAFT : best;
  const group = String(Math.max(1, Math.round((2 * rate.num) / rate.den)));
  return [
    ...QUIET,
    ...PROGRESS,
    // The clips' own clocks are kept, also where a clip is entered in the middle.
    "-copyts",
    ...inputs,
    ...["-filter_complex", graph, "-map", "[film]", "-vsync", "passthrough"],
    ...["-frames:v", String(part.frames)],
    ...["-c:v", "libx264", ...quality, "-profile:v", "high"],
    ...keyframeOptions(part.keyframes ?? [], rate),
    ...["-g", group, "-x264-params", `stitchable=1:sps-id=${part.setId}`],
    ...["-map_metadata", "-1", "-map_chapters", "-1", "-f", "mp4", `file:${output}`],
  ];
}

/** A tenth of a millisecond early: the frame that is shown at that time or next is taken. */
function keyframeOptions(frames: readonly number[], rate: Ratio): string[] {
  if (frames.length === 0) return [];
  const times = frames.map((frame) => ((frame * rate.den) / rate.num - 0.0001).toFixed(6));
  return ["-force_key_frames", times.join(","), "-forced-idr", "1"];
}

/**
 * Frames come in from the keyframe at the first wanted one or before it; those before are dropped by the
 * graph. Nothing is decoded for nothing where the piece begins at a keyframe.
 */
function pieceInput(piece: PieceInput, rate: Ratio): string[] {
  const at = piece.startS + Number(seconds(piece.from, rate));
  const seek =
    piece.canSeek && piece.from > 0
      ? ["-noaccurate_seek", "-seek_timestamp", "1", "-ss", at.toFixed(6)]
      : [];
  return [...seek, "-an", "-sn", "-dn", ...input(piece.file)];
}

function partGraph({ format, colour, pieces, seam }: EncodedPart): string {
  const { rate } = format;
  const matrix = filmMatrix(format, colour);
  const chains = pieces.map((piece, index) => pieceChain(piece, index, rate, matrix));
  const tags = `setparams=range=${colour.range}:colorspace=${colour.matrix}:color_primaries=${colour.primaries}:color_trc=${colour.transfer}`;
  const [first, second] = pieces;
  const end = `format=yuv420p,${tags}[film]`;
  if (first === undefined) throw new Error("A part has a piece");
  if (second === undefined || seam === null) return [...chains, `[p0]${end}`].join(";");
  return [...chains, ...seamChains(seam, first.to - first.from, rate), `[seam]${end}`].join(";");
}

/** From the file's frames to `[pN]`: exactly the piece's frames, in the film's size, from time 0. */
function pieceChain(piece: PieceInput, index: number, rate: Ratio, film: Matrix): string {
  const { look, from, to, startS } = piece;
  const frames = to - from;
  const grid = [
    `setpts=PTS-(${startS.toFixed(6)})/TB`,
    ...(look.isInterlaced ? ["yadif=deint=interlaced"] : []),
    `fps=${rate.num}/${rate.den}:round=near`,
    `trim=start_pts=${from}:end_pts=${to}`,
    `setpts=PTS-${from}`,
  ];
  // The last frame stands in where rounding leaves the source short.
  const exact = `tpad=stop=${frames}:stop_mode=clone,trim=end_frame=${frames}`;
  const placed = placeInFrame(
    `[${index}:${piece.stream}]${grid.join(",")},`,
    look,
    film,
    `l${index}`,
  );
  return `${placed};[l${index}]setsar=1,format=yuv420p,${exact}[p${index}]`;
}

/**
 * Chains that put a picture into the film's frame as its look says, from `source` (a label, or filters that
 * end in a comma) to the label `result`, in the film's matrix.
 */
export function placeInFrame(source: string, look: Look, film: Matrix, result: string): string {
  const start = `${source}${toneMap(look.toneMap)}`;
  const matrices = look.toneMap !== null ? "" : matrixOptions(look.sourceMatrix, film);
  const { width, height, left, top } = look;
  const inner = `scale=${look.innerWidth}:${look.innerHeight}:flags=bicubic${matrices}:out_range=tv`;
  if (look.mode === "crop") {
    return `${start}${inner},crop=${width}:${height}:${-left}:${-top}[${result}]`;
  }
  const isFull = look.innerWidth === width && look.innerHeight === height;
  if (look.mode === "pad" || isFull) {
    const bars = isFull ? "" : `,pad=${width}:${height}:${left}:${top}:color=black`;
    return `${start}${inner}${bars}[${result}]`;
  }
  // A blur of a small picture is cheap, and as good as one of the large.
  const [w, h] = [even(width / 8), even(height / 8)];
  const cover = `scale=${w}:${h}:force_original_aspect_ratio=increase${matrices}:out_range=tv`;
  const blur = `setsar=1,format=yuv420p,gblur=sigma=4,scale=${width}:${height},setsar=1`;
  return [
    `${start}split[${result}f][${result}b]`,
    `[${result}b]${cover},crop=${w}:${h},${blur}[${result}g]`,
    `[${result}f]${inner},setsar=1,format=yuv420p[${result}i]`,
    `[${result}g][${result}i]overlay=${left}:${top}:format=yuv420[${result}]`,
  ].join(";");
}

/** Nothing is converted where the matrices are the same, so that colours stay as they are. */
function matrixOptions(source: Matrix | null, film: Matrix): string {
  if (source === null) return `:out_color_matrix=${film}`;
  return `:in_color_matrix=${source}:out_color_matrix=${film}`;
}

/**
 * From HDR to BT.709, with 203 nits for white as BT.2408 has it; what is brighter is pressed together and
 * the rest stays as bright as it was. What the file does not tell is said, or the filter finds no way.
 */
function toneMap(hdr: Look["toneMap"]): string {
  if (hdr === null) return "";
  const given = `tin=${hdr.transfer}:pin=${hdr.primaries}:min=${hdr.matrix}:rin=${hdr.range}`;
  const map = "zscale=p=bt709,tonemap=tonemap=mobius:desat=0";
  const back = "zscale=t=bt709:m=bt709:r=tv,format=yuv420p";
  return `zscale=${given}:t=linear:npl=203,format=gbrpf32le,${map},${back},`;
}

/** xfade's names; it counts a wipe or slide by where it goes to. */
const OVERLAPS = { crossfade: "fade", wipe: "wipe", slide: "slide" } as const;

function seamChains(seam: Seam, tailFrames: number, rate: Ratio): string[] {
  const { kind } = seam;
  if (kind === "crossfade" || kind === "wipe" || kind === "slide") {
    const name = kind === "crossfade" ? OVERLAPS[kind] : OVERLAPS[kind] + seam.direction;
    const at = `duration=${seconds(seam.overlap, rate)}:offset=${seconds(tailFrames - seam.overlap, rate)}`;
    return [`[p0][p1]xfade=transition=${name}:${at}[seam]`];
  }
  if (kind === "cut") return ["[p0][p1]concat=n=2:v=1:a=0[seam]"];
  const colour = kind === "dip_black" ? "black" : "white";
  const out = `fade=t=out:start_frame=${tailFrames - seam.tail}:nb_frames=${seam.tail}`;
  const back = `fade=t=in:start_frame=0:nb_frames=${seam.head}`;
  return [
    `[p0]${out}:color=${colour}[d0]`,
    `[p1]${back}:color=${colour}[d1]`,
    "[d0][d1]concat=n=2:v=1:a=0[seam]",
  ];
}

function seconds(frames: number, rate: Ratio): string {
  return ((Math.max(0, frames) * rate.den) / rate.num).toFixed(6);
}

function even(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2);
}
