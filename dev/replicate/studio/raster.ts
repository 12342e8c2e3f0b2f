/** SVG to PNG, several at a time on other threads. */
import { renderAsync } from "@resvg/resvg-js";

/** PNG bytes of `content` drawn in `viewBox`, `width` pixels wide. */
export async function raster(
  content: string,
  viewBox: readonly [number, number, number, number],
  width: number,
): Promise<Buffer> {
  const [x, y, w, h] = viewBox;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${w}" height="${h}" viewBox="${x} ${y} ${w} ${h}">${content}</svg>`;
  const image = await renderAsync(svg, {
    fitTo: { mode: "width", value: width },
    font: { loadSystemFonts: false },
  });
  return image.asPng();
}
