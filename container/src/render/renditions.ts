/** Further files of a finished film: other ratios, a draft, its sound alone, a preview, a poster. */
import { mkdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { ServiceFault } from "../fault.ts";
import { takePoster } from "../ffmpeg/check.ts";
import { PREVIEW_RATE, takePreview } from "../ffmpeg/preview.ts";
import { runTool } from "../ffmpeg/run.ts";
import { planFilm } from "../plan/plan.ts";
import { previewSize, versionSize } from "../plan/renditions.ts";
import type { Preview, Size } from "../plan/renditions.ts";
import { mediaOf } from "../probe/check.ts";
import type { FileFacts, VideoFacts } from "../probe/facts.ts";
import { readFile } from "../probe/read.ts";
import type { Media } from "../protocol.ts";
import type { FitMode, Focus, Rendition } from "../protocol/film.ts";
import { joinParts } from "./join.ts";
import { renderParts } from "./parts.ts";
import type { Source } from "./sources.ts";
import { PartStore } from "./store.ts";
import { encodeFailed } from "./work.ts";
import type { Rendered, Work } from "./work.ts";

/** `sound` is the film's own, as AAC in an MP4. */
type Film = { id: string; file: string; facts: FileFacts; sound: string | null };
type Whole = Film & { facts: FileFacts & { video: VideoFacts } };
type Made = { file: string; media: Media };

/**
 * A rendition that can't be made is a warning: the film itself is there. Throws ServiceFault for what is
 * wrong with this machine, or the signal's reason.
 */
export async function renderRenditions(
  work: Work,
  renditions: readonly Rendition[],
  film: Film,
): Promise<{ files: NonNullable<Rendered["files"]>; warnings: string[] }> {
  const files: NonNullable<Rendered["files"]> = [];
  const warnings: string[] = [];
  const { video } = film.facts;
  if (video === null) throw new Error("A film has a picture");
  const whole = { ...film, facts: { ...film.facts, video } };
  for (const [index, rendition] of renditions.entries()) {
    const step = { name: "derive" as const, done: index, of: renditions.length };
    work.report(1, `Making version ${index + 1} of ${renditions.length}`, step);
    const folder = path.join(work.folder, `rendition-${index + 1}`);
    await mkdir(folder);
    const { name, upload } = rendition;
    try {
      const made = await renderOne({ ...work, folder }, rendition, whole);
      if (made === null) warnings.push(`The film has no sound, so "${name}" was not made.`);
      else files.push({ name, upload, ...made });
    } catch (error) {
      if (!(error instanceof ServiceFault) || error.fault.code !== "encode_failed") throw error;
      warnings.push(`"${name}" could not be made: ${error.fault.message}`);
      await rm(folder, { recursive: true });
    }
  }
  return { files, warnings };
}

function renderOne(work: Work, rendition: Rendition, film: Whole): Promise<Made | null> {
  const { video } = film.facts;
  switch (rendition.kind) {
    case "ratio":
      return version(work, film, { size: versionSize(rendition, video), ...rendition });
    case "draft": {
      const size = versionSize(rendition, video);
      return version(work, film, { size, fit: "pad", focus: null }, "draft");
    }
    case "audio":
      return soundAlone(work, film);
    case "preview":
      return preview(work, film, rendition);
    case "poster":
      return poster(work, film, rendition.at_s);
  }
}

/** The film as the only clip of another film: cut into parts that are encoded, beside its own sound. */
async function version(
  work: Work,
  film: Whole,
  as: { size: Size; fit: FitMode; focus: Focus | null },
  quality?: "draft",
): Promise<Made> {
  const asked = { in_s: 0, out_s: null, length_s: null, fit: null, focus: null };
  const sources: Source[] = [{ ...film, place: 1, asked }];
  const { fit, focus } = as;
  const output = { ...as.size, fps: null };
  const plan = planFilm(sources, { output, joins: [], keep: "film", fit, focus });
  const store = await PartStore.open(work, null);
  const parts = await renderParts(work, plan, sources, store, () => undefined, { quality });
  const file = path.join(work.folder, "film.mp4");
  await joinParts(work, { plan, sources, parts, sound: film.sound }, file, {
    onFrames: () => undefined,
    // Where the film is copied it is a part itself.
    onSpent: (spent) => (spent === film.file ? Promise.resolve() : rm(spent)),
  });
  const facts = await readFile(work.platform, file, "video", work.signal);
  return { file, media: mediaOf(facts, "video", facts.video?.frames ?? 0) };
}

async function soundAlone(work: Work, { sound }: Whole): Promise<Made | null> {
  if (sound === null) return null;
  const facts = await readFile(work.platform, sound, "audio", work.signal);
  return { file: sound, media: mediaOf(facts, "audio", 0) };
}

async function preview(
  work: Work,
  { file: film, facts }: Whole,
  rendition: Preview,
): Promise<Made> {
  const { video } = facts;
  const { format } = rendition;
  const lengthS = Math.min(rendition.length_s, video.durationS);
  const startS = Math.min(rendition.start_s, video.durationS - lengthS);
  const { width, height } = previewSize(rendition, video);
  const file = path.join(work.folder, `preview.${format}`);
  await run(work, takePreview(film, { format, startS, lengthS, width, height }, file));
  const frames = Math.max(1, Math.round(lengthS * PREVIEW_RATE));
  const picture = { codec: format, width, height, fps: PREVIEW_RATE, frames };
  return { file, media: await pictureMedia(file, picture, Math.round(lengthS * 1000)) };
}

async function poster(work: Work, { file: film, facts }: Whole, atS: number): Promise<Made> {
  const { width, height, stream, durationS, frames } = facts.video;
  const file = path.join(work.folder, "poster.jpg");
  const last = Math.max(0, durationS - durationS / frames);
  const at = { atS: Math.min(atS, last), size: { width, height } };
  await run(work, takePoster(film, stream, at, file));
  const picture = { codec: "mjpeg", width, height, fps: 0, frames: 1 };
  return { file, media: await pictureMedia(file, picture, 0) };
}

async function pictureMedia(
  file: string,
  picture: Omit<NonNullable<Media["video"]>, "duration_ms">,
  duration_ms: number,
): Promise<Media> {
  const { size: bytes } = await stat(file);
  const format = picture.codec === "mjpeg" ? "jpg" : picture.codec;
  const video = { ...picture, duration_ms };
  return { media: "image", format, bytes, duration_ms, video, audio: null };
}

async function run(work: Work, args: string[]): Promise<void> {
  const { platform, signal } = work;
  await runTool(platform.tools.ffmpeg, args, { signal, onLine: () => undefined }).catch(
    encodeFailed,
  );
}
