/**
 * The most disk that a job takes at its worst moment, beyond what lies there when its plan stands. Pure.
 * Whatever is spent is removed at once, so the worst moment is one of a few, and each is counted.
 */
import { SAMPLE_RATE } from "../ffmpeg/arguments.ts";
import { PREVIEW_RATE } from "../ffmpeg/preview.ts";
import type { FilmOrder } from "../protocol.ts";
import type { Rendition } from "../protocol/film.ts";
import type { Format } from "./format.ts";
import type { FilmPlan, PlannedClip } from "./plan.ts";
import { previewSize, versionSize } from "./renditions.ts";
import type { Size } from "./renditions.ts";
import { samplesAt } from "./sound.ts";

type Quality = "alone" | "seam" | "draft";

/**
 * Bits of encoded pictures: `most` for each pixel, whatever it shows; but of a small source no more than
 * `perBit` for each bit of it, times what its sides are enlarged, and `perPixel`. Above what noise from faint
 * to white came to, out of H.264 of CRF 1 to 51, with sides up to four times as long.
 */
const BITS: Record<Quality, { most: number; perBit: number; perPixel: number }> = {
  alone: { most: 7, perBit: 5, perPixel: 0.1 },
  seam: { most: 8, perBit: 8, perPixel: 0.15 },
  draft: { most: 4, perBit: 3, perPixel: 0.08 },
};
/** These say more in a bit: of the same noise up to three times as much. */
const DENSE_CODECS = ["hevc", "vp9", "av1"];
const DENSITY = 3;

/** Of a picture on its own, whatever it shows: JPEG and GIF of white noise stay below. */
const PICTURE_BYTES = 2;
/** Sound at 192 kbit/s strays from that by less than a third. */
const SOUND_BYTES_S = 32_000;
/** Two channels of four bytes. */
const MIX_SAMPLE_BYTES = 8;
/** A song is fetched while the film is made. A larger one finds its room when it comes, or not. */
const SONG_BYTES = 64 * 1024 * 1024;
/** Of a packet in the index, and of a packet of sound. */
const INDEX_BYTES = 40;
const PACKET_SAMPLES = 1024;
/** Of a file, beside its packets. */
const FILE_BYTES = 16 * 1024;
/** Poster and strip of a clip at their largest. */
const CHECK_PICTURE_BYTES = 16 * 1024 * 1024;

/** Bytes for a film of these clips, which lie on the disk already. */
export function filmDisk(
  plan: FilmPlan,
  clips: readonly PlannedClip[],
  order: Pick<FilmOrder, "sound" | "renditions">,
): number {
  const { frames, format } = plan;
  const sound = soundBytes(frames, format);
  const fetched = sum(clips.map(({ facts }) => facts.bytes));
  const copied = sum(clips.map(({ facts }, clip) => (isCopied(plan, clip) ? facts.bytes : 0)));
  const encoded = encodedBytes(plan, clips);
  const film = copied + encoded + sound + indexBytes(frames, format);
  const making = encoded + sound + mixBytes(plan, order);
  // What is joined goes as the film grows, but for the part that is read.
  const joining = film + sound + largestPart(plan, clips) - fetched;
  const each = order.renditions.map((rendition) => renditionBytes(rendition, plan, clips, film));
  // The parts of the last one that is joined lie beside it; the film's sound is still there.
  const deriving = film + sound + sum(each) + Math.max(0, ...each) - fetched;
  return Math.max(making, joining, deriving);
}

/** Bytes for pictures of a clip that lies on the disk already and, unless null, a copy in this format. */
export function checkDisk(
  facts: PlannedClip["facts"],
  mezzanine: { format: Format; frames: number } | null,
): number {
  if (mezzanine === null) return CHECK_PICTURE_BYTES;
  const { format, frames } = mezzanine;
  const sound = soundBytes(frames, format);
  const picture = pictureBytes(facts, frames, format, "alone") + FILE_BYTES;
  const joining = 2 * (picture + sound) + indexBytes(frames, format) - facts.bytes;
  return CHECK_PICTURE_BYTES + Math.max(picture + sound, joining);
}

