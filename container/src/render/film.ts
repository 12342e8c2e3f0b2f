/**
 * Makes a film: fetch the clips, read their facts, plan, make the parts and the sound, write it all into
 * one file. The plan decides; this file only does what it says.
 */
import path from "node:path";
import { ServiceFault } from "../fault.ts";
import { muxFilm, MuxError } from "../mux/mux.ts";
import type { MuxPart } from "../mux/mux.ts";
import { countPackets } from "../mux/packets.ts";
import { describePlan, planFilm } from "../plan/plan.ts";
import type { FilmPlan } from "../plan/plan.ts";
import { samplesAt } from "../plan/sound.ts";
import { uniteSets } from "../probe/avc.ts";
import type { AvcSets } from "../probe/avc.ts";
import { mediaOf } from "../probe/check.ts";
import { readSets } from "../probe/copy-facts.ts";
import { readFile } from "../probe/read.ts";
import type { FilmOrder, Media } from "../protocol.ts";
import { settleMissing } from "./missing.ts";
import { renderParts } from "./parts.ts";
import { FilmProgress } from "./progress.ts";
import { renderSound } from "./sound.ts";
import type { RenderedSound } from "./sound.ts";
import { PartStore } from "./store.ts";
import { fetchSources, needDisk } from "./sources.ts";
import type { Source } from "./sources.ts";
import { encodeFailed } from "./work.ts";
import type { Rendered, Work } from "./work.ts";

/** Of one packet of AAC. */
const AAC_SAMPLES = 1024;

/** Throws ServiceFault, naming the clip where one is at fault, or the signal's reason. */
export async function renderFilm(work: Work, order: FilmOrder): Promise<Rendered> {
  const arrivals = await fetchSources(work, order);
  const { sources, joins, warnings } = await settleMissing(work, order, arrivals);
  await needDisk(work, sources);
  const plan = planFilm(sources, { ...order, joins });
  work.platform.log({ event: "film_planned", job_id: order.job_id, plan: describePlan(plan) });
  const progress = new FilmProgress(work, plan);
  const { parts, sound } = await makeAll(work, order, sources, plan, progress);
  const file = path.join(work.folder, "film.mp4");
  await muxFilm({
    parts,
    rate: plan.format.rate,
    width: plan.format.width,
    height: plan.format.height,
    sets: await setsOf(plan, sources, parts),
    sound: sound.file,
    output: file,
    signal: work.signal,
    onFrames: (frames) => progress.joined(frames),
  }).catch(notAsPlanned);
  const facts = await readFile(work.platform, file, "video", work.signal);
  const media = mediaOf(facts, "video", facts.video?.frames ?? 0);
  expectPlanned(plan, sound, media);
  return { file, media, warnings: [...warnings, ...plan.warnings, ...sound.warnings] };
}

/** Picture and sound are made at the same time; the first that fails stops the other. */
async function makeAll(
  work: Work,
  order: FilmOrder,
  sources: readonly Source[],
  plan: FilmPlan,
  progress: FilmProgress,
): Promise<{ parts: MuxPart[]; sound: RenderedSound }> {
  const failed = new AbortController();
  const signal = AbortSignal.any([work.signal, failed.signal]);
  const stopOther = (error: unknown) => failed.abort(error);
  const shared = { ...work, signal };
  const store = await PartStore.open(shared, order.parts_url);
  const picture = renderParts(shared, plan, sources, store, (frames, id, clip) =>
    progress.encoded(frames, id, clip),
  );
  const sounding = makeSound(shared, order, sources, plan, { store, progress }).catch(encodeFailed);
  await Promise.all([picture.catch(stopOther), sounding.catch(stopOther)]);
  await store.settled().catch(stopOther);
  signal.throwIfAborted();
  return { parts: await picture, sound: await sounding };
}

/** The whole sound is one part: it is made of all clips at once, and quickly. */
async function makeSound(
  { platform, folder, signal }: Work,
  order: FilmOrder,
  sources: readonly Source[],
  plan: FilmPlan,
  tools: { store: PartStore; progress: FilmProgress },
): Promise<RenderedSound> {
  const { spans, seams, frames, format } = plan;
  const clips = sources.map(({ file, facts }) => ({
    file,
    stream: facts.audio?.stream ?? null,
    startS: facts.video.startS,
  }));
  const timeline = { spans, seams, frames };
  const film = { clips, timeline, rate: format.rate, order: order.sound };
  const report = (done: number, of: number) => tools.progress.sounded(done, of);
  const file = path.join(folder, "sound.m4a");
  const content = { ...film, clips: clips.map((clip) => ({ ...clip, file: "" })) };
  let made: RenderedSound = { file, warnings: [] };
  await tools.store.part(
    file,
    { content: withoutQueries(content), inputs: clips.map((clip) => clip.file) },
    async (kept) =>
      (await countPackets(kept, "audio")) >= samplesAt(frames, format.rate) / AAC_SAMPLES,
    async () => {
      made = await renderSound({ platform, folder, signal, report }, film);
      return made.file !== null && made.warnings.length === 0;
    },
  );
  return made;
}

/** Signed addresses get a new signature each time, which says nothing of the file. */
function withoutQueries(content: unknown): string {
  return JSON.stringify(content, (key, value: unknown) =>
    key === "url" && typeof value === "string" ? value.replace(/[?#].*$/, "") : value,
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

/** The film is what was planned, or it is not handed out. */
function expectPlanned(plan: FilmPlan, sound: RenderedSound, media: Media): void {
  const frames = media.video?.frames ?? 0;
  const offMs =
    media.audio === null ? 0 : media.audio.duration_ms - (media.video?.duration_ms ?? 0);
  const isAsPlanned = frames === plan.frames && (media.audio !== null) === (sound.file !== null);
  if (isAsPlanned && Math.abs(offMs) <= 40) return;
  throw unplanned(`${frames} of ${plan.frames} frames; sound longer than picture by ${offMs} ms`);
}

function notAsPlanned(error: unknown): never {
  throw error instanceof MuxError ? unplanned(error.message) : error;
}

function unplanned(detail: string): ServiceFault {
  return new ServiceFault(
    "encode_failed",
    "The film did not come out as planned, so it was not kept. Try again; if it fails again, leave out the newest clip.",
    { detail },
  );
}
