/**
 * The parts that a film's picture is made of, in order: packets copied, and frames encoded. Pure. Each part
 * can be made on its own and is small, so that one that is lost is soon made again.
 */
import type { Seam, Timeline } from "./timeline.ts";

/** Frames of one clip; see Span. */
export type Piece = { clip: number; from: number; to: number };

/** `encode` has one piece, or two that a seam leads from one to the other. */
export type Part =
  ({ how: "copy" } & Piece) | { how: "encode"; pieces: Piece[]; seam: Seam | null };

/** Where a clip's packets can be cut; null for a clip that can't be copied. See VideoFacts. */
export type Cuts = { cleanStarts: readonly number[]; closedPrefixes: readonly number[] } | null;

/** Shorter copies save nothing. */
const LEAST_COPIED = 4;

/** Fewer frames than this are no part of their own beside a seam. */
const LEAST_ALONE = 48;

/** Frames of the longest part with one piece. */
const LONGEST = 480;

export function framesOfPart(part: Part): number {
  if (part.how === "copy") return part.to - part.from;
  const all = part.pieces.reduce((sum, { from, to }) => sum + to - from, 0);
  return all - (part.seam?.overlap ?? 0);
}

export function planParts({ spans, seams }: Timeline, cuts: readonly Cuts[]): Part[] {
  const parts: Part[] = [];
  /** The end of a clip that waits for the beginning of the next one. */
  let tail: Piece | null = null;
  spans.forEach((span, clip) => {
    const before = seams[clip - 1]?.head ?? 0;
    const seam = seams[clip] ?? null;
    const body = { from: span.from + before, to: span.to - (seam?.tail ?? 0) };
    const copied = copiedRange(body, cuts[clip] ?? null);
    const joins = seam !== null && seam.tail > 0;
    const middle = copied ?? encodedMiddle(body, tail !== null, joins);
    const head = { clip, from: span.from, to: middle.from };
    if (tail !== null) {
      parts.push({ how: "encode", pieces: [tail, head], seam: seams[clip - 1] ?? null });
      tail = null;
    } else {
      parts.push(...encodes(head));
    }
    if (copied !== null) parts.push({ how: "copy", clip, ...copied });
    else parts.push(...encodes({ clip, ...middle }));
    const end = { clip, from: middle.to, to: span.to };
    if (joins) tail = end;
    else parts.push(...encodes(end));
  });
  return parts;
}

/** The longest stretch of the body that packets can give whole, null where it is not worth it. */
function copiedRange(
  body: { from: number; to: number },
  cuts: Cuts,
): { from: number; to: number } | null {
  if (cuts === null) return null;
  const from = cuts.cleanStarts.find((start) => start >= body.from);
  const to = cuts.closedPrefixes.findLast((end) => end <= body.to);
  if (from === undefined || to === undefined || to - from < LEAST_COPIED) return null;
  return { from, to };
}

/** What is a part of its own between two seams; a short rest goes with one of them instead. */
function encodedMiddle(
  body: { from: number; to: number },
  hasTail: boolean,
  joins: boolean,
): { from: number; to: number } {
  if (body.to - body.from >= LEAST_ALONE || !(hasTail || joins)) return body;
  const at = hasTail ? body.to : body.from;
  return { from: at, to: at };
}

function encodes(piece: Piece): Part[] {
  const frames = piece.to - piece.from;
  const count = Math.ceil(frames / LONGEST);
  return Array.from({ length: count }, (_, index): Part => {
    const from = piece.from + Math.floor((frames * index) / count);
    const to = piece.from + Math.floor((frames * (index + 1)) / count);
    return { how: "encode", pieces: [{ ...piece, from, to }], seam: null };
  });
}