/** All encoded parts. Of each clip what is shown alone and what is part of a seam are different qualities. */
function encodedBytes(plan: FilmPlan, clips: readonly PlannedClip[]): number {
  const ofClips = clips.map(({ facts }, clip) => {
    const frames = { alone: 0, seam: 0 };
    for (const part of plan.parts) {
      if (part.how === "copy") continue;
      const pieces = part.pieces.filter((piece) => piece.clip === clip);
      frames[part.seam === null ? "alone" : "seam"] += sum(pieces.map(({ from, to }) => to - from));
    }
    const alone = pictureBytes(facts, frames.alone, plan.format, "alone");
    return alone + pictureBytes(facts, frames.seam, plan.format, "seam");
  });
  return sum(ofClips) + plan.parts.length * FILE_BYTES;
}

function largestPart(plan: FilmPlan, clips: readonly PlannedClip[]): number {
  const bytes = plan.parts.map((part) => {
    if (part.how === "copy") return clips[part.clip]?.facts.bytes ?? 0;
    const quality = part.seam === null ? "alone" : "seam";
    const ofPieces = part.pieces.map(({ clip, from, to }) => {
      const facts = clips[clip]?.facts;
      return facts === undefined ? 0 : pictureBytes(facts, to - from, plan.format, quality);
    });
    return sum(ofPieces) + FILE_BYTES;
  });
  return Math.max(...bytes);
}

function pictureBytes(
  { bytes, video }: PlannedClip["facts"],
  frames: number,
  { width, height }: Size,
  quality: Quality,
): number {
  const { most, perBit, perPixel } = BITS[quality];
  const pixels = width * height * frames;
  const enlarged = Math.max(1, Math.sqrt((width * height) / (video.width * video.height)));
  const density = DENSE_CODECS.includes(video.codec) ? DENSITY : 1;
  const ofSource = density * (perBit * enlarged * bytes * 8 + perPixel * pixels);
  return Math.ceil(Math.min(most * pixels, ofSource) / 8);
}

/** A version of another size is encoded, as much as if it was made of the clips. */
function renditionBytes(
  rendition: Rendition,
  plan: FilmPlan,
  clips: readonly PlannedClip[],
  film: number,
): number {
  const { format, frames, spans } = plan;
  switch (rendition.kind) {
    case "ratio":
    case "draft": {
      const size = versionSize(rendition, format);
      if (size.width === format.width && size.height === format.height) return film;
      const quality = rendition.kind === "draft" ? "draft" : "alone";
      const ofClips = clips.map(({ facts }, clip) => {
        const { from, to } = spans[clip] ?? { from: 0, to: 0 };
        return pictureBytes(facts, to - from, size, quality);
      });
      return sum(ofClips) + soundBytes(frames, format) + indexBytes(frames, format);
    }
    // The film's own.
    case "audio":
      return 0;
    case "preview": {
      const { width, height } = previewSize(rendition, format);
      return width * height * PICTURE_BYTES * Math.ceil(rendition.length_s * PREVIEW_RATE + 1);
    }
    case "poster":
      return format.width * format.height * PICTURE_BYTES;
  }
}

/** What the sound is mixed from: clips and music, each once as samples, and the music once more as a round. */
function mixBytes({ spans, format }: FilmPlan, { sound }: Pick<FilmOrder, "sound">): number {
  const samples = samplesAt(sum(spans.map(({ from, to }) => to - from)), format.rate);
  const mix = samples * MIX_SAMPLE_BYTES + FILE_BYTES;
  return sound.music === null ? mix : 3 * mix + SONG_BYTES;
}

function soundBytes(frames: number, { rate }: Format): number {
  return Math.ceil((samplesAt(frames, rate) / SAMPLE_RATE) * SOUND_BYTES_S) + FILE_BYTES;
}

function indexBytes(frames: number, { rate }: Format): number {
  const packets = frames + Math.ceil(samplesAt(frames, rate) / PACKET_SAMPLES);
  return packets * INDEX_BYTES + FILE_BYTES;
}

function isCopied({ parts }: FilmPlan, clip: number): boolean {
  return parts.some((part) => part.how === "copy" && part.clip === clip);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
