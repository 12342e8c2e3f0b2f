/** ffmpeg's arguments for a short moving picture that pages show without a player. Pure. */
import { input, PROGRESS, QUIET } from "./arguments.ts";

export type Preview = {
  format: "gif" | "webp";
  startS: number;
  lengthS: number;
  width: number;
  height: number;
};

/** Frames a second: moves well enough, and stays small. */
export const PREVIEW_RATE = 12;

export function takePreview(file: string, preview: Preview, output: string): string[] {
  const { startS, lengthS, width, height } = preview;
  const range = ["-ss", startS.toFixed(3), "-t", lengthS.toFixed(3)];
  const frames = `fps=${PREVIEW_RATE},scale=${width}:${height}:flags=bicubic`;
  const palette = "split[a][b];[a]palettegen=stats_mode=diff[p];[b][p]paletteuse=dither=bayer";
  const kind =
    preview.format === "gif"
      ? ["-filter_complex", `[0:v]${frames},${palette}`, "-f", "gif"]
      : ["-vf", frames, "-c:v", "libwebp_anim", "-quality", "60", "-f", "webp"];
  const bare = ["-an", "-map_metadata", "-1", "-loop", "0"];
  return [...QUIET, ...PROGRESS, ...range, ...input(file), ...bare, ...kind, `file:${output}`];
}
