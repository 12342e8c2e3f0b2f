/** The frame that places are drawn in, in units whatever the size in pixels. */
import type { Random } from "../random.ts";
import type { Palette } from "./palette.ts";

export const HEIGHT = 720;
export const GROUND = 630;

/** Widths of the layers in frame widths: what is near drifts further. */
export const SPREAD = { back: 1.12, middle: 1.4, front: 1.85 } as const;
export type LayerName = keyof typeof SPREAD;

export type Brush = { width: number; palette: Palette; chance: Random };
export type Painter = Record<LayerName, (brush: Brush) => string>;
