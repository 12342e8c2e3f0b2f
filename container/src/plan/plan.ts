/**
 * The plan of a film: format, timeline, and the parts its picture is made of. Pure: facts and request in,
 * plan out; nothing is read or run here.
 */
import { freeSetId, setsKey, uniteSets } from "../probe/avc.ts";
import type { AvcSets } from "../probe/avc.ts";
import type { FileFacts, VideoFacts } from "../probe/facts.ts";
import type { FilmOrder } from "../protocol.ts";
import type { ClipOrder } from "../protocol/film.ts";
import { filmFormat, ownFormat, sameFormat } from "./format.ts";
import type { Format } from "./format.ts";
import { isHdr, lookOf, REC_709 } from "./look.ts";
import type { Colour, Look } from "./look.ts";
import { framesOfPart, planParts } from "./parts.ts";
import type { Part } from "./parts.ts";
import { planTimeline } from "./timeline.ts";
import type { Material, Seam, Span } from "./timeline.ts";

export type PlannedClip = {
  /** Its number in the request, from 1: clips before it may have been left out. */
  place: number;
  asked: Pick<ClipOrder, "in_s" | "out_s" | "length_s" | "fit" | "focus">;
  facts: FileFacts & { video: VideoFacts };
};

export type FilmPlan = {
  format: Format;
  /** What encoded frames are tagged with: as the copied ones are. */
  colour: Colour;
  /** Numbers of the parameter sets of encoded parts, seams and others; no copied clip uses them. */
  setIds: { seam: number; alone: number };
  spans: Span[];
  seams: Seam[];
  /** One for each clip. */
  looks: Look[];
  parts: Part[];
  frames: number;
  hasSound: boolean;
  warnings: string[];
};

export function planFilm(
  clips: readonly PlannedClip[],
  order: Pick<FilmOrder, "output" | "joins" | "keep" | "fit" | "focus">,
): FilmPlan {
  const videos = clips.map((clip) => clip.facts.video);
  const format = filmFormat(videos, order.output);
  const materials = clips.map((clip) => materialOf(clip, format));
  const timeline = planTimeline(materials, order, format.rate);
  const copied = copyGroup(clips, format);
  const parts = planParts(
    timeline,
    videos.map((video) => (copied.has(video) ? video : null)),
  );
  const [model] = copied;
  return {
    format,
    colour: model?.colour ?? REC_709,
    setIds: freeSetIds(copied),
    spans: timeline.spans,
    seams: timeline.seams,
    looks: clips.map(({ asked, facts }) =>
      lookOf(facts.video, format, {
        mode: asked.fit ?? order.fit,
        focus: asked.focus ?? order.focus,
      }),
    ),
    parts,
    frames: timeline.frames,
    hasSound: clips.some((clip) => clip.facts.audio !== null),
    warnings: [
      ...clips.flatMap(clipWarnings),
      ...timeline.warnings,
      ...encodeWarnings(parts, timeline.seams, copied, clips, format),
    ],
  };
}

/** The plan in one line, for the log: `1280x720@24/1 sound: copy 1:0-180, crossfade 12 1:180-192 2:0-24`. */
export function describePlan({ format, parts, hasSound }: FilmPlan): string {
  const { width, height, rate } = format;
  const piece = ({ clip, from, to }: { clip: number; from: number; to: number }) =>
    `${clip + 1}:${from}-${to}`;
  const list = parts.map((part) => {
    if (part.how === "copy") return `copy ${piece(part)}`;
    const { seam } = part;
    const how = seam === null ? "encode" : `${seam.kind} ${seam.overlap || seam.tail + seam.head}`;
    return `${how} ${part.pieces.map(piece).join(" ")}`;
  });
  return `${width}x${height}@${rate.num}/${rate.den} ${hasSound ? "sound" : "silent"}: ${list.join(", ")}`;
}

/** Whether a clip's packets may stand in a film beside others of the same format and colours. */
export function isPlain(facts: FileFacts & { video: VideoFacts }): boolean {
  const { video } = facts;
  return (
    video.sets !== null &&
    video.sets.lengthBytes === 4 &&
    video.codec === "h264" &&
    video.pixelFormat === "yuv420p" &&
    video.width % 2 === 0 &&
    video.height % 2 === 0 &&
    video.rotation === 0 &&
    video.pixelAspect.num === video.pixelAspect.den &&
    !video.isInterlaced &&
    !isHdr(video) &&
    video.isConstantRate &&
    video.isCleanStart
  );
}

/**
 * The clips that can be copied together: those in the film's format with the colours and parameter sets
 * that most of them have, and any whose sets go with these. Empty where none can.
 */
