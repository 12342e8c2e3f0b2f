/** SVG to pixels, several at a time on other threads. */
import { type RenderedImage, renderAsync } from "@resvg/resvg-js";

export type ViewBox = readonly [x: number, y: number, width: number, height: number];
/** RGBA, eight bits each, premultiplied by alpha. */
export type Pixels = { width: number; height: number; data: Uint8Array };

/** `content` drawn in `viewBox`, `width` pixels wide, as PNG bytes and as pixels. */
export async function raster(
  content: string,
  viewBox: ViewBox,
  width: number,
): Promise<{ png: Buffer; pixels: Pixels }> {
  const image = await render(content, viewBox, width);
  return { png: image.asPng(), pixels: pixelsOf(image) };
}

export async function rasterPixels(
  content: string,
  viewBox: ViewBox,
  width: number,
): Promise<Pixels> {
  return pixelsOf(await render(content, viewBox, width));
}

function pixelsOf(image: RenderedImage): Pixels {
  return { width: image.width, height: image.height, data: new Uint8Array(image.pixels) };
}

function render(content: string, viewBox: ViewBox, width: number): Promise<RenderedImage> {
  const [x, y, w, h] = viewBox;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${w}" height="${h}" viewBox="${x} ${y} ${w} ${h}">${content}</svg>`;
  return renderAsync(svg, {
    fitTo: { mode: "width", value: width },
    font: { loadSystemFonts: false },
  });
}

/** The smallest rectangle, on even coordinates, that holds all ink; null for an empty picture. */
export function inkBounds({
  width,
  height,
  data,
}: Pixels): [number, number, number, number] | null {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width * 4 + 3; x < width; x++, i += 4) {
      if (data[i] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  if (bottom < 0) return null;
  [left, top] = [left & ~1, top & ~1];
  return [left, top, Math.min(width, right + 2) - left, Math.min(height, bottom + 2) - top];
}

export function cropPixels(
  { width, data }: Pixels,
  [left, top, w, h]: readonly [number, number, number, number],
): Pixels {
  const cut = new Uint8Array(w * h * 4);
  for (let y = 0; y < h; y++) {
    const from = ((top + y) * width + left) * 4;
    cut.set(data.subarray(from, from + w * 4), y * w * 4);
  }
  return { width: w, height: h, data: cut };
}

/** From premultiplied to straight alpha, in place: what ffmpeg's overlay expects. */
export function straighten(data: Uint8Array, from = 0, to = data.length): void {
  for (let i = from; i < to; i += 4) {
    const a = data[i + 3] ?? 0;
    if (a === 0 || a === 255) continue;
    const k = 255 / a;
    data[i] = Math.min(255, (data[i] ?? 0) * k);
    data[i + 1] = Math.min(255, (data[i + 1] ?? 0) * k);
    data[i + 2] = Math.min(255, (data[i + 2] ?? 0) * k);
  }
}
