/**
 * The check of a clip as it arrives: it decodes to its end, what is in it, a poster, a strip of frames, and
 * a copy that films can be cut from where the clip itself is no good for that.
 */
import { stat } from "node:fs/promises";
import path from "node:path";
import { LIMITS } from "../config.ts";
import { needDisk } from "../disk.ts";
import { takePoster, takeStrip } from "../ffmpeg/check.ts";
import type { Size } from "../ffmpeg/check.ts";
import { runTool } from "../ffmpeg/run.ts";
import { checkDisk } from "../plan/disk.ts";
import { filmFormat, even, shownSize } from "../plan/format.ts";
import { keyframesAt, mezzanineFrames, mezzanineReasons } from "../plan/mezzanine.ts";
import { analyseClip } from "../probe/analyse.ts";
import type { Analysis } from "../probe/analyse.ts";
import { mediaOf } from "../probe/check.ts";
import type { FileFacts, VideoFacts } from "../probe/facts.ts";
import { invalid, readFile } from "../probe/read.ts";
import { posterTime, shareOf } from "../probe/stretches.ts";
import type { CheckOrder, Findings, Media } from "../protocol.ts";
import { download } from "../transfer/download.ts";
import { renderMezzanine } from "./mezzanine.ts";
import { encodeFailed } from "./work.ts";
import type { Rendered, Work } from "./work.ts";

/** Longest side of a poster, and the fixed height of a tile of the strip. */
const POSTER_SIDE = 1280;
const TILE_HEIGHT = 90;
/** A JPEG is at most 65500 pixels wide. */
const STRIP_WIDTH = 65_000;

type Clip = { file: string; facts: FileFacts & { video: VideoFacts } };

/** Throws ServiceFault `input_invalid` for a clip that is no good, or the signal's reason. */
export async function renderCheck(work: Work, order: CheckOrder): Promise<Rendered> {
  const { platform, signal } = work;
  const file = path.join(work.folder, "clip");
  work.report(0, "Fetching the clip", { name: "fetch", done: 0, of: 1 });
  await download(platform, { url: order.url, file, maxBytes: LIMITS.mediaBytes, signal });
  const clip = { file, facts: await readClip(work, file) };
  const { video } = clip.facts;
  const format = filmFormat([video], order.mezzanine?.output ?? null);
  const frames = mezzanineFrames(video, format.rate);
  const keyframes = keyframesAt(order.mezzanine?.keyframes_s ?? [], { frames, rate: format.rate });
  const reasons = mezzanineReasons(clip.facts, format, keyframes);
  const isCopied = order.mezzanine !== null && reasons.length > 0;
  const bytes = checkDisk(clip.facts, isCopied ? { format, frames } : null);
  await needDisk(platform, work.folder, bytes);
  const share = order.mezzanine === null ? 0.9 : 0.4;
  const analysis = await analyseClip(platform, file, clip.facts, {
    signal,
    onFrames: (done) => {
      const part = Math.min(1, done / video.frames);
      work.report(part * share, "Checking the clip", { name: "check", done, of: video.frames });
    },
  });
  work.report(share, "Taking pictures of the clip", { name: "derive", done: 0, of: 1 });
  const poster = await makePoster(work, clip, analysis);
  const strip = order.strip === null ? null : await makeStrip(work, clip, order.strip);
  const files: Rendered["files"] = strip === null ? [] : [strip.made];
  if (order.mezzanine !== null && reasons.length > 0) {
    const { fit, upload } = order.mezzanine;
    const made = await renderMezzanine(work, clip, { format, fit, frames, keyframes }, share);
    files.push({ name: "mezzanine", upload, ...made });
  }
  return {
    file: poster.file,
    media: mediaOf(clip.facts, "video", analysis.frames),
    warnings: [],
    files,
    findings: {
      ...findingsOf(video, analysis, reasons),
      poster: poster.size,
      ...(strip === null ? {} : { strip: strip.tiles }),
    },
  };
}

/** The facts of a clip that is fit to be decoded at all. */
async function readClip(work: Work, file: string): Promise<Clip["facts"]> {
  const facts = await readFile(work.platform, file, "video", work.signal);
  const { video } = facts;
  if (video === null) throw new Error("A file read as a clip has a picture");
  if (video.frames === 1) throw invalid("The clip has one frame only. Make it again.");
  if (video.width * video.height > LIMITS.clipPixels) {
    const size = `${video.width}×${video.height}`;
    throw invalid(`The clip's picture is too large: ${size} pixels. Make it again, smaller.`);
  }
  if (video.durationS > LIMITS.clipSeconds) {
    const minutes = Math.round(video.durationS / 60);
    const most = LIMITS.clipSeconds / 60;
    throw invalid(`The clip is ${minutes} minutes long; the most is ${most}. Use a shorter one.`);
  }
  return { ...facts, video };
}

async function makePoster(work: Work, clip: Clip, analysis: Analysis) {
  const { video } = clip.facts;
  const file = path.join(work.folder, "poster.jpg");
  const size = within(shownSize(video), POSTER_SIDE, POSTER_SIDE);
  const atS = posterTime(analysis.black, video.durationS);
  await run(work, takePoster(clip.file, video.stream, { atS, size }, file));
  return { file, size };
}

async function makeStrip(work: Work, clip: Clip, order: NonNullable<CheckOrder["strip"]>) {
  const { video } = clip.facts;
  const file = path.join(work.folder, "strip.jpg");
  const count = Math.min(order.frames, video.frames);
  const frames = Array.from({ length: count }, (_, i) =>
    Math.floor(((i + 0.5) * video.frames) / count),
  );
  const widest = Math.floor(STRIP_WIDTH / count);
  const tile = { ...within(shownSize(video), widest, TILE_HEIGHT), height: TILE_HEIGHT };
  await run(work, takeStrip(clip.file, video.stream, { frames, tile }, file));
  const { size: bytes } = await stat(file);
  const size = { width: tile.width * count, height: TILE_HEIGHT };
  const made = { name: "strip", upload: order.upload, file, media: jpegMedia(bytes, size) };
  return { made, tiles: { frames: count, tile_width: tile.width, tile_height: tile.height } };
}

async function run(work: Work, args: string[]): Promise<void> {
  const { platform, signal } = work;
  await runTool(platform.tools.ffmpeg, args, { signal }).catch(encodeFailed);
}

function findingsOf(video: VideoFacts, analysis: Analysis, reasons: string[]): Findings {
  const { loudness } = analysis;
  return {
    loudness_lufs: loudness.lufs,
    peak_dbtp: loudness.peakDb,
    black_share: shareOf(analysis.black, video.durationS),
    frozen_share: shareOf(analysis.frozen, video.durationS),
    silent_share: shareOf(analysis.silent, video.durationS),
    mezzanine_reasons: reasons,
  };
}

function jpegMedia(bytes: number, { width, height }: Size): Media {
  const video = { codec: "mjpeg", width, height, fps: 0, frames: 1, duration_ms: 0 };
  return { media: "image", format: "jpg", bytes, duration_ms: 0, video, audio: null };
}

/** The largest even size of that ratio inside the given one. */
function within(size: Size, width: number, height: number): Size {
  const scale = Math.min(1, width / size.width, height / size.height);
  return { width: even(size.width * scale), height: even(size.height * scale) };
}
