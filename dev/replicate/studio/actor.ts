/** Who acts in a clip: a figure of ours, or a stranger's picture worn as a paper face. */
import type { Design } from "./design.ts";
import { type Piece, puppetPieces } from "./figure/puppet.ts";

export type Actor = {
  design: Design;
  /** A data URI of the reference picture, when it is not one of ours. */
  face: string | null;
};

/** The oval that a stranger's picture is cut to, in head units. */
const FACE = { x: 0, y: -70, rx: 82, ry: 96 };

/** The pieces to draw; a stranger's picture takes the place of every head. */
export function actorPieces({ design, face }: Actor): Piece[] {
  const pieces = puppetPieces(design);
  if (face === null) return pieces;
  const { x, y, rx, ry } = FACE;
  const mask =
    `<defs><clipPath id="face"><ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}"/></clipPath></defs>` +
    `<ellipse cx="${x}" cy="${y}" rx="${rx + 7}" ry="${ry + 7}" fill="#fbf5e6"/>` +
    `<image href="${face}" x="${x - ry}" y="${y - ry}" width="${ry * 2}" height="${ry * 2}" preserveAspectRatio="xMidYMid slice" clip-path="url(#face)"/>`;
  return pieces.map((piece) => (piece.name.startsWith("head-") ? { ...piece, svg: mask } : piece));
}