function copyGroup(clips: readonly PlannedClip[], format: Format): Set<VideoFacts> {
  const plain = clips
    .filter(({ facts }) => isPlain(facts) && sameFormat(ownFormat(facts.video), format))
    .map(({ facts }) => facts.video);
  const byKind = new Map<string, VideoFacts[]>();
  for (const video of plain) {
    const kind = `${colourKey(video)} ${setsKey(setsOf(video))}`;
    byKind.set(kind, [...(byKind.get(kind) ?? []), video]);
  }
  const kinds = [...byKind.values()].sort((a, b) => b.length - a.length);
  const group = new Set<VideoFacts>();
  for (const kind of kinds) {
    const [first] = kind;
    const [model] = group;
    if (first === undefined) continue;
    if (model !== undefined && colourKey(model) !== colourKey(first)) continue;
    if (uniteSets([...group, first].map(setsOf)) === null) continue;
    for (const video of kind) group.add(video);
  }
  return group;
}

function freeSetIds(copied: ReadonlySet<VideoFacts>): FilmPlan["setIds"] {
  const sets = [...copied].map(setsOf);
  const alone = freeSetId(sets, 0);
  return { alone, seam: freeSetId(sets, alone + 1) };
}

function colourKey({ colour }: VideoFacts): string {
  return [colour.range, colour.matrix, colour.transfer, colour.primaries].join("/");
}

function setsOf({ sets }: VideoFacts): AvcSets {
  if (sets === null) throw new Error("A clip without parameter sets can't be copied");
  return sets;
}

/** Frames at the film's rate: the clip's own where the rate is the same, so that none is guessed. */
function materialOf({ asked, facts, place }: PlannedClip, { rate }: Format): Material {
  const { video } = facts;
  const isSame = video.isConstantRate && video.rate.num * rate.den === rate.num * video.rate.den;
  const frames = isSame
    ? video.frames
    : Math.max(1, Math.round((video.durationS * rate.num) / rate.den - 1e-6));
  const ends = [asked.out_s, asked.length_s === null ? null : asked.in_s + asked.length_s];
  const told = ends.filter((end) => end !== null);
  const outS = told.length === 0 ? null : Math.min(...told);
  return { place, inS: asked.in_s, outS, frames, durationS: video.durationS };
}

function clipWarnings(clip: PlannedClip): string[] {
  if (!isHdr(clip.facts.video)) return lengthWarnings(clip);
  const said = `Clip ${clip.place} is HDR; its brightness was brought down to the film's.`;
  return [...lengthWarnings(clip), said];
}

function lengthWarnings({ asked, facts, place }: PlannedClip): string[] {
  const { durationS, rate } = facts.video;
  const frame = rate.den / rate.num;
  const missing = (end: number | null) => end !== null && end > durationS + frame / 2;
  const said = `Clip ${place} is ${round(durationS)} s long, shorter than`;
  if (asked.length_s !== null && missing(asked.in_s + asked.length_s)) {
    const whole = asked.in_s === 0 ? "all of it was used" : "it was used to its end";
    return [`${said} the ${round(asked.in_s + asked.length_s)} s asked for; ${whole}.`];
  }
  if (asked.out_s !== null && missing(asked.out_s)) {
    return [`${said} its end at ${round(asked.out_s)} s; it was used to its own end.`];
  }
  return [];
}

/** Says where clips that could be copied had to be encoded because of where their keyframes are. */
function encodeWarnings(
  parts: readonly Part[],
  seams: readonly Seam[],
  copied: ReadonlySet<VideoFacts>,
  clips: readonly PlannedClip[],
  { rate }: Format,
): string[] {
  return clips.flatMap(({ facts, place }, clip) => {
    if (!copied.has(facts.video)) return [];
    const pieces = parts.flatMap((part) => (part.how === "copy" ? [] : part.pieces));
    const encoded = pieces
      .filter((piece) => piece.clip === clip)
      .reduce((sum, { from, to }) => sum + to - from, 0);
    const needed = (seams[clip - 1]?.head ?? 0) + (seams[clip]?.tail ?? 0);
    const more = encoded - needed;
    if (more * rate.den <= rate.num) return [];
    return [
      `Clip ${place} has too few keyframes, so ${more} of its frames were encoded anew instead of copied.`,
    ];
  });
}

/** Share of the film's frames that are encoded, 0 to 1. */
export function encodedShare({ parts, frames }: FilmPlan): number {
  const encoded = parts.filter((part) => part.how === "encode");
  return encoded.reduce((sum, part) => sum + framesOfPart(part), 0) / frames;
}

function round(seconds: number): string {
  return String(Math.round(seconds * 100) / 100);
}
