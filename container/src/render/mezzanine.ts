/**
 * The copy of a clip that films are cut from: in the film's format, with keyframes where films join, closed
 * groups, parameter sets that go with those of every other such copy, and stereo sound at 48 kHz.
 */
import { rm } from "node:fs/promises";
import path from "node:path";
import { encodePart } from "../ffmpeg/picture.ts";
import { encodeSound } from "../ffmpeg/sound.ts";
import { runTool } from "../ffmpeg/run.ts";
import { muxFilm } from "../mux/mux.ts";
import type { Format } from "../plan/format.ts";
import { lookOf, REC_709 } from "../plan/look.ts";
import { samplesAt } from "../plan/sound.ts";
import { mediaOf } from "../probe/check.ts";
import type { FileFacts, VideoFacts } from "../probe/facts.ts";
import { readFile } from "../probe/read.ts";
import type { Media } from "../protocol.ts";
import type { FitMode } from "../protocol/film.ts";
import { encodeFailed, onFrames } from "./work.ts";
import type { Work } from "./work.ts";

/**
 * Takes the clip's file away as soon as it is not needed any more. `done` is the share of the whole job that
 * was done before. Throws ServiceFault or the signal's reason.
 */
export async function renderMezzanine(
  work: Work,
  clip: { file: string; facts: FileFacts & { video: VideoFacts } },
  order: { format: Format; fit: FitMode; frames: number; keyframes: readonly number[] },
  done: number,
): Promise<{ file: string; media: Media }> {
  const { video, audio } = clip.facts;
  const { format, frames } = order;
  const { rate } = format;
  const picture = path.join(work.folder, "picture.mp4");
  const tell = (count: number) =>
    work.report(done + (1 - done) * 0.9 * (count / frames), "Preparing the clip for films", {
      name: "encode",
      done: count,
      of: frames,
    });
  const { startS, stream } = video;
  const look = lookOf(video, format, { mode: order.fit, focus: null });
  const piece = { file: clip.file, stream, startS, canSeek: false, from: 0, to: frames, look };
  const part = { format, colour: REC_709, setId: 0, pieces: [piece], seam: null, frames };
  const args = encodePart({ ...part, keyframes: order.keyframes }, picture);
  await run(work, args, onFrames(tell));
  const sound = audio === null ? null : path.join(work.folder, "sound.m4a");
  if (audio !== null && sound !== null) {
    const samples = samplesAt(frames, rate);
    // No fades: films fade where they join.
    const place = { clip: 0, stream: audio.stream, startS, at: 0, samples };
    const segments = [{ ...place, fadeIn: 0, fadeOut: 0, gainDb: 0 }];
    const plan = { samples, segments };
    await run(work, encodeSound({ plan, files: [clip.file], bed: null, master: null }, sound));
  }
  await rm(clip.file);
  const file = path.join(work.folder, "mezzanine.mp4");
  const encoded = await readFile(work.platform, picture, "video", work.signal);
  const sets = encoded.video?.sets;
  if (sets === null || sets === undefined) throw new Error("An encoded picture has no sets");
  const { width, height } = format;
  const parts = [{ file: picture, from: 0, frames }];
  const { signal } = work;
  await muxFilm({
    ...{ parts, rate, width, height, sets, sound, output: file, signal },
    onFrames: () => undefined,
    onSpent: (spent) => rm(spent),
  });
  if (sound !== null) await rm(sound);
  const facts = await readFile(work.platform, file, "video", signal);
  return { file, media: mediaOf(facts, "video", facts.video?.frames ?? 0) };
}

async function run(
  work: Work,
  args: string[],
  onLine: (line: string) => void = () => undefined,
): Promise<void> {
  const { tools, timings } = work.platform;
  const options = { signal: work.signal, onLine, stallMs: timings.encodeStall };
  await runTool(tools.ffmpeg, args, options).catch(encodeFailed);
}
