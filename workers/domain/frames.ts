/** Pixels of a film by its shape and the name of its size. */
import type { FilmFormat } from "../contracts/film-options.ts";
import type { AspectRatio } from "../contracts/models.ts";
import type * as z from "zod/mini";

/** A size is the shorter side, as of clips; both sides are even. */
export function frameOf(ratio: AspectRatio, size: `${number}p`): z.infer<typeof FilmFormat> {
  const short = Number.parseInt(size, 10);
  const long = Math.round((short * 16) / 9 / 2) * 2;
  const [width, height] = { "16:9": [long, short], "9:16": [short, long], "1:1": [short, short] }[
    ratio
  ] as [number, number];
  return { width, height, fps: null };
}
