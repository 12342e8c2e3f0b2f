/** Joins the parts of a picture and its sound into one file. */
import { ServiceFault } from "../fault.ts";
import { muxFilm, MuxError } from "../mux/mux.ts";
import type { MuxOrder, MuxPart } from "../mux/mux.ts";
import type { FilmPlan } from "../plan/plan.ts";
import { uniteSets } from "../probe/avc.ts";
import type { AvcSets } from "../probe/avc.ts";
import { readSets } from "../probe/copy-facts.ts";
import type { Source } from "./sources.ts";
import type { Work } from "./work.ts";

/**
 * `sound` is AAC in an MP4; null for none. `onSpent` hears of each file of the picture that is not needed any
 * more. Throws ServiceFault `encode_failed`, or the signal's reason.
 */
export async function joinParts(
  work: Work,
  film: {
    plan: FilmPlan;
    sources: readonly Source[];
    parts: readonly MuxPart[];
    sound: string | null;
  },
  output: string,
  on: Pick<MuxOrder, "onFrames" | "onSpent">,
): Promise<void> {
  const { plan, sources, parts, sound } = film;
  const { rate, width, height } = plan.format;
  const sets = await setsOf(plan, sources, parts);
  const { signal } = work;
  await muxFilm({ parts, rate, width, height, sets, sound, output, signal, ...on }).catch(
    notAsPlanned,
  );
}

/** The parameter sets of everything in the film. */
async function setsOf(
  plan: FilmPlan,
  sources: readonly Source[],
  parts: readonly MuxPart[],
): Promise<AvcSets> {
  const all: AvcSets[] = [];
  for (const [index, part] of plan.parts.entries()) {
    const file = parts[index]?.file ?? "";
    const sets = part.how === "copy" ? sources[part.clip]?.facts.video.sets : await readSets(file);
    if (sets !== null && sets !== undefined) all.push(sets);
  }
  const united = uniteSets(all);
  if (united === null || all.length < parts.length) throw unplanned("parameter sets do not unite");
  return united;
}

function notAsPlanned(error: unknown): never {
  throw error instanceof MuxError ? unplanned(error.message) : error;
}

/** A film that did not come out as its plan says. */
export function unplanned(detail: string): ServiceFault {
  return new ServiceFault(
    "encode_failed",
    "The film did not come out as planned, so it was not kept. Try again; if it fails again, leave out the newest clip.",
    { detail },
  );
}
