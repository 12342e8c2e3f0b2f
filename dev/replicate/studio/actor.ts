/** Who acts in a clip: a figure of ours, or a stranger's picture worn as a paper face. */
import type { Design } from "./design.ts";
import type { Look } from "./figure/face.ts";
import type { Pose } from "./figure/poses.ts";
import { assemble, drawFigure, puppetPieces } from "./figure/puppet.ts";

export type Actor = {
  design: Design;
  /** A data URI of the reference picture, when it is not one of ours. */
  face: string | null;
};

/** The oval that a stranger's picture is cut to, in head units. */
const FACE = { x: 0, y: -70, rx: 82, ry: 96 };

export function drawActor({ design, face }: Actor, pose: Pose, look: Look): string {
  if (face === null) return drawFigure(design, pose, look);
  const pieces = new Map(puppetPieces(design).map((piece) => [piece.name, piece.svg]));
  const { x, y, rx, ry } = FACE;
  const mask =
    `<defs><clipPath id="face"><ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}"/></clipPath></defs>` +
    `<ellipse cx="${x}" cy="${y}" rx="${rx + 7}" ry="${ry + 7}" fill="#fbf5e6"/>` +
    `<image href="${face}" x="${x - ry}" y="${y - ry}" width="${ry * 2}" height="${ry * 2}" preserveAspectRatio="xMidYMid slice" clip-path="url(#face)"/>`;
  return assemble(design, pose, look)
    .map(({ name, matrix }) => {
      const svg = name.startsWith("head-") ? mask : pieces.get(name);
      return svg === undefined
        ? ""
        : `<g transform="matrix(${matrix.map((value) => value.toFixed(4)).join(" ")})">${svg}</g>`;
    })
    .join("");
}
