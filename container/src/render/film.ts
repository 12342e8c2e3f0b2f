/**
 * Makes a film: fetch the clips, read their facts, plan, make the parts and the sound, write it all into
 * one file. The plan decides; this file only does what it says.
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { needDisk } from "../disk.ts";
import type { MuxPart } from "../mux/mux.ts";
import { countPackets, digestPicture } from "../mux/packets.ts";
import { filmDisk } from "../plan/disk.ts";
import { describePlan, planFilm } from "../plan/plan.ts";
import type { FilmPlan } from "../plan/plan.ts";
import { samplesAt } from "../plan/sound.ts";
import { mediaOf } from "../probe/check.ts";
import { readFile } from "../probe/read.ts";
import type { FilmOrder, Media } from "../protocol.ts";
import { joinParts, unplanned } from "./join.ts";
import { settleMissing } from "./missing.ts";
import { renderParts } from "./parts.ts";
import { FilmProgress } from "./progress.ts";
import { renderRenditions } from "./renditions.ts";
import { renderSound } from "./sound.ts";
import type { RenderedSound } from "./sound.ts";
import { PartStore } from "./store.ts";
import { fetchSources } from "./sources.ts";
import type { Source } from "./sources.ts";
import { encodeFailed } from "./work.ts";
import type { Rendered, Work } from "./work.ts";

/** Of one packet of AAC. */
const AAC_SAMPLES = 1024;

/** Throws ServiceFault, naming the clip where one is at fault, or the signal's reason. */
export async function renderFilm(work: Work, order: FilmOrder): Promise<Rendered> {
  const arrivals = await fetchSources(work, order);
  const { sources, joins, warnings } = await settleMissing(work, order, arrivals);
  const plan = planFilm(sources, { ...order, joins });
  await needDiskFor(work, order, sources, plan);
  const progress = new FilmProgress(work, plan);
  const { parts, sound, store } = await makeAll(work, order, sources, plan, progress);
  const isJoined = (source: Source) => parts.some((part) => part.file === source.file);
  for (const source of sources) if (!isJoined(source)) await rm(source.file);
  const file = path.join(work.folder, "film.mp4");
  await joinParts(work, { plan, sources, parts, sound: sound.file }, file, {
    onFrames: (frames) => progress.joined(frames),
    onSpent: (spent) => rm(spent),
  });
  const facts = await readFile(work.platform, file, "video", work.signal);
  const media = mediaOf(facts, "video", facts.video?.frames ?? 0);
  expectPlanned(plan, sound, media);
  // Its index says when it was written.
  store.know(file, () => digestPicture(file));
  const film = { id: order.job_id, file, facts, sound: sound.file, store };
  const more = await renderRenditions(work, order.renditions, film);
  const all = [...warnings, ...plan.warnings, ...sound.warnings, ...more.warnings];
  return { file, media, warnings: all, files: more.files };
}

async function needDiskFor(
  { platform, folder }: Work,
  order: FilmOrder,
  sources: readonly Source[],
  plan: FilmPlan,
): Promise<void> {
  const disk_bytes = filmDisk(plan, sources, order);
  const { job_id } = order;
  platform.log({ event: "film_planned", job_id, plan: describePlan(plan), disk_bytes });
  await needDisk(platform, folder, disk_bytes);
}

/** Picture and sound are made at the same time; the first that fails stops the other. */
async function makeAll(
  work: Work,
  order: FilmOrder,
  sources: readonly Source[],
  plan: FilmPlan,
  progress: FilmProgress,
): Promise<{ parts: MuxPart[]; sound: RenderedSound; store: PartStore }> {
  const failed = new AbortController();
  const signal = AbortSignal.any([work.signal, failed.signal]);
  const stopOther = (error: unknown) => failed.abort(error);
  const shared = { ...work, signal };
  const store = await PartStore.open(shared, order.parts_url);
  const sounding = makeSound(shared, order, sources, plan, { store, progress }).catch(encodeFailed);
  const tell = (frames: number, id: string, clip: number) => progress.encoded(frames, id, clip);
  const picture = renderParts(shared, plan, sources, store, tell, { beside: sounding });
  await Promise.all([picture.catch(stopOther), sounding.catch(stopOther)]);
  await store.settled().catch(stopOther);
  signal.throwIfAborted();
  return { parts: await picture, sound: await sounding, store };
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

/** The film is what was planned, or it is not handed out. */
function expectPlanned(plan: FilmPlan, sound: RenderedSound, media: Media): void {
  const frames = media.video?.frames ?? 0;
  const offMs =
    media.audio === null ? 0 : media.audio.duration_ms - (media.video?.duration_ms ?? 0);
  const isAsPlanned = frames === plan.frames && (media.audio !== null) === (sound.file !== null);
  if (isAsPlanned && Math.abs(offMs) <= 40) return;
  throw unplanned(`${frames} of ${plan.frames} frames; sound longer than picture by ${offMs} ms`);
}
