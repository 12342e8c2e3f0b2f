/** How a clip's picture becomes one of the film: its place in the frame, and its colours. Pure. */
import type { FitMode, Focus } from "../protocol/film.ts";
import type { VideoFacts } from "../probe/facts.ts";
import { even, shownSize } from "./format.ts";
import type { Format } from "./format.ts";

/** Names as ffprobe and ffmpeg have them; "unknown" for what the file does not tell. */
export type Colour = VideoFacts["colour"];

export const REC_709: Colour = {
  range: "tv",
  matrix: "bt709",
  transfer: "bt709",
  primaries: "bt709",
};

export type Matrix = "bt601" | "bt709" | "bt2020";

/** Sizes in pixels, all even. */
export type Look = {
  /** Of the film. */
  width: number;
  height: number;
  mode: FitMode;
  /** Of the clip's picture as it is scaled; larger than the film where it is cropped. */
  innerWidth: number;
  innerHeight: number;
  /** Where its top left corner lies in the film; negative where it is cropped. */
  left: number;
  top: number;
  /** Null leaves the source's matrix to the scaler. */
  sourceMatrix: Matrix | null;
  isInterlaced: boolean;
  /** Colours of an HDR clip, which has to be brought to the film's range of brightness; null for others. */
  toneMap: Colour | null;
};

const CENTRE: Focus = { x: 0.5, y: 0.5 };

export function lookOf(
  clip: VideoFacts,
  film: { width: number; height: number },
  asked: { mode: FitMode; focus: Focus | null },
): Look {
  const shown = shownSize(clip);
  const ratios = [film.width / shown.width, film.height / shown.height];
  const scale = asked.mode === "crop" ? Math.max(...ratios) : Math.min(...ratios);
  const innerWidth = snap(even(shown.width * scale), film.width);
  const innerHeight = snap(even(shown.height * scale), film.height);
  const focus = asked.focus ?? CENTRE;
  return {
    width: film.width,
    height: film.height,
    mode: asked.mode,
    innerWidth,
    innerHeight,
    left: place(film.width, innerWidth, focus.x),
    top: place(film.height, innerHeight, focus.y),
    sourceMatrix: matrixOf(clip),
    isInterlaced: clip.isInterlaced,
    toneMap: isHdr(clip) ? hdrColour(clip) : null,
  };
}

/** PQ or HLG: more brightness than the film can show. */
export function isHdr({ colour }: VideoFacts): boolean {
  return colour.transfer === "smpte2084" || colour.transfer === "arib-std-b67";
}

/** What is not told is taken for what HDR is made with. */
function hdrColour({ colour }: VideoFacts): Colour {
  return {
    range: colour.range === "pc" ? "pc" : "tv",
    matrix: colour.matrix === "bt709" ? "bt709" : "bt2020nc",
    transfer: colour.transfer,
    primaries: ["bt709", "smpte432"].includes(colour.primaries) ? colour.primaries : "bt2020",
  };
}

/** The matrix that players would take. Untagged: BT.709 from 720 lines up, and BT.601 below. */
export function matrixOf(
  clip: Pick<VideoFacts, "width" | "height" | "colour" | "pixelFormat">,
): Matrix | null {
  const { matrix } = clip.colour;
  if (matrix === "gbr" || /rgb|bgr|gbr|pal8/.test(clip.pixelFormat)) return null;
  if (matrix === "bt709") return "bt709";
  if (matrix.startsWith("bt2020")) return "bt2020";
  if (matrix === "smpte170m" || matrix === "bt470bg") return "bt601";
  return Math.min(clip.width, clip.height) >= 720 ? "bt709" : "bt601";
}

/** The matrix of a film in this format and these colours. */
export function filmMatrix(format: Format, colour: Colour): Matrix {
  const { width, height } = format;
  return matrixOf({ width, height, colour, pixelFormat: "yuv420p" }) ?? "bt709";
}

/** A border of 2 pixels or less is filled instead. */
function snap(pixels: number, film: number): number {
  return Math.abs(film - pixels) <= 2 ? film : pixels;
}

/** Bars are shared out evenly; a crop goes as near to the focus as the picture allows. */
function place(film: number, inner: number, focus: number): number {
  if (inner <= film) return Math.floor((film - inner) / 4) * 2;
  const wanted = film / 2 - focus * inner;
  // Even: chroma is shared by two pixels. Adding 0 keeps -0 out.
  return Math.round(Math.min(0, Math.max(film - inner, wanted)) / 2) * 2 + 0;
}
