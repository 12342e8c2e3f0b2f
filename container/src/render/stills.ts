/** A still of a scene with its text, as a clip: what stands in for a clip that is missing. */
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { LIMITS } from "../config.ts";
import { ServiceFault } from "../fault.ts";
import { encodeStill } from "../ffmpeg/still.ts";
import { runTool } from "../ffmpeg/run.ts";
import { captionOf } from "../plan/caption.ts";
import type { Format } from "../plan/format.ts";
import { lookOf } from "../plan/look.ts";
import { framesOf } from "../plan/timeline.ts";
import type { VideoFacts } from "../probe/facts.ts";
import { readFile } from "../probe/read.ts";
import type { Still } from "../protocol/film.ts";
import { download } from "../transfer/download.ts";
import type { Source } from "./sources.ts";
import { encodeFailed } from "./work.ts";
import type { Work } from "./work.ts";

/** A picture that can't be had is a warning and a black one. Throws ServiceFault or the signal's reason. */
export async function renderStill(
  work: Work,
  still: Still,
  format: Format,
  place: number,
): Promise<{ file: string; facts: Source["facts"]; warnings: string[] }> {
  const { platform, folder, signal } = work;
  const { picture, warnings } = await fetchPicture(work, still, place);
  const caption = captionOf(still.text, format);
  const written = path.join(folder, `still-${place}.ass`);
  if (caption !== null) await writeFile(written, caption);
  const file = path.join(folder, `still-${place}.mp4`);
  const args = encodeStill(
    {
      picture: picture === null ? null : { ...picture, look: lookIn(picture.video, format) },
      caption: caption === null ? null : written,
      format,
      frames: framesOf(still.length_s, format.rate),
    },
    file,
  );
  await runTool(platform.tools.ffmpeg, args, { signal }).catch(encodeFailed);
  if (picture !== null) await rm(picture.file);
  const facts = await readFile(platform, file, "video", signal);
  if (facts.video === null) throw new Error("A still has a picture");
  return { file, facts: { ...facts, video: facts.video }, warnings };
}

function lookIn(video: VideoFacts, format: Format) {
  return lookOf(video, format, { mode: "blur", focus: null });
}

async function fetchPicture(
  work: Work,
  { picture_url }: Still,
  place: number,
): Promise<{ picture: { file: string; video: VideoFacts } | null; warnings: string[] }> {
  if (picture_url === null) return { picture: null, warnings: [] };
  const { platform, folder, signal } = work;
  const file = path.join(folder, `picture-${place}`);
  try {
    await download(platform, { url: picture_url, file, maxBytes: LIMITS.imageBytes, signal });
    const { video } = await readFile(platform, file, "image", signal);
    return { picture: video === null ? null : { file, video }, warnings: [] };
  } catch (error) {
    if (!(error instanceof ServiceFault)) throw error;
    const said = `The picture for clip ${place} could not be used, so its still is black.`;
    return { picture: null, warnings: [said] };
  }
}
