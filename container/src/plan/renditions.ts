/** The sizes of a film's further files. Pure. */
import type { Rendition } from "../protocol/film.ts";
import { even } from "./format.ts";

export type Size = { width: number; height: number };
export type Version = Extract<Rendition, { kind: "ratio" | "draft" }>;
export type Preview = Extract<Rendition, { kind: "preview" }>;

const DRAFT_SIDE = 480;

/** In another ratio the film's shorter side stays as it is; a draft is never larger than the film. */
export function versionSize(version: Version, film: Size): Size {
  const short = Math.min(film.width, film.height);
  if (version.kind === "draft") {
    const scale = Math.min(1, DRAFT_SIDE / short);
    return { width: even(film.width * scale), height: even(film.height * scale) };
  }
  const long = even((short * 16) / 9);
  if (version.ratio === "1:1") return { width: short, height: short };
  return version.ratio === "16:9" ? { width: long, height: short } : { width: short, height: long };
}

export function previewSize({ width }: Preview, film: Size): Size {
  return { width, height: even((width * film.height) / film.width) };
}
