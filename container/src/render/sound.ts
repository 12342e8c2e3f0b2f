/**
 * Makes the sound of a film: levels the clips, mixes them and the music in groups, and brings the whole to
 * the loudness asked for. The film's picture is not needed for it and may be made at the same time.
 */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { SAMPLE_RATE } from "../ffmpeg/arguments.ts";
import type { Ratio } from "../ffmpeg/arguments.ts";
import { encodeSound, measureGraph, mixSound } from "../ffmpeg/sound.ts";
import type { SoundGraph } from "../ffmpeg/sound.ts";
import { runTool } from "../ffmpeg/run.ts";
import type { Platform } from "../platform.ts";
import { levelGain, planSound, soundGroups } from "../plan/sound.ts";
import type { SoundClip, SoundPlan, SoundTimeline } from "../plan/sound.ts";
import { measureFile, runMeasure } from "../probe/loudness.ts";
import type { SoundOrder } from "../protocol/film.ts";
import { Slots } from "../service/slots.ts";
import { masterSound } from "./master.ts";
import { renderMusic } from "./music.ts";

/** Where clips are brought when the film's own loudness is left alone. */
const LEVEL_LUFS = -14;
const PROCESSES = 2;

/** What this work may use. `report` is told seconds of sound done and to do. */
export type SoundWork = {
  platform: Platform;
  folder: string;
  signal: AbortSignal;
  report: (done: number, of: number) => void;
};

/** The clips as their picture was planned, each with its file. See SoundTimeline. */
export type FilmSound = {
  clips: ReadonlyArray<SoundClip & { file: string }>;
  timeline: SoundTimeline;
  rate: Ratio;
  order: SoundOrder;
};

/** `file` is AAC in an MP4, exactly as long as the film; null when nothing is to be heard in it. */
export type RenderedSound = { file: string | null; warnings: string[] };

/**
 * Leaves nothing in the folder but the sound. Throws ToolFailure, ServiceFault `disk_full` or the signal's
 * reason. A fault in the music is a warning.
 */
export async function renderSound(work: SoundWork, film: FilmSound): Promise<RenderedSound> {
  const scratch = path.join(work.folder, "sound");
  await mkdir(scratch);
  const file = path.join(work.folder, "sound.m4a");
  const rendered = await renderTo({ ...work, folder: scratch }, film, file);
  await rm(scratch, { recursive: true });
  return rendered;
}

async function renderTo(work: SoundWork, film: FilmSound, file: string): Promise<RenderedSound> {
  const { order, rate } = film;
  const clips = order.suppress_clips
    ? film.clips.map((clip) => ({ ...clip, stream: null }))
    : film.clips;
  const first = planSound(clips, film.timeline, rate);
  const gains = await gainsOf(work, film, first);
  const plan = planSound(clips, film.timeline, rate, gains);
  const music =
    order.music === null
      ? { bed: null, warnings: [] }
      : await renderMusic(work, order.music, plan.samples);
  if (plan.segments.length === 0 && music.bed === null) return { file: null, ...music };

  const files = film.clips.map((clip) => clip.file);
  const whole: SoundGraph = { plan, files, bed: music.bed, master: null };
  if (order.normalize === null && soundGroups(plan).length <= 1) {
    await encode(work, whole, file);
    return { file, warnings: music.warnings };
  }
  const mixed = await mixGroups(work, whole);
  if (order.normalize === null) {
    await encode(work, mixed, file);
    return { file, warnings: music.warnings };
  }
  const warnings = await masterSound(order.normalize, {
    measureMix: () => runMeasure(work.platform, measureGraph(mixed), work.signal),
    encode: (last) => encode(work, { ...mixed, master: last }, file),
    measureResult: () => measureFile(work.platform, file, 0, null, work.signal),
  });
  return { file, warnings: [...music.warnings, ...warnings] };
}

/** Decibels for each clip: what was asked for all, and what brings it to one loudness with the others. */
async function gainsOf(work: SoundWork, film: FilmSound, plan: SoundPlan): Promise<number[]> {
  const { order, clips } = film;
  const gains = clips.map(() => order.clips_gain_db);
  if (!order.level_clips) return gains;
  const target = order.normalize?.target_lufs ?? LEVEL_LUFS;
  await together(plan.segments, async ({ clip, stream, startS, samples }) => {
    const file = clips[clip]?.file;
    if (file === undefined) return;
    const range = { startS, samples };
    const { lufs } = await measureFile(work.platform, file, stream, range, work.signal);
    gains[clip] = order.clips_gain_db + levelGain(lufs, target);
  });
  return gains;
}

/** Mixes a few clips at a time into files and returns the graph that lays those over each other. */
async function mixGroups(work: SoundWork, whole: SoundGraph): Promise<SoundGraph> {
  const groups = soundGroups(whole.plan);
  const files = groups.map((_, index) => path.join(work.folder, `mix-${index + 1}.wav`));
  // One after another: each takes some 100 MB, and the picture is being made beside them.
  for (const [index, { plan }] of groups.entries()) {
    const args = mixSound({ ...whole, plan, bed: null }, files[index] ?? "");
    await run(work, args, () => undefined);
  }
  const segments = groups.map(({ at, plan }, index) => ({
    ...{ clip: index, stream: 0, startS: 0, at, samples: plan.samples },
    ...{ fadeIn: 0, fadeOut: 0, gainDb: 0 },
  }));
  return { ...whole, files, plan: { samples: whole.plan.samples, segments } };
}

async function encode(work: SoundWork, graph: SoundGraph, file: string): Promise<void> {
  const of = graph.plan.samples / SAMPLE_RATE;
  const onLine = (line: string) => {
    const done = /^out_time_us=(\d+)/.exec(line)?.[1];
    if (done !== undefined) work.report(Math.min(of, Number(done) / 1_000_000), of);
  };
  await run(work, encodeSound(graph, file), onLine);
}

async function run(work: SoundWork, args: string[], onLine: (line: string) => void): Promise<void> {
  const { tools, timings } = work.platform;
  await runTool(tools.ffmpeg, args, {
    signal: work.signal,
    onLine,
    stallMs: timings.encodeStall,
  });
}

/** A few at a time. Every process has ended when this returns or throws. */
async function together<T>(items: Iterable<T>, run: (item: T) => Promise<void>): Promise<void> {
  const slots = new Slots(PROCESSES);
  const { signal } = new AbortController();
  const all = await Promise.allSettled(
    [...items].map((item) => slots.run(signal, () => run(item))),
  );
  for (const each of all) if (each.status === "rejected") throw each.reason;
}
