/** The format of a film and how a clip's picture fits into it. Pure. */
import type { Ratio } from "../ffmpeg/arguments.ts";
import type { FilmOrder } from "../protocol.ts";
import type { VideoFacts } from "../probe/facts.ts";

export type Format = { width: number; height: number; rate: Ratio };

const USUAL_RATES: readonly Ratio[] = [
  { num: 24_000, den: 1001 },
  { num: 30_000, den: 1001 },
  { num: 60_000, den: 1001 },
  ...[8, 10, 12, 15, 16, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120].map((num) => ({ num, den: 1 })),
];
const MAX_SIDE = 4096;

/** The format most clips have; of equals, the one that comes first. Or as asked. */
export function filmFormat(clips: readonly VideoFacts[], asked: FilmOrder["output"]): Format {
  const votes = new Map<string, { format: Format; count: number }>();
  for (const clip of clips) {
    const format = ownFormat(clip);
    const key = `${format.width}x${format.height}@${format.rate.num}/${format.rate.den}`;
    const vote = votes.get(key) ?? { format, count: 0 };
    vote.count += 1;
    votes.set(key, vote);
  }
  const [first, ...others] = votes.values();
  if (first === undefined) throw new Error("A film has at least one clip");
  const most = others.reduce((best, vote) => (vote.count > best.count ? vote : best), first).format;
  if (asked === null) return most;
  const rate = asked.fps === null ? most.rate : usualRate(asked.fps);
  return { width: asked.width, height: asked.height, rate };
}

export function sameFormat(a: Format, b: Format): boolean {
  const sameRate = a.rate.num * b.rate.den === b.rate.num * a.rate.den;
  return a.width === b.width && a.height === b.height && sameRate;
}

/** As the clip is shown: turned, with square pixels, even sides, at a usual rate. */
export function ownFormat(clip: VideoFacts): Format {
  const shown = shownSize(clip);
  const scale = Math.min(1, MAX_SIDE / Math.max(shown.width, shown.height));
  return {
    width: even(shown.width * scale),
    height: even(shown.height * scale),
    rate: clip.isConstantRate ? exactRate(clip.rate) : usualRate(clip.rate.num / clip.rate.den),
  };
}

/** Rates over 120 are no rates of films but clocks; they are brought down. */
function exactRate(rate: Ratio): Ratio {
  return rate.num / rate.den > 120 || rate.num / rate.den < 1
    ? usualRate(rate.num / rate.den)
    : rate;
}

/** The usual rate within 0.01 frames a second, else the number in thousandths. */
function usualRate(fps: number): Ratio {
  const bounded = Math.min(120, Math.max(1, fps));
  const near = USUAL_RATES.map((rate) => ({ rate, off: Math.abs(rate.num / rate.den - bounded) }))
    .sort((a, b) => a.off - b.off)
    .find(({ off }) => off < 0.01);
  return near?.rate ?? { num: Math.round(bounded * 1000), den: 1000 };
}

/** Pixels of the picture as it is shown, square ones. */
export function shownSize(clip: VideoFacts): { width: number; height: number } {
  const width = (clip.width * clip.pixelAspect.num) / clip.pixelAspect.den;
  const isTurned = clip.rotation % 180 === 90;
  return isTurned ? { width: clip.height, height: width } : { width, height: clip.height };
}

export function even(pixels: number): number {
  return Math.max(2, Math.round(pixels / 2) * 2);
}
