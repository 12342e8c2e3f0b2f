/** The frame that places are drawn in, in units whatever the size in pixels. */
import type { Random } from "../random.ts";
import type { Palette } from "./palette.ts";

export const HEIGHT = 720;
export const GROUND = 630;

/** Widths of the layers in frame widths: what is near drifts further. */
export const SPREAD = { back: 1.12, middle: 1.4, front: 1.85, fore: 2.2 } as const;
/** From far to near; `fore` passes between the figure and the eye. */
export const LAYERS = ["back", "middle", "front", "fore"] as const;
/** Units painted past a layer's edge, because its pixels are rounded up. */
export const OVERSCAN = 8;

export type LayerName = keyof typeof SPREAD;

export type Brush = { width: number; palette: Palette; chance: Random };
export type Painter = Record<Exclude<LayerName, "fore">, (brush: Brush) => string>;
