/**
 * Makes a film: fetch the clips, read their facts, plan, render the parts that can't be copied, join.
 * The plan decides; this file only does what it says.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { LIMITS } from "../config.ts";
import { namingClip, ServiceFault } from "../fault.ts";
import { cutVideo, encodeVideo, joinFilm, joinList } from "../ffmpeg/arguments.ts";
import type { Sound } from "../ffmpeg/arguments.ts";
import { runTool, ToolFailure } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";
import { copySignature, describePlan, planFilm } from "../plan/plan.ts";
import type { FilmPart, FilmPlan, PlannedClip } from "../plan/plan.ts";
import { mediaOf } from "../probe/check.ts";
import { invalid, readFile } from "../probe/read.ts";
import type { FilmOrder, Media, Step } from "../protocol.ts";
import { Slots } from "../service/slots.ts";
import { diskFull, download } from "../transfer/download.ts";

/** What a job may use and tell while it runs. `progress` is 0 to 1. */
export type Work = {
  platform: Platform;
  folder: string;
  signal: AbortSignal;
  report: (progress: number, doing: string, step: Step) => void;
};

export type Rendered = { file: string; media: Media; warnings: string[] };

type Source = PlannedClip & { id: string; file: string };

/** Throws ServiceFault, naming the clip where one is at fault, or the signal's reason. */
export async function renderFilm(work: Work, request: FilmOrder): Promise<Rendered> {
  const sources = await fetchSources(work, request);
  await needDisk(work, sources);
  const first = planFilm(sources, request.output, true);
  const { plan, files } = await renderParts(work, request, sources, first);
  const file = await join(work, sources, plan, files);
  const facts = await readFile(work.platform, file, "video", work.signal);
  const media = mediaOf(facts, "video", facts.video?.frames ?? 0);
  expectPlanned(plan, media);
  return { file, media, warnings: plan.warnings };
}

/** Clips arrive a few at a time; the first that fails stops the others. */
async function fetchSources(work: Work, request: FilmOrder): Promise<Source[]> {
  const { platform } = work;
  const { clips } = request;
  const failed = new AbortController();
  const signal = AbortSignal.any([work.signal, failed.signal]);
  const slots = new Slots(LIMITS.downloadsAtOnce);
  let done = 0;
  const step = () => ({ name: "fetch" as const, done, of: clips.length });
  work.report(0, `Fetching ${clips.length} clips`, step());
  const fetched = clips.map((clip, index) =>
    slots.run(signal, () =>
      namingClip({ id: clip.id, place: index + 1, count: clips.length }, async () => {
        const file = path.join(work.folder, `clip-${index + 1}`);
        const { url } = clip;
        if (url === null) throw invalid("There is no clip. Make it first, or leave it out.");
        await download(platform, { url, file, maxBytes: LIMITS.mediaBytes, signal });
        const facts = await readFile(platform, file, "video", signal);
        if (facts.video === null) throw new Error("A file read as a clip has a picture");
        done += 1;
        work.report(0, `Fetched ${done} of ${clips.length} clips`, step());
        const used = { ...facts, video: facts.video };
        return { id: clip.id, file, lengthS: clip.length_s, facts: used };
      }),
    ),
  );
  const noticed = fetched.map((each) => each.catch((error: unknown) => failed.abort(error)));
  // Every transfer has ended before the folder goes.
  await Promise.all(noticed);
  signal.throwIfAborted();
  return Promise.all(fetched);
}

/** Parts and film together are about twice the clips; encoding may need more, so three times. */
async function needDisk(work: Work, sources: readonly Source[]): Promise<void> {
  const bytes = sources.reduce((sum, source) => sum + source.facts.bytes, 0);
  const free = await work.platform.freeBytes(work.folder);
  if (free < bytes * 3 + LIMITS.spareDiskBytes) throw diskFull();
}

/**
 * Renders what is not copied as it is. Returns the plan that was kept and one file for each clip. When
 * encoded parts do not match the copied ones, every clip is encoded; parts made already are kept.
 */
async function renderParts(
  work: Work,
  request: FilmOrder,
  sources: readonly Source[],
  first: FilmPlan,
): Promise<{ plan: FilmPlan; files: string[] }> {
  const made = new Map<number, string>();
  const hasEncodes = first.parts.some((part) => part.picture.how === "encode");
  const hasCopies = first.parts.some((part) => part.picture.how !== "encode");
  await makeParts(work, sources, first, made, (part) => part.picture.how === "encode");
  let plan = first;
  if (hasEncodes && hasCopies && !(await allMatch(work, sources, first, made))) {
    plan = planFilm(sources, request.output, false);
  }
  work.platform.log({
    event: "film_planned",
    job_id: request.job_id,
    plan: describePlan(plan),
  });
  await makeParts(work, sources, plan, made, (part) => part.picture.how !== "copy");
  const files = plan.parts.map((part, index) => {
    const source = sources[index];
    const file = part.picture.how === "copy" ? source?.file : made.get(index);
    if (file === undefined) throw new Error(`Part ${index + 1} of the film was not made`);
    return file;
  });
  return { plan, files };
}

