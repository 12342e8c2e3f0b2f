/** How long work usually takes, measured from what was finished last. */
import * as z from "zod/mini";
import { JobKind } from "./job.ts";

export const UsualTime = z.object({
  kind: JobKind,
  /** Null for a film, which is our own work. */
  model: z.nullable(z.string()),
  /** The class of its length: whole seconds of a clip, steps of 15 seconds of a film, else 0. */
  lengthS: z.int(),
  /** The median, from the start of the work to its end. */
  seconds: z.number(),
  /** Of how many it is the median. */
  count: z.int(),
});
export type UsualTime = z.infer<typeof UsualTime>;

/** What a job of this length is measured with. */
export function lengthClass(kind: JobKind, lengthS: number): number {
  if (kind === "clip") return Math.ceil(lengthS - 0.001);
  return kind === "film" ? Math.ceil(lengthS / 15) * 15 : 0;
}
