/**
 * Moves a figure made of paper pieces. Each piece is drawn once; a frame only turns and places the
 * pieces, so a figure can move on every frame and at any angle for a few milliseconds each.
 */
import { type Actor, actorPieces } from "./actor.ts";
import type { Look } from "./figure/face.ts";
import type { Pose } from "./figure/poses.ts";
import { assemble, joint, type Matrix, multiplyMatrices } from "./figure/puppet.ts";
import { flat, oval } from "./paper.ts";
import { cropPixels, inkBounds, type Pixels, rasterPixels, straighten } from "./raster.ts";

type Cut = { pixels: Pixels; x: number; y: number };
export type Puppet = {
  width: number;
  height: number;
  /** Draws a frame into `into` (RGBA, straight alpha, `width` × `height`). */
  draw(pose: Pose, look: Look, facing: 1 | -1, into: Uint8Array): void;
};

/** `box` is the frame in figure units (feet at 0,0); `scale` is pixels per figure unit. */
export async function makePuppet(
  actor: Actor,
  box: readonly [number, number, number, number],
  scale: number,
): Promise<Puppet> {
  const cuts = new Map<string, Cut>();
  const shade = {
    name: "shade",
    svg: flat(oval(0, 0, 78, 12), "#0a0d2c", 0.28),
    box: [-80, -14, 160, 28] as const,
  };
  await Promise.all(
    [...actorPieces(actor), shade].map(async (piece) => {
      const drawn = await rasterPixels(piece.svg, piece.box, Math.ceil(piece.box[2] * scale));
      const ink = inkBounds(drawn);
      if (ink === null) return;
      cuts.set(piece.name, {
        pixels: cropPixels(drawn, ink),
        x: piece.box[0] * scale + ink[0],
        y: piece.box[1] * scale + ink[1],
      });
    }),
  );
  const width = Math.round((box[2] * scale) / 2) * 2;
  const height = Math.round((box[3] * scale) / 2) * 2;
  return {
    width,
    height,
    draw(pose, look, facing, into) {
      into.fill(0);
      const stage: Matrix = [scale * facing, 0, 0, scale, -box[0] * scale, -box[1] * scale];
      const put = (name: string, matrix: Matrix) => {
        const cut = cuts.get(name);
        if (cut === undefined) return;
        const unit: Matrix = [1 / scale, 0, 0, 1 / scale, cut.x / scale, cut.y / scale];
        paste(
          into,
          width,
          height,
          cut.pixels,
          multiplyMatrices(multiplyMatrices(stage, matrix), unit),
        );
      };
      // The higher the jump, the smaller the shadow.
      const near = Math.max(0.45, 1 + pose.y / 220);
      put("shade", joint(pose.x, 2, 0, near, near));
      for (const placed of assemble(actor.design, pose, look)) put(placed.name, placed.matrix);
      straighten(into);
    },
  };
}

/** Lays a piece over a frame, both premultiplied, sampled between pixels so that it turns smoothly. */
function paste(into: Uint8Array, width: number, height: number, piece: Pixels, m: Matrix): void {
  const { width: w, height: h, data } = piece;
  const [a, b, c, d, e, f] = m;
  const determinant = a * d - b * c;
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant];
  const xs = [e, e + a * w, e + c * h, e + a * w + c * h];
  const ys = [f, f + b * w, f + d * h, f + b * w + d * h];
  const left = Math.max(0, Math.floor(Math.min(...xs)));
  const right = Math.min(width - 1, Math.ceil(Math.max(...xs)));
  const top = Math.max(0, Math.floor(Math.min(...ys)));
  const bottom = Math.min(height - 1, Math.ceil(Math.max(...ys)));
  const stride = w * 4;
  for (let y = top; y <= bottom; y++) {
    let u = ia * (left + 0.5 - e) + ic * (y + 0.5 - f) - 0.5;
    let v = ib * (left + 0.5 - e) + id * (y + 0.5 - f) - 0.5;
    let o = (y * width + left) * 4;
    for (let x = left; x <= right; x++, u += ia, v += ib, o += 4) {
      if (u < 0 || v < 0 || u >= w - 1 || v >= h - 1) continue;
      const [iu, iv] = [u | 0, v | 0];
      const i = iv * stride + iu * 4;
      const [a0, a1] = [data[i + 3] as number, data[i + 7] as number];
      const [a2, a3] = [data[i + stride + 3] as number, data[i + stride + 7] as number];
      if ((a0 | a1 | a2 | a3) === 0) continue;
      const [fu, fv] = [u - iu, v - iv];
      const w3 = fu * fv;
      const w1 = fu - w3;
      const w2 = fv - w3;
      const w0 = 1 - fu - w2;
      const keep = 1 - (a0 * w0 + a1 * w1 + a2 * w2 + a3 * w3) / 255;
      for (let k = 0; k < 4; k++) {
        into[o + k] =
          (data[i + k] as number) * w0 +
          (data[i + 4 + k] as number) * w1 +
          (data[i + stride + k] as number) * w2 +
          (data[i + stride + 4 + k] as number) * w3 +
          (into[o + k] as number) * keep +
          0.5;
      }
    }
  }
}