async function makeParts(
  work: Work,
  sources: readonly Source[],
  plan: FilmPlan,
  made: Map<number, string>,
  isWanted: (part: FilmPart) => boolean,
): Promise<void> {
  const { platform, signal } = work;
  const { ffmpeg } = platform.tools;
  for (const [index, part] of plan.parts.entries()) {
    const source = sources[index];
    if (source === undefined || made.has(index) || !isWanted(part)) continue;
    const place = { id: source.id, place: index + 1, count: sources.length };
    await namingClip(place, async () => {
      const { picture } = part;
      const output = path.join(work.folder, `part-${index + 1}.mp4`);
      const doing = `Preparing clip ${index + 1} of ${sources.length}`;
      if (picture.how === "cut") {
        const args = cutVideo(source.file, picture.stream, part.frames, output);
        await runTool(ffmpeg, args, { signal, onLine: () => undefined }).catch(encodeFailed);
      } else if (picture.how === "encode") {
        const args = encodeVideo(source.file, picture.stream, part.frames, picture.fit, output);
        const onLine = onFrames((frames) =>
          work.report(share(plan, made, frames), doing, {
            name: "encode",
            done: frames,
            of: part.frames,
            clip_id: source.id,
          }),
        );
        await runTool(ffmpeg, args, { signal, onLine }).catch(encodeFailed);
      }
      made.set(index, output);
    });
  }
}

/** Whether the encoded parts can be joined with the copied clips of the plan. */
async function allMatch(
  work: Work,
  sources: readonly Source[],
  plan: FilmPlan,
  made: ReadonlyMap<number, string>,
): Promise<boolean> {
  const copied = plan.parts.findIndex((part) => part.picture.how !== "encode");
  const source = sources[copied];
  const encoded = made.values().next().value;
  if (source === undefined || encoded === undefined) return false;
  const facts = await readFile(work.platform, encoded, "video", work.signal);
  if (facts.video === null) return false;
  const signature = copySignature(facts.video, facts.format);
  return signature === copySignature(source.facts.video, source.facts.format);
}

async function join(
  work: Work,
  sources: readonly Source[],
  plan: FilmPlan,
  files: readonly string[],
): Promise<string> {
  const list = path.join(work.folder, "film.ffconcat");
  const output = path.join(work.folder, "film.mp4");
  const joined = plan.parts.map((part, index) => ({
    file: files[index] ?? "",
    frames: part.frames,
  }));
  await writeFile(list, joinList(joined, plan.format.rate));
  const sounds = plan.parts.map(({ sound }, index): Sound => {
    const file = sound.stream === null ? null : (sources[index]?.file ?? null);
    return { file, stream: sound.stream ?? 0, samples: sound.samples, startS: sound.startS };
  });
  const encoded = encodedFrames(plan, () => true);
  const onLine = onFrames((frames) =>
    work.report((encoded + frames) / (encoded + plan.frames), "Joining the clips", {
      name: "join",
      done: frames,
      of: plan.frames,
    }),
  );
  const args = joinFilm(list, plan.hasSound ? sounds : null, output);
  await runTool(work.platform.tools.ffmpeg, args, { signal: work.signal, onLine }).catch(
    encodeFailed,
  );
  return output;
}

/** Share of all frames done: those to encode count once for that and once, like all, for the join. */
function share(plan: FilmPlan, made: ReadonlyMap<number, string>, frames: number): number {
  const done = encodedFrames(plan, (index) => made.has(index));
  return (done + frames) / (encodedFrames(plan, () => true) + plan.frames);
}

function encodedFrames(plan: FilmPlan, counts: (index: number) => boolean): number {
  return plan.parts.reduce(
    (sum, part, index) =>
      part.picture.how === "encode" && counts(index) ? sum + part.frames : sum,
    0,
  );
}

/** Calls back with the frame count of each `frame=` line of ffmpeg's progress. */
function onFrames(callback: (frames: number) => void): (line: string) => void {
  return (line) => {
    const frames = /^frame=\s*(\d+)/.exec(line)?.[1];
    if (frames !== undefined) callback(Number(frames));
  };
}

/** The film is what was planned, or it is not handed out. */
function expectPlanned(plan: FilmPlan, media: Media): void {
  const frames = media.video?.frames ?? 0;
  const offMs =
    media.audio === null ? 0 : media.audio.duration_ms - (media.video?.duration_ms ?? 0);
  const isAsPlanned = frames === plan.frames && (media.audio !== null) === plan.hasSound;
  if (isAsPlanned && Math.abs(offMs) <= 40) return;
  throw new ServiceFault(
    "encode_failed",
    "The film did not come out as planned, so it was not kept. Try again; if it fails again, leave out the newest clip.",
    { detail: `${frames} of ${plan.frames} frames; sound longer than picture by ${offMs} ms` },
  );
}

function encodeFailed(error: unknown): never {
  if (!(error instanceof ToolFailure) || error.reason === "missing") throw error;
  if (/no space left/i.test(error.detail)) throw diskFull(error);
  throw new ServiceFault(
    "encode_failed",
    "ffmpeg could not work with this material. Try again; if it fails again, make the clip anew.",
    { detail: error.detail, cause: error },
  );
}
