/** Stretches of a clip that ffmpeg's detectors found: each says where one starts, then where it ends. */

/** Seconds. */
export type Stretch = { fromS: number; toS: number };

export class Stretches {
  readonly #names: { start: string; end: string };
  readonly #found: Stretch[] = [];
  #openS: number | null = null;

  constructor(start: string, end: string) {
    this.#names = { start, end };
  }

  take(name: string, valueS: number): void {
    if (!Number.isFinite(valueS)) return;
    if (name === this.#names.start) this.#openS = valueS;
    if (name !== this.#names.end || this.#openS === null) return;
    this.#found.push({ fromS: this.#openS, toS: valueS });
    this.#openS = null;
  }

  /** From `startS` to `endS` and counted from `startS`. One that never ended lasts to the end. */
  within(startS: number, endS: number): Stretch[] {
    const open = this.#openS === null ? [] : [{ fromS: this.#openS, toS: endS }];
    return [...this.#found, ...open]
      .map(({ fromS, toS }) => ({
        fromS: Math.max(0, fromS - startS),
        toS: Math.min(endS, toS) - startS,
      }))
      .filter(({ fromS, toS }) => toS > fromS);
  }
}

/** Share of `lengthS` that the stretches take, 0 to 1. */
export function shareOf(stretches: readonly Stretch[], lengthS: number): number {
  const sum = stretches.reduce((total, { fromS, toS }) => total + toS - fromS, 0);
  return lengthS > 0 ? Math.min(1, Math.round((sum / lengthS) * 1000) / 1000) : 0;
}

/** A moment that shows the clip best: a third into it, or where the black around that moment ends. */
export function posterTime(black: readonly Stretch[], lengthS: number): number {
  const wanted = lengthS / 3;
  const hidden = black.find(({ fromS, toS }) => fromS <= wanted && wanted < toS);
  if (hidden === undefined) return wanted;
  if (hidden.toS < lengthS) return hidden.toS;
  return hidden.fromS > 0 ? hidden.fromS / 2 : wanted;
}
