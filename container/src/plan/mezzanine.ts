/** Whether a clip needs a copy made for films, and where that copy has its keyframes. Pure. */
import type { FileFacts, VideoFacts } from "../probe/facts.ts";
import { ownFormat, sameFormat } from "./format.ts";
import type { Format } from "./format.ts";
import { isHdr } from "./look.ts";
import { isPlain } from "./plan.ts";

/** Seconds that a join usually takes at either end of a clip. */
const JOIN_S = 0.5;
/** A keyframe this late after the wanted moment costs a film no more than a few frames. */
const LATE_S = 0.125;

/** Frames that a clip has at a film's rate. */
export function mezzanineFrames({ durationS }: VideoFacts, rate: Format["rate"]): number {
  return Math.max(1, Math.round((durationS * rate.num) / rate.den));
}

/**
 * Frames that start a new group: those nearest to the given seconds, and half a second from either end
 * where none are given. Never the first, and never two in a row.
 */
export function keyframesAt(
  seconds: readonly number[],
  clip: { frames: number; rate: Format["rate"] },
): number[] {
  const { frames, rate } = clip;
  const fps = rate.num / rate.den;
  const wanted = seconds.length > 0 ? seconds : [JOIN_S, frames / fps - JOIN_S];
  const sorted = wanted.map((each) => Math.round(each * fps)).sort((a, b) => a - b);
  const kept: number[] = [];
  for (const frame of sorted) {
    if (frame >= (kept.at(-1) ?? 0) + 2 && frame <= frames - 2) kept.push(frame);
  }
  return kept;
}

/** Why films in this format can't copy the clip as it is, one plain sentence each; empty when they can. */
export function mezzanineReasons(
  facts: FileFacts & { video: VideoFacts },
  format: Format,
  keyframes: readonly number[],
): string[] {
  const { video } = facts;
  const own = ownFormat(video);
  const reasons: string[] = [];
  const say = (isSo: boolean, sentence: string) => {
    if (isSo) reasons.push(sentence);
  };
  say(facts.format !== "mp4", `It is a ${facts.format} file, not an MP4.`);
  say(video.codec !== "h264", `Its picture is coded as ${video.codec}, not as H.264.`);
  say(video.pixelFormat !== "yuv420p", `Its pixels are ${video.pixelFormat}, not yuv420p.`);
  say(isHdr(video), "It is HDR.");
  say(video.isInterlaced, "It is interlaced.");
  say(video.rotation !== 0, "It is stored turned on its side or head.");
  say(video.pixelAspect.num !== video.pixelAspect.den, "Its pixels are not square.");
  say((video.width % 2) + (video.height % 2) > 0, "Its sides are odd numbers of pixels.");
  say(!video.isConstantRate, "Its frames come at no steady rate.");
  say(!video.isCleanStart, "Frames are hidden or missing at its start.");
  say(!sameFormat(own, format), `It is ${describe(own)}, and the film is ${describe(format)}.`);
  if (reasons.length > 0) return reasons;
  if (!isPlain(facts)) return ["Its file is built in a way that films can't copy from."];
  const fps = video.rate.num / video.rate.den;
  const missing = keyframes.filter(
    (frame) => !video.cleanStarts.some((at) => at >= frame && at <= frame + LATE_S * fps),
  );
  if (missing.length === 0) return [];
  const moments = missing
    .map((frame) => `${Math.round((frame / fps) * 100) / 100} s`)
    .join(" and ");
  return [`It has no keyframe at ${moments}, where films join.`];
}

function describe({ width, height, rate }: Format): string {
  return `${width}×${height} at ${Math.round((rate.num / rate.den) * 100) / 100} fps`;
}
