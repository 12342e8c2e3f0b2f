/** Further files of a finished film: other ratios, a draft, its sound alone, a preview, a poster. */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { ServiceFault } from "../fault.ts";
import { planFilm } from "../plan/plan.ts";
import { versionSize } from "../plan/renditions.ts";
import type { Size } from "../plan/renditions.ts";
import { mediaOf } from "../probe/check.ts";
import type { FileFacts, VideoFacts } from "../probe/facts.ts";
import { readFile } from "../probe/read.ts";
import type { FitMode, Focus, Rendition } from "../protocol/film.ts";
import { joinParts } from "./join.ts";
import { renderParts } from "./parts.ts";
import { renderPoster, renderPreview } from "./pictures.ts";
import type { Made } from "./pictures.ts";
import type { Source } from "./sources.ts";
import type { PartStore } from "./store.ts";
import type { Rendered, Work } from "./work.ts";

/** `sound` is the film's own, as AAC in an MP4. `store` keeps what takes long to make. */
type Film = { id: string; file: string; facts: FileFacts; sound: string | null; store: PartStore };
type Whole = Film & { facts: FileFacts & { video: VideoFacts } };

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
  await film.store.settled();
  return { files, warnings };
}

function renderOne(work: Work, rendition: Rendition, film: Whole): Promise<Made | null> {
  const { file, store } = film;
  const { video } = film.facts;
  switch (rendition.kind) {
    case "ratio":
      return version(work, film, { ...rendition, size: versionSize(rendition, video) });
    case "draft": {
      const size = versionSize(rendition, video);
      return version(work, film, { size, fit: "pad", focus: null }, "draft");
    }
    case "audio":
      return soundAlone(work, film);
    case "preview":
      return renderPreview(work, { file, video, store }, rendition);
    case "poster":
      return renderPoster(work, { file, video, store }, rendition.at_s);
  }
}

/** The film as the only clip of another film: cut into parts that are encoded, beside its own sound. */
async function version(
  work: Work,
  film: Whole,
  as: { size: Size; fit: FitMode; focus: Focus | null },
  quality?: "draft",
): Promise<Made> {
  const { store, sound } = film;
  const asked = { in_s: 0, out_s: null, length_s: null, fit: null, focus: null };
  const sources: Source[] = [{ ...film, place: 1, asked }];
  const { fit, focus } = as;
  const output = { ...as.size, fps: null };
  const plan = planFilm(sources, { output, joins: [], keep: "film", fit, focus });
  const parts = await renderParts(work, plan, sources, store, () => undefined, { quality });
  // What is joined is gone, and could not be sent any more.
  await store.settled();
  const file = path.join(work.folder, "film.mp4");
  await joinParts(work, { plan, sources, parts, sound }, file, {
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
