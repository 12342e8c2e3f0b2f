/**
 * Where a film keeps its length, a transition that shows two clips at once takes what they have beyond
 * the cut. Generated clips that are used whole have nothing there.
 */
import type { TransitionKind } from "../contracts/film-options.ts";
import type { FilmInput, FilmOrder } from "./orders.ts";
import type { Draft } from "./state.ts";

const OVERLAPS: readonly TransitionKind[] = ["crossfade", "wipe", "slide"];

/** About a frame: lengths are rounded, and so much less is not seen. */
const SLACK_S = 0.05;

/** One input of a film, and the number of the scene that it shows. */
export type Shown = { sceneNumber: number; input: FilmInput };

/** Names the transitions that can't be as asked, and says how to have them. `joins` are between `shown`. */
export function overlapWarnings(
  draft: Draft,
  shown: readonly Shown[],
  { joins, keep }: Pick<FilmOrder, "joins" | "keep">,
): string[] {
  if (keep === "clips") return [];
  const short = joins.flatMap((join, index) => {
    const [before, next] = [shown[index], shown[index + 1]];
    if (before === undefined || next === undefined || !OVERLAPS.includes(join.kind)) return [];
    const thereS = beyondEnd(draft, before.input) + next.input.inS;
    return thereS < join.lengthS - SLACK_S ? [before.sceneNumber] : [];
  });
  if (short.length === 0) return [];
  const after = `${short.length === 1 ? "scene" : "scenes"} ${short.join(", ")}`;
  return [
    `With keep "film" a transition needs material of both clips beyond the cut, and after ${after} there is too little: it gets shorter there, or becomes a hard cut. Cut the film with keep "clips" to have it as asked; the film gets shorter by its length.`,
  ];
}

/** Seconds of a clip after the part that the film uses; a clip of unknown length has enough. */
function beyondEnd(draft: Draft, { assetId, inS, lengthS }: FilmInput): number {
  if (lengthS === null) return 0;
  const durationMs = draft.get("assets", assetId)?.durationMs ?? null;
  return durationMs === null ? Infinity : Math.max(0, durationMs / 1000 - inS - lengthS);
}
