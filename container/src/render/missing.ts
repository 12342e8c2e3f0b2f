/** What becomes of clips that did not arrive: they are left out, or a still stands in for them. */
import { filmFormat } from "../plan/format.ts";
import type { Format } from "../plan/format.ts";
import type { FilmOrder } from "../protocol.ts";
import type { Arrival, Source } from "./sources.ts";
import { renderStill } from "./stills.ts";
import type { Work } from "./work.ts";

/** For a film that has only stills and no format asked for. */
const PLAIN_FORMAT: Format = { width: 1280, height: 720, rate: { num: 24, den: 1 } };

/** `joins` are those between the sources that there are. */
export type Settled = { sources: Source[]; joins: FilmOrder["joins"]; warnings: string[] };

/** Throws the first clip's ServiceFault where nothing is left to show. */
export async function settleMissing(
  work: Work,
  order: FilmOrder,
  arrivals: readonly Arrival[],
): Promise<Settled> {
  const warnings: string[] = [];
  const found = arrivals.flatMap((each) => ("source" in each ? [each.source.facts.video] : []));
  const format = found.length > 0 ? filmFormat(found, order.output) : plainFormat(order);
  const sources: Source[] = [];
  const joins: FilmOrder["joins"] = [];
  for (const [index, arrival] of arrivals.entries()) {
    const source = await sourceOf(work, order, arrival, { format, place: index + 1, warnings });
    if (source === null) continue;
    const join = order.joins[index - 1];
    // After one that was left out, its own join to the film before it is lost, and the later one holds.
    if (sources.length > 0 && join !== undefined) joins.push(join);
    sources.push(source);
  }
  if (sources.length > 0) return { sources, joins, warnings };
  for (const arrival of arrivals) if ("fault" in arrival) throw arrival.fault;
  throw new Error("A film has at least one clip");
}

async function sourceOf(
  work: Work,
  order: FilmOrder,
  arrival: Arrival,
  film: { format: Format; place: number; warnings: string[] },
): Promise<Source | null> {
  if ("source" in arrival) return arrival.source;
  const { clip, fault } = arrival;
  if (order.missing === "still" && clip.still !== null) {
    film.warnings.push(`${fault.fault.message} A still stands in for it.`);
    const { file, facts, warnings } = await renderStill(work, clip.still, film.format, film.place);
    film.warnings.push(...warnings);
    const whole = { in_s: 0, out_s: null, length_s: null, fit: null, focus: null };
    return { id: clip.id, place: film.place, file, facts, asked: whole };
  }
  film.warnings.push(`${fault.fault.message} It was left out.`);
  return null;
}

function plainFormat({ output }: FilmOrder): Format {
  if (output === null) return PLAIN_FORMAT;
  const { width, height } = output;
  return { width, height, rate: PLAIN_FORMAT.rate };
}
