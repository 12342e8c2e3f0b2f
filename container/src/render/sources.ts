/** Fetches the clips of a film and reads what they are. */
import path from "node:path";
import { LIMITS } from "../config.ts";
import { namingClip, ServiceFault } from "../fault.ts";
import type { PlannedClip } from "../plan/plan.ts";
import { invalid, readFile } from "../probe/read.ts";
import type { FilmOrder } from "../protocol.ts";
import type { ClipOrder } from "../protocol/film.ts";
import { Slots } from "../service/slots.ts";
import { download } from "../transfer/download.ts";
import type { Work } from "./work.ts";

export type Source = PlannedClip & { id: string; file: string };

/** A clip as it came, or why it did not. */
export type Arrival =
  { clip: ClipOrder; source: Source } | { clip: ClipOrder; fault: ServiceFault };

/**
 * Clips arrive a few at a time. Where the film can't do without one, the first that fails stops the others.
 * Throws ServiceFault, naming the clip, or the signal's reason.
 */
export async function fetchSources(
  work: Work,
  { clips, missing }: Pick<FilmOrder, "clips" | "missing">,
): Promise<Arrival[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([work.signal, failed.signal]);
  const slots = new Slots(LIMITS.downloadsAtOnce);
  let done = 0;
  const told = () => ({ name: "fetch" as const, done, of: clips.length });
  work.report(0, `Fetching ${clips.length} clips`, told());
  const fetched = clips.map((clip, index) =>
    slots.run(signal, async (): Promise<Arrival> => {
      const place = { id: clip.id, place: index + 1, count: clips.length };
      try {
        const source = await namingClip(place, () => fetchOne({ ...work, signal }, clip, index));
        return { clip, source };
      } catch (error) {
        if (missing === "refuse" || !isMissing(error)) throw error;
        return { clip, fault: error };
      } finally {
        done += 1;
        work.report(0, `Fetched ${done} of ${clips.length} clips`, told());
      }
    }),
  );
  const noticed = fetched.map((each) => each.catch((error: unknown) => failed.abort(error)));
  // Every transfer has ended before the folder goes.
  await Promise.all(noticed);
  signal.throwIfAborted();
  return Promise.all(fetched);
}

/** Whether it is the clip that is at fault, and not this machine. */
function isMissing(error: unknown): error is ServiceFault {
  if (!(error instanceof ServiceFault)) return false;
  return error.fault.code === "input_unreachable" || error.fault.code === "input_invalid";
}

async function fetchOne(work: Work, clip: ClipOrder, index: number): Promise<Source> {
  const { platform, signal } = work;
  if (clip.url === null) throw invalid("There is no clip. Make it first, or leave it out.");
  const file = path.join(work.folder, `clip-${index + 1}`);
  await download(platform, { url: clip.url, file, maxBytes: LIMITS.mediaBytes, signal });
  const facts = await readFile(platform, file, "video", signal);
  const { video } = facts;
  if (video === null) throw new Error("A file read as a clip has a picture");
  if (clip.in_s >= video.durationS) {
    throw invalid(
      `It is ${video.durationS.toFixed(2)} s long, but its use begins at ${clip.in_s} s. Begin earlier.`,
    );
  }
  return { id: clip.id, place: index + 1, file, asked: clip, facts: { ...facts, video } };
}
